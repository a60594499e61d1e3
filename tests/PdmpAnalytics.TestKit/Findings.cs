using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>Findings and judgements with harmless defaults, for tests that do not care what a rule measured.</summary>
public static class Findings
{
    public static DateOnly Day { get; } = new(2026, 5, 31);

    public static RuleFinding Of(
        string rule = "PS-03",
        Severity severity = Severity.High,
        ReviewQueueKind queue = ReviewQueueKind.Review,
        FillContext exemptBy = FillContext.None,
        params long[] evidence) => new()
        {
            Rule = new RuleDefinition
            {
                Id = rule,
                Name = "test-rule",
                Title = "Test rule",
                Family = RuleFamily.ProviderCount,
                Queue = queue,
                Counts = "Nothing.",
                Template = "{n} things.",
                Citation = "none",
                LegitimateReasons = "Many.",
                ReviewerCheck = "Nothing.",
            },
            Scope = DrugScope.Sedatives,
            Severity = severity,
            FirstDay = Day.AddDays(-30),
            LastDay = Day,
            PeakDay = Day.AddDays(-3),
            LookBackDays = 183,
            Values = [new FindingValue("n", 5)],
            Text = "5 things.",
            SilentIf = "4 things instead of 5.",
            Notes = ["a note"],
            Evidence = evidence.Length == 0 ? [1, 2, 3, 4] : evidence,
            Thresholds = "practices=5;dispensers=5",
            ExemptBy = exemptBy,
        };

    public static PatientJudgement Judge(long patientId, params RuleFinding[] findings) => new()
    {
        PatientId = patientId,
        AsOf = Day,
        Findings = findings,
    };

    public static PatientJudgement Scored(this PatientJudgement judgement, double percentile) => judgement with
    {
        Score = new RiskScore
        {
            Anomaly = 3,
            Percentile = percentile,
            Parts = [new ScorePart("practices_183d", 6, 2, "6 practices in 183 days."), new ScorePart("early_fills", 3, 1, "3 early fills.")],
        },
    };
}
