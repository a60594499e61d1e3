using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Explaining;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Lookup;

/// <summary>Why, and why not: everything the rules say about a patient on a day. Holds prescribers' and dispensers' names, not the patient's.</summary>
public sealed record PatientExplanation
{
    /// <summary>Judged anew, with the thresholds in force on the day.</summary>
    public required PatientJudgement Judgement { get; init; }

    /// <summary>What an alert about it says, queue and hold included; null when there is nothing to record.</summary>
    public required AlertContent? Content { get; init; }

    /// <summary>The patient's alert as it stands, which may be of another day; null without one.</summary>
    public required long? AlertId { get; init; }

    /// <summary>Version of the population's figures; 0 when none were stored by the day.</summary>
    public required int PopulationVersion { get; init; }

    /// <summary>Rules that are silent and came close, closest first.</summary>
    public required IReadOnlyList<NearMiss> NearMisses { get; init; }

    /// <summary>Live fills up to the day, oldest first; evidence of findings and near misses is marked.</summary>
    public required IReadOnlyList<FillLine> Fills { get; init; }

    /// <summary>Fills a finding counted, oldest first.</summary>
    public IEnumerable<FillLine> FillsOf(RuleFinding finding) => Fills.Where(f => finding.Evidence.Contains(f.Id));

    /// <summary>First and last day of the window that decided; null for a rule without one.</summary>
    public static (DateOnly First, DateOnly Last)? WindowOf(RuleFinding finding) =>
        finding.LookBackDays == 0 ? null : (finding.PeakDay.AddDays(1 - finding.LookBackDays), finding.PeakDay);
}
