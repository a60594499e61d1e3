namespace PdmpAnalytics.Retention;

/// <summary>How long fills are kept.</summary>
/// <param name="Years">Whole years after the fill.</param>
public sealed record RetentionPolicy(int Years = RetentionPolicy.UsualYears)
{
    /// <summary>Domain reference 5.3: five years in Kansas and, at most, in Hawaii; the programme's statute decides.</summary>
    public const int UsualYears = 5;

    /// <summary>Rules look back 730 days from days up to 730 days ago (domain reference 6.0.2). Our choice, 2026-11-22: a year more.</summary>
    public const int LeastYears = 5;

    /// <summary>Fills of earlier days have been kept long enough.</summary>
    public DateOnly Before(DateOnly today) => today.AddYears(-Years);

    /// <summary>Refused when judgements would still need what is to go.</summary>
    public Refusal? Check() => Years < LeastYears
        ? new Refusal(RefusalReason.NotAllowed, $"Fills are kept for at least {LeastYears} years: judgements look that far back.")
        : null;
}
