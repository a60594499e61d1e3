using System.Globalization;

namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>A supervisor looked through a quarter's queries of a delegate (Minnesota's practice, domain reference 5.2). Once a quarter, never changed.</summary>
public sealed class DelegateSignOff
{
    public required int DelegationId { get; init; }

    /// <summary>First day of the calendar quarter.</summary>
    public required DateOnly Quarter { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset SignedAt { get; init; }
    public required string SignedBy { get; init; }

    /// <summary>Queries that stood on the list.</summary>
    public required int Queries { get; init; }

    /// <summary>The supervisor stands for all of them.</summary>
    public required bool InOrder { get; init; }
}

/// <summary>One quarter of one delegation, to be signed off.</summary>
/// <param name="Quarter">First day.</param>
/// <param name="Opened">Reports and checks that showed a patient.</param>
/// <param name="DueOn">Last day to sign off.</param>
/// <param name="SignOff">Null while it is waiting.</param>
public sealed record DelegateQuarter(
    int DelegationId, string Delegate, string Supervisor, DateOnly Quarter, int Queries, int Opened, DateOnly DueOn, DelegateSignOff? SignOff)
{
    /// <summary><c>2026 Q3</c>.</summary>
    public string Name => Quarters.Name(Quarter);
}

/// <summary>Calendar quarters by their first day.</summary>
internal static class Quarters
{
    public static DateOnly Of(DateOnly day) => new(day.Year, (day.Month - 1) / 3 * 3 + 1, 1);

    public static DateOnly Next(DateOnly quarter) => quarter.AddMonths(3);

    public static string Name(DateOnly quarter) => string.Create(CultureInfo.InvariantCulture, $"{quarter.Year} Q{(quarter.Month + 2) / 3}");
}
