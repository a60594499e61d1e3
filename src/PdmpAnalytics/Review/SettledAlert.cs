using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>
/// How an alert stood before records that came or went withdrew or reopened it: as it was raised, or as a person left it. Kept until
/// it stands so again or a person decides, so that what only linkage or a void did is taken back without a trace.
/// </summary>
/// <param name="State">Never Withdrawn.</param>
/// <param name="Disposition">Set when it was closed.</param>
/// <param name="ClosedAt">UTC; set when it was closed.</param>
/// <param name="Evidence">Dispensation versions behind the findings it had; ascending.</param>
public sealed record SettledAlert(
    AlertState State,
    string Reason,
    DateOnly RaisedOn,
    Disposition? Disposition,
    DateTimeOffset? ClosedAt,
    Severity Severity,
    IReadOnlyList<long> Evidence);
