using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Backtesting;

/// <summary>What a replayed night brought about one patient.</summary>
internal enum ReplayEventKind : byte
{
    /// <summary>The alert waits in a queue since before the first night.</summary>
    Standing,

    /// <summary>The alert begins to wait in a queue.</summary>
    Queued,

    /// <summary>A rule begins to have a finding, or its severity rises above what it was since it began.</summary>
    Spoke,

    /// <summary>The alert waits no longer: no rule holds, or nothing that would queue.</summary>
    Gone,
}

/// <summary>One event of a replay.</summary>
/// <param name="Catalog">Position of the rules it happened under.</param>
/// <param name="Day">The night, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Rules">The rule that spoke; for an alert every rule in it, joined by <c>;</c>.</param>
/// <param name="Severity">Of the rule, or of the alert.</param>
internal readonly record struct ReplayEvent(int Catalog, long PatientId, int Day, ReplayEventKind Kind, string Rules, Severity Severity);
