using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Gathers one patient's findings in catalogue order and applies what holds for every rule: the data-quality guard (6.0.8)
/// and exempt contexts (6.0.5). Used again for each patient, by one worker.
/// </summary>
public sealed class FindingCollector
{
    /// <summary>Above this share of doubtful evidence a finding is at most Low (6.0.8).</summary>
    public const double DoubtfulShareLimit = 0.30;

    /// <summary>From this share of evidence written by specialists in cancer, blood or palliative care a finding is at most Low (our choice, 2026-11-22).</summary>
    public const double CancerCareShareLimit = 0.30;

    /// <summary>A supply of at most this many days is doubtful evidence (6.0.8).</summary>
    public const int DoubtfulDays = 2;

    /// <summary>Rules without a window take contexts from this many days (6.0.2).</summary>
    public const int UsualLookBackDays = 183;

    private readonly List<RuleFinding> _findings = [];

    public IReadOnlyList<RuleFinding> Findings => _findings;

    /// <summary>Arrays that the rules of this worker use one after the other.</summary>
    internal RuleScratch Scratch { get; } = new();

    /// <summary>First day after the one judged on which a rule will say something else if nothing new arrives; <see cref="int.MaxValue"/> for never.</summary>
    public int NextDay { get; private set; } = int.MaxValue;

    public void Clear()
    {
        _findings.Clear();
        NextDay = int.MaxValue;
    }

    /// <summary>Forgets what rules so far expect, so that the next one's expectation can be told alone.</summary>
    internal void ForgetNextDay() => NextDay = int.MaxValue;

    /// <summary>A rule will say something else on this day; <see cref="int.MaxValue"/> for never.</summary>
    public void ExpectChange(int day) => NextDay = Math.Min(NextDay, day);

    /// <summary>Takes a finding at the severity its rule measured and lowers it where doubt or context says so.</summary>
    public void Add(DispensingHistory history, RuleFinding finding)
    {
        if (finding.Severity > Severity.Low && EvidenceShare(history, finding.Evidence, Doubtful) > DoubtfulShareLimit)
        {
            finding = finding with { Severity = Severity.Low, Notes = [.. finding.Notes, "severity capped: data quality"] };
        }

        if (finding.Severity > Severity.Low && finding.Rule.SilencedBy.HasFlag(FillContext.Cancer) && history.AllContexts.HasFlag(FillContext.CancerCareWriter)
            && EvidenceShare(history, finding.Evidence, static (in Fill fill) => fill.Has(FillContext.CancerCareWriter)) >= CancerCareShareLimit)
        {
            finding = finding with { Severity = Severity.Low, Notes = [.. finding.Notes, "severity capped: written in cancer or palliative care"] };
        }

        var exempt = ExemptContexts.StatedIn(history, finding.PeakDay.DayNumber, LookBack(finding)) & finding.Rule.SilencedBy;
        _findings.Add(exempt == FillContext.None ? finding : finding with { Severity = Severity.Info, ExemptBy = exempt, Otherwise = finding.Severity });
    }

    /// <summary>Takes a finding as it is: rules over several patients weigh contexts themselves.</summary>
    public void Join(RuleFinding finding) => _findings.Add(finding);

    /// <summary>Whether a rule of this family has a finding so far, at any severity.</summary>
    public bool Has(RuleFamily family) => _findings.Exists(f => f.Rule.Family == family);

    /// <summary>Whether this rule has a finding so far, in this scope or (null) in any.</summary>
    public bool Has(string ruleId, DrugScope? scope = null) =>
        _findings.Exists(f => f.Rule.Id == ruleId && (scope is null || f.Scope == scope));

    /// <summary>Days up to the peak in which a stated context counts.</summary>
    internal static int LookBack(RuleFinding finding) => finding.LookBackDays > 0 ? finding.LookBackDays : UsualLookBackDays;

    private static bool Doubtful(in Fill fill) => fill.Days <= DoubtfulDays || fill.Faulty(RecordQuality.ImplausibleDose);

    /// <summary>Share of the evidence that passes a test. Evidence is in the order of the history, the owner's fills before the animals', so one walk finds it.</summary>
    private static double EvidenceShare(DispensingHistory history, IReadOnlyList<long> evidence, FillTest test)
    {
        var (passed, found) = (0, 0);
        Look(history.Fills);
        Look(history.AnimalFills);
        return found == 0 ? 0 : (double)passed / found;

        void Look(ReadOnlySpan<Fill> fills)
        {
            foreach (ref readonly var fill in fills)
            {
                if (found < evidence.Count && fill.DispensationId == evidence[found])
                {
                    found++;
                    passed += test(in fill) ? 1 : 0;
                }
            }
        }
    }
}
