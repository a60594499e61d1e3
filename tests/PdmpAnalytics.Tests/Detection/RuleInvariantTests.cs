using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>What must hold for any history.</summary>
public sealed class RuleInvariantTests
{
    private const int Histories = 1000;
    private static readonly RuleCatalog EveryRule = RuleCatalog.Default.WithEveryRuleOn();

    [Fact]
    public void OrderOfRecords_ChangesNothing()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = RandomHistory.Of(seed);
            var asOf = History.Day(900);
            var shuffled = history.Rows.ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(
                Judgement.Of(history.Load(history.Rows, asOf), EveryRule).Select(Show),
                Judgement.Of(history.Load(shuffled, asOf), EveryRule).Select(Show));
        }
    }

    /// <summary>What a finding says would have kept it silent on its peak day does.</summary>
    [Fact]
    public void WithoutTheFillsThatKeepItSilent_NothingIsSaidOnThatDay()
    {
        var told = new HashSet<string>();
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = RandomHistory.Of(seed);
            foreach (var finding in Judgement.Of(history.AsOf(900), EveryRule).Where(f => f.SilentWithout.Count > 0))
            {
                var rest = history.Rows.Where(r => !finding.SilentWithout.Contains(r.DispensationId));
                var still = Judgement.Of(history.Load(rest, finding.PeakDay), EveryRule)
                    .FirstOrDefault(f => f.Rule.Id == finding.Rule.Id && f.Scope == finding.Scope && f.LastDay == finding.PeakDay);

                Assert.True(still is null, $"seed {seed}: {finding.Rule.Id} {finding.Scope} on {finding.PeakDay:O}: {finding.SilentIf} Still: {still?.Text}");
                told.Add(finding.Rule.Id);
            }
        }

        Assert.Superset(new HashSet<string> { "PS-03", "PS-04", "PS-06", "ID-01", "PY-02" }, told);
    }

    [Fact]
    public void LaterRecords_ChangeNothing()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = RandomHistory.Of(seed);
            var asOf = History.Day(200);
            var known = history.Rows.Where(r => r.FilledDay <= asOf.DayNumber);

            Assert.Equal(
                Judgement.Of(history.Load(known, asOf), EveryRule).Select(Show),
                Judgement.Of(history.Load(history.Rows, asOf), EveryRule).Select(Show));
        }
    }

    [Fact]
    public void NightsOneByOne_EndWhereJudgingAtOnceDoes()
    {
        // Rules that look at what other rules found are left out: a night knows less than the next one.
        string[] conditional = ["PS-05", "PY-01"];
        for (var seed = 1; seed <= 60; seed++)
        {
            var history = RandomHistory.Of(seed, maxFills: 30);
            const int last = 700;
            var highest = new Dictionary<(string, DrugScope?), Severity>();
            for (var day = 0; day <= last; day++)
            {
                foreach (var finding in Judgement.Of(history.AsOf(day), EveryRule).Where(f => !conditional.Contains(f.Rule.Id) && !Lowered(f)))
                {
                    var key = (finding.Rule.Id, finding.Scope);
                    highest[key] = finding.Severity > highest.GetValueOrDefault(key) ? finding.Severity : highest[key];
                }
            }

            // No day is older than the horizon, so nothing has been forgotten; a scope "all" can be outdone later by one alone.
            var atOnce = Judgement.Of(history.AsOf(last), EveryRule).Where(f => !conditional.Contains(f.Rule.Id) && !Lowered(f) && f.Scope != DrugScope.All);
            foreach (var finding in atOnce)
            {
                Assert.True(
                    highest.TryGetValue((finding.Rule.Id, finding.Scope), out var severity) && severity >= finding.Severity,
                    $"seed {seed}: {finding.Rule.Id} {finding.Scope} {finding.Severity}");
            }
        }
    }

    [Fact]
    public void StricterThresholds_NeverAddFindings()
    {
        var stricter = RuleCatalog.Create(Settings(
            ("PS-01", "Practices", "5"), ("PS-01", "ShortWindowPractices", "5"), ("PS-02", "Pharmacies", "6"),
            ("PS-02", "ShortWindowPharmacies", "5"), ("PS-03", "Practices", "6"), ("PS-04", "Pharmacies", "6"), ("PS-07", "Pharmacies", "4"),
            ("ER-02", "Events", "4"), ("ER-02", "CumulativeDays", "40"), ("ER-03", "WindowDays", "90"), ("ER-04", "MaxDaysApart", "0"),
            ("OV-01", "LowDays", "10"), ("OV-02", "DaysOfTwoBenzodiazepines", "40"), ("OV-02", "DaysOfThreeSedatives", "20"),
            ("DO-01", "DaysInARow", "20"), ("DO-01", "Days", "40"), ("DO-03", "Ratio", "2"), ("DU-01", "InfoDays", "120"),
            ("CO-01", "AcuteDays", "10"), ("CO-01", "Days", "40"), ("CO-02", "Days", "14"), ("ID-01", "Fills", "3"),
            ("PS-06", "Moderate", "4"), ("PS-08", "Share", "0.4"), ("ER-05", "Days", "45"), ("DO-02", "Dme", "60"), ("DO-04", "InfoMme", "90"),
            ("DU-02", "HypnoticDays", "120"), ("AB-01", "GapDays", "30"), ("CO-03", "Days", "30"), ("PY-02", "Events", "3"), ("GE-01", "Fills", "5"), ("GE-02", "States", "3"), ("GE-03", "Miles", "300"),
            ("AG-01", "BenzodiazepineDays", "50"), ("AG-02", "Days", "45"), ("VE-01", "Providers", "4")))
            .Value.WithEveryRuleOn();
        var silenced = 0;
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = RandomHistory.Of(seed).AsOf(1000);
            var usual = Fired(Judgement.Of(history, EveryRule));
            var strict = Fired(Judgement.Of(history, stricter));
            Assert.Subset(usual, strict);
            silenced += usual.Count - strict.Count;
        }

        Assert.True(silenced > Histories, "Stricter thresholds must silence something for this to say anything.");
    }

    [Fact]
    public void EveryFinding_ExplainsItself()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = RandomHistory.Of(seed).AsOf(1000);
            var known = history.Fills.ToArray().Concat(history.AnimalFills.ToArray()).Select(f => f.DispensationId).ToHashSet();
            foreach (var finding in Judgement.Of(history, EveryRule))
            {
                seen.Add(finding.Rule.Id);
                Assert.NotEmpty(finding.Evidence);
                Assert.Subset(known, finding.Evidence.ToHashSet());
                Assert.Equal(finding.Evidence.Count, finding.Evidence.Distinct().Count());
                Assert.NotEmpty(finding.Values);
                Assert.EndsWith(".", finding.Text, StringComparison.Ordinal);
                Assert.EndsWith(".", finding.SilentIf, StringComparison.Ordinal);
                Assert.DoesNotContain('{', finding.Text + finding.SilentIf);
                Assert.InRange(finding.PeakDay, finding.FirstDay, finding.LastDay);
                Assert.InRange(finding.LastDay, finding.FirstDay, history.AsOf);
                Assert.True(finding.FirstDay.DayNumber >= history.HorizonDay);
            }
        }

        Assert.Empty(EveryRule.All.Select(r => r.Definition.Id).Except(seen));
    }

    // PS-05 speaks when PS-03 falls silent, PY-01 listens to others.
    private static HashSet<string> Fired(IReadOnlyList<RuleFinding> findings) =>
        [.. findings.Where(f => f.Scope != DrugScope.All && f.Rule.Id is not ("PS-05" or "PY-01")).Select(f => $"{f.Rule.Id} {f.Scope}")];

    private static bool Lowered(RuleFinding finding) =>
        finding.ExemptBy != FillContext.None || finding.Notes.Any(n => n.Contains("data quality", StringComparison.Ordinal));

    private static string Show(RuleFinding f) =>
        $"{f.Rule.Id} {f.Scope} {f.Severity} {f.FirstDay:O} {f.LastDay:O} {f.PeakDay:O} {f.Text} {f.SilentIf} {string.Join(',', f.Evidence)} {string.Join(',', f.Notes)}";

    private static RuleSettings Settings(params (string Rule, string Threshold, string Value)[] settings) => new(
        settings.GroupBy(s => s.Rule).Select(g => KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(
            g.Key, g.ToDictionary(s => s.Threshold, s => s.Value))));
}
