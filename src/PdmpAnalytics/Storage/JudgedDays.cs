using Microsoft.EntityFrameworkCore;

namespace PdmpAnalytics.Storage;

/// <summary>Which days have been judged from, told by what judging leaves behind.</summary>
internal static class JudgedDays
{
    /// <summary>
    /// The last day up to <paramref name="through"/> that a night or a run by hand judged from: by nights, alerts, and what is noted of
    /// thresholds, shadow sets and the population. A run by hand that changed none of these is not seen. Null before the first.
    /// </summary>
    /// <param name="through">Days after it are the work of a mistake and do not count.</param>
    public static async Task<DateOnly?> LastAsync(PdmpDbContext db, DateOnly through, CancellationToken cancellationToken)
    {
        // SQLite keeps a day as its number; PostgreSQL counts it here.
        var number = db.Database.IsNpgsql()
            ? db.Database.SqlQuery<int?>(
                $"""
                SELECT max(day) - DATE '0001-01-01' AS "Value" FROM (
                    SELECT as_of AS day FROM alerts UNION ALL SELECT as_of FROM rules_in_use UNION ALL SELECT as_of FROM shadow_measures
                    UNION ALL SELECT as_of FROM population_tables
                    UNION ALL SELECT business_date FROM nights WHERE state = 'Done') AS days
                WHERE day <= {through}
                """)
            : db.Database.SqlQuery<int?>(
                $"""
                SELECT max(day) AS "Value" FROM (
                    SELECT as_of AS day FROM alerts UNION ALL SELECT as_of FROM rules_in_use UNION ALL SELECT as_of FROM shadow_measures
                    UNION ALL SELECT as_of FROM population_tables
                    UNION ALL SELECT business_date FROM nights WHERE state = 'Done')
                WHERE day <= {through.DayNumber}
                """);
        return (await number.ToListAsync(cancellationToken))[0] is { } day ? DateOnly.FromDayNumber(day) : null;
    }
}
