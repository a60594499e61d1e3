using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Backtesting;

/// <summary>Asking rules only when they are due, and once for several sets, says what asking all of them every night says.</summary>
public class RuleAnswersTests
{
    private static readonly RuleCatalog First = RuleCatalog.Default.WithEveryRuleOn();

    private static readonly RuleCatalog Second = RuleSetFile.Read("""
        {"name": "second", "version": 1, "rules": {
          "PS-03": {"Practices": 3}, "ER-01": {"MinDaysEarly": 6}, "CO-01": {"Enabled": false}, "PY-01": {"ShareAlone": 0.4}, "DO-03": {"Enabled": false}}}
        """).Value.Catalog;

    [Fact]
    public void EveryNightOfRandomHistories_IsAnsweredAlike()
    {
        var spoken = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var history = RandomHistory.Of(seed, maxFills: 30);
            var first = new RuleAnswers(First, lender: null);
            var second = new RuleAnswers(Second, (First, first));
            var fills = -1;
            for (var day = 0; day < 700; day++)
            {
                var night = history.AsOf(day);
                var news = night.Fills.Length + night.AnimalFills.Length != fills;
                fills = night.Fills.Length + night.AnimalFills.Length;
                first.Answer(night, PopulationReference.None, news);
                second.Answer(night, PopulationReference.None, news);
                spoken += Expect(First, first, night, seed) + Expect(Second, second, night, seed);
            }
        }

        Assert.True(spoken > 1000);
    }

    [Fact]
    public void SetsSayTheSame_WhereThresholdsAndWhatTheyRestOnAreEqual()
    {
        Assert.True(First.SaysTheSame(Second, "PS-04"));
        Assert.False(First.SaysTheSame(Second, "PS-03"));
        Assert.False(First.SaysTheSame(Second, "CO-01"));
        Assert.False(First.SaysTheSame(Second, "ER-02")); // counts early refills by ER-01's terms
    }

    private static int Expect(RuleCatalog catalog, RuleAnswers answers, DispensingHistory night, int seed)
    {
        var expected = Judgement.Of(night, catalog).Select(Show).ToList();
        var answered = answers.Findings.Select(Show).ToList();
        Assert.True(expected.SequenceEqual(answered), $"seed {seed}, {night.AsOf:O}: {string.Join("; ", expected.Except(answered))} but {string.Join("; ", answered.Except(expected))}");
        return answered.Count;
    }

    private static string Show(RuleFinding f) => $"{f.Rule.Id} {f.Scope} {f.Severity} {f.ExemptBy}";
}
