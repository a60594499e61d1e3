using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Review;

/// <summary>
/// A <see cref="RuleFinding"/> as it was when its alert was last refreshed, kept with everything needed to explain it
/// years later: version, thresholds, numbers, text and the ids of the dispensation versions it saw.
/// </summary>
public sealed class AlertFinding
{
    private AlertFinding()
    {
    }

    public long AlertId { get; private set; }

    /// <summary>Catalogue order within the alert, from 0.</summary>
    public int Position { get; private set; }

    public string RuleId { get; private set; } = "";
    public string RuleName { get; private set; } = "";
    public int RuleVersion { get; private set; }
    public DrugScope? Scope { get; private set; }
    public Severity Severity { get; private set; }

    /// <summary>Queue of the rule; <see cref="ReviewQueueKind.None"/> is shown and never queued on its own.</summary>
    public ReviewQueueKind Queue { get; private set; }
    public DateOnly FirstDay { get; private set; }
    public DateOnly LastDay { get; private set; }
    public DateOnly PeakDay { get; private set; }
    public int LookBackDays { get; private set; }
    public string Text { get; private set; } = "";
    public string SilentIf { get; private set; } = "";
    public string Citation { get; private set; } = "";
    public string Thresholds { get; private set; } = "";

    /// <summary>The set of thresholds it was made by, see <see cref="RuleCatalog.Set"/>; empty for findings older than sets.</summary>
    public string RuleSet { get; private set; } = "";
    public FillContext ExemptBy { get; private set; }

    /// <summary>What a person stated that lowered it; null when nothing did.</summary>
    public HandExemption? ExemptByHand { get; private set; }

    /// <summary>The severity it would have had without; null when nothing lowered it, and for findings of before 2026-11-22.</summary>
    public Severity? Otherwise { get; private set; }

    /// <summary>Editions of the equivalents it was measured by, joined by a blank; empty for a rule that uses none.</summary>
    public string Editions { get; private set; } = "";

    /// <summary>Its doses by every edition, the one it was measured by first of each name.</summary>
    public IReadOnlyList<EditionFigure> DosesByEdition { get; private set; } = [];
    public IReadOnlyList<string> Notes { get; private set; } = [];
    public IReadOnlyList<FindingValue> Values { get; private set; } = [];

    /// <summary>Ids of dispensation versions, oldest fill first.</summary>
    public IReadOnlyList<long> Evidence { get; private set; } = [];

    /// <param name="ruleSet">By which the subject was judged.</param>
    internal static AlertFinding Of(long alertId, int position, RuleFinding finding, string ruleSet) => new()
    {
        AlertId = alertId,
        Position = position,
        RuleId = finding.Rule.Id,
        RuleName = finding.Rule.Name,
        RuleVersion = finding.Rule.Version,
        Scope = finding.Scope,
        Severity = finding.Severity,
        Queue = finding.Rule.Queue,
        FirstDay = finding.FirstDay,
        LastDay = finding.LastDay,
        PeakDay = finding.PeakDay,
        LookBackDays = finding.LookBackDays,
        Text = finding.Text,
        SilentIf = finding.SilentIf,
        Citation = finding.Rule.Citation,
        Thresholds = finding.Thresholds,
        RuleSet = finding.RuleSet ?? ruleSet,
        ExemptBy = finding.ExemptBy,
        ExemptByHand = finding.ExemptByHand,
        Otherwise = finding.Otherwise,
        Editions = finding.Editions,
        DosesByEdition = finding.DosesByEdition,
        Notes = finding.Notes,
        Values = finding.Values,
        Evidence = finding.Evidence,
    };

    /// <summary>The finding it was made of; <paramref name="rule"/> supplies what is not stored, such as its family.</summary>
    internal RuleFinding ToFinding(RuleDefinition rule) => new()
    {
        Rule = rule with { Version = RuleVersion, Queue = Queue, Citation = Citation },
        Scope = Scope,
        Severity = Severity,
        FirstDay = FirstDay,
        LastDay = LastDay,
        PeakDay = PeakDay,
        LookBackDays = LookBackDays,
        Values = Values,
        Text = Text,
        SilentIf = SilentIf,
        Editions = Editions,
        DosesByEdition = DosesByEdition,
        Notes = Notes,
        Evidence = Evidence,
        Thresholds = Thresholds,
        RuleSet = RuleSet,
        ExemptBy = ExemptBy,
        ExemptByHand = ExemptByHand,
        Otherwise = Otherwise,
    };
}
