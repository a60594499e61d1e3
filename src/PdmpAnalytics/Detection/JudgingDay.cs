using System.Globalization;

namespace PdmpAnalytics.Detection;

/// <summary>Which days may be judged from, whoever asks: a night or a person.</summary>
public static class JudgingDay
{
    /// <summary>
    /// Refuses a day to come: seen from there everything aged out, and alerts would be withdrawn. The day after today is
    /// allowed, since somewhere it has begun (the same as for a night).
    /// </summary>
    /// <param name="today">UTC.</param>
    /// <returns>Null for a day that may be judged.</returns>
    public static Refusal? Refuse(DateOnly asOf, DateOnly today) => asOf <= today.AddDays(1)
        ? null
        : new Refusal(RefusalReason.Incomplete, string.Create(CultureInfo.InvariantCulture, $"{asOf:yyyy-MM-dd} lies in the future."));
}
