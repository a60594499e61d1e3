using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Naive;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>
/// Every rule against its naive reading, day by day, on seeded random histories: a share each time, thousands with
/// <c>RULE_HISTORIES=3000 dotnet test --filter RulesAgainstNaiveReadingTests</c>.
/// </summary>
public sealed class RulesAgainstNaiveReadingTests
{
    private static readonly int Histories =
        int.TryParse(Environment.GetEnvironmentVariable("RULE_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 180;

    private static readonly RuleCatalog EveryRule = RuleCatalog.Default.WithEveryRuleOn();

    public static TheoryData<string> RuleIds => new(EveryRule.All.Select(r => r.Definition.Id));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void RandomHistories_GiveTheSameEpisodes(string ruleId)
    {
        var fired = 0;
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = Load(ruleId, seed);
            var all = Judge(history);
            var expected = new NaiveRules(history).Episodes(ruleId, day => OtherHeld(all, day));
            var suppressed = ruleId == "PS-05" && all.Any(f => f.Rule.Id is "PS-03" or "PS-04");
            var found = all.Where(f => f.Rule.Id == ruleId).ToList();
            Assert.True(
                suppressed ? found.Count == 0 : expected.Select(Show).SequenceEqual(found.Select(Show)),
                $"seed {seed}: expected {string.Join(" / ", expected.Select(Show))} but found {string.Join(" / ", found.Select(Show))}");
            Assert.All(
                expected.Zip(found).Where(p => !Lowered(p.Second)),
                p => Assert.True(p.First.Peak.Severity == p.Second.Severity, $"seed {seed}: {p.First.Peak} but {p.Second.Severity}"));
            fired += found.Count;
        }

        Assert.True(fired >= 3, $"{ruleId} must fire often enough to compare; it did {fired} times.");
    }

    private static bool OtherHeld(IReadOnlyList<RuleFinding> findings, int day) =>
        findings.Any(f => f.Rule.Family is RuleFamily.ProviderCount or RuleFamily.Timing or RuleFamily.Overlap
            && f.FirstDay.DayNumber <= day && f.LastDay.DayNumber > day - 183);

    private static bool Lowered(RuleFinding finding) =>
        finding.ExemptBy != FillContext.None || finding.Notes.Any(n => n.Contains("severity capped: data quality", StringComparison.Ordinal));

    private static string Show(NaiveEpisode e) => $"{e.Scope} {e.FirstDay} {e.LastDay} {e.PeakDay}";

    private static string Show(RuleFinding f) => $"{f.Scope} {f.FirstDay.DayNumber} {f.LastDay.DayNumber} {f.PeakDay.DayNumber}";

    private static IReadOnlyList<RuleFinding> Judge(DispensingHistory history) => Judgement.Of(history, EveryRule);

    private static DispensingHistory Load(string ruleId, int seed)
    {
        var history = RandomHistory.Of(seed, maxFills: 45);
        var usual = history.AsOf(seed % 3 == 0 ? 500 : 1000 + seed);
        if (ruleId != "AB-01")
        {
            return usual;
        }

        // A gap that began days to weeks ago, which few of the usual days meet.
        var ends = usual.Fills.ToArray().Where(f => f.Class == DrugClass.Benzodiazepine).Select(f => f.LastDay).DefaultIfEmpty(usual.AsOfDay).Max();
        return history.AsOf(DateOnly.FromDayNumber(ends + 10 + seed % 60));
    }
}
