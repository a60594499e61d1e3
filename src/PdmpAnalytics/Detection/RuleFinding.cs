using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>Families of rules; some rules look at whether another family fired.</summary>
public enum RuleFamily : byte
{
    ProviderCount,
    Timing,
    Overlap,
    Dose,
    Duration,
    Safety,
    Combination,
    Payment,
    Geography,
    Integrity,
    Cluster,
    Peer,
    Demographic,
    Model,
    Special,
}

/// <summary>Where an alert with this finding waits for a person; <see cref="None"/> findings are recorded and never queued on their own.</summary>
public enum ReviewQueueKind : byte
{
    None,
    Review,
    Safety,
    Data,
    Board,
    Audit,
}

/// <summary>What the catalogue says about a rule, in the words shown to a reviewer.</summary>
public sealed record RuleDefinition
{
    /// <summary>The catalogue's id, e.g. <c>PS-03</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Kebab-case name, e.g. <c>multiple-provider-episode-183</c>.</summary>
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required RuleFamily Family { get; init; }

    /// <summary>Raised by one whenever findings can change; stored with each finding.</summary>
    public int Version { get; init; } = 1;
    public required ReviewQueueKind Queue { get; init; }

    /// <summary>
    /// Least severity at which a finding waits in a queue by itself; below it only beside a finding above Info of another rule. Null: never
    /// by itself (PS-06).
    /// </summary>
    public Severity? QueuesAloneFrom { get; init; } = Severity.Low;

    /// <summary>Whether a finding of a severity waits in a queue by itself; Info never does.</summary>
    public bool QueuesAlone(Severity severity) => severity > Severity.Info && severity >= QueuesAloneFrom;

    /// <summary>True for a rule whose outcome depends on what rules before it found.</summary>
    public bool AsksOthers { get; init; }

    /// <summary>False for a rule that stays off until a programme has confirmed its thresholds (6.5): <c>Rules:GE-02:Enabled=true</c>.</summary>
    public bool OnByDefault { get; init; } = true;

    /// <summary>What is counted, over whom, in one or two sentences.</summary>
    public required string Counts { get; init; }

    /// <summary>Sentence with {placeholders} that states observed facts.</summary>
    public required string Template { get; init; }
    public required string Citation { get; init; }

    /// <summary>Legitimate reasons to trip the rule.</summary>
    public required string LegitimateReasons { get; init; }

    /// <summary>What a reviewer should check first.</summary>
    public required string ReviewerCheck { get; init; }

    /// <summary>Kinds of equivalents it measures by; each finding keeps their editions.</summary>
    public IReadOnlyList<DoseKind> Doses { get; init; } = [];

    /// <summary>Contexts that lower a finding to Info (6.0.5); none for a rule that keeps speaking.</summary>
    public FillContext SilencedBy { get; init; } = ExemptContexts.Usual;
}

/// <summary>A named number of a finding, for the template, the page and the export.</summary>
public readonly record struct FindingValue(string Name, double Number);

/// <summary>
/// One thing a rule measured about one subject, with the numbers at the worst day, the records it saw and what would have
/// kept it silent. It says what happened, never what a person is, and decides nothing.
/// </summary>
public sealed record RuleFinding
{
    public required RuleDefinition Rule { get; init; }

    /// <summary>The classes counted; null for a rule that is not run by scope.</summary>
    public DrugScope? Scope { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>First day within the horizon (730 days before asOf) on which the rule held.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last day on which it held, at most asOf.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>The day with the highest severity, then the highest measure, then the latest; values and evidence are of this day.</summary>
    public required DateOnly PeakDay { get; init; }

    /// <summary>Length in days of the window (PeakDay - LookBackDays, PeakDay] that decided; 0 for a rule without a window.</summary>
    public required int LookBackDays { get; init; }
    public required IReadOnlyList<FindingValue> Values { get; init; }

    /// <summary>The template filled in.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The smallest change that would have kept the rule silent on <see cref="PeakDay"/>, as a sentence. Another day of the two years may
    /// still have shown the pattern by other records.
    /// </summary>
    public required string SilentIf { get; init; }

    /// <summary>Version ids of the dispensations that <see cref="SilentIf"/> would do without; empty where it names none. Not stored.</summary>
    public IReadOnlyList<long> SilentWithout { get; init; } = [];

    /// <summary>Notes such as <c>moved</c>, <c>inferred practice</c> or <c>severity capped: data quality</c>.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Version ids of the dispensations inside the deciding window that the rule counted, oldest first.</summary>
    public required IReadOnlyList<long> Evidence { get; init; }

    /// <summary>The thresholds in force, as <c>name=value</c> joined by <c>;</c>.</summary>
    public required string Thresholds { get; init; }

    /// <summary>The set of thresholds it was made by; null for the one its subject was judged by.</summary>
    public string? RuleSet { get; init; }

    /// <summary>Context that lowered this finding to Info; none when it stands at its own severity.</summary>
    public FillContext ExemptBy { get; init; }

    /// <summary>Editions of the equivalents it was measured by, joined by a blank; empty for a rule that uses none.</summary>
    public string Editions { get; init; } = "";

    /// <summary>Its doses by every edition, the one it was measured by first of each name.</summary>
    public IReadOnlyList<EditionFigure> DosesByEdition { get; init; } = [];

    /// <summary>What a person stated that lowered this finding to Info; null when nothing did.</summary>
    public HandExemption? ExemptByHand { get; init; }

    /// <summary>The severity it would have without <see cref="ExemptBy"/> and <see cref="ExemptByHand"/>; null when neither lowered it.</summary>
    public Severity? Otherwise { get; init; }
}
