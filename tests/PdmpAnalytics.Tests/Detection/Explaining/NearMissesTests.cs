using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Explaining;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Explaining;

public class NearMissesTests
{
    /// <summary>Four practices and five pharmacies in ninety days: one practice short of PS-03 and PS-04.</summary>
    private const string FourPractices = """
        filled | drug            | days | prescriber | dispenser
        0      | clonazepam 1 mg | 30   | A          | P
        20     | clonazepam 1 mg | 30   | B          | Q
        40     | clonazepam 1 mg | 30   | C          | R
        60     | clonazepam 1 mg | 30   | D          | S
        80     | clonazepam 1 mg | 30   | D          | T
        """;

    [Fact]
    public void RuleOneShort_IsNamedWithTheThresholdThatWouldHaveDone()
    {
        var misses = Of(FourPractices, 85);

        var miss = Assert.Single(misses, m => m.Rule.Id == "PS-04");
        Assert.Equal(("Practices", "5", "4", 1), (miss.Threshold.Name, miss.InForce, miss.FiresAt, miss.Steps));
        Assert.Equal(Severity.Critical, miss.Finding.Severity);
        Assert.Contains("4 practices and 5 pharmacies", miss.Finding.Text, StringComparison.Ordinal);
        Assert.Contains(misses, m => m.Rule.Id == "PS-03");
    }

    [Fact]
    public void RulesThatSpeakOrAreFar_AreNoNearMisses()
    {
        var spoken = Judgement.Of(History.Of(FourPractices).AsOf(85)).Select(f => f.Rule.Id).ToHashSet();
        Assert.NotEmpty(spoken);

        Assert.DoesNotContain(Of(FourPractices, 85), m => spoken.Contains(m.Rule.Id));
        Assert.DoesNotContain(Of(FourPractices, 85), m => m.Rule.Id is "CO-01" or "DU-02" or "GE-02");
        Assert.DoesNotContain(Of("filled | drug | days\n0 | clonazepam 1 mg | 30", 20), m => m.Rule.Id.StartsWith("PS-", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryNearMiss_SpeaksAtThatValue_AndIsSilentInForce()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var history = RandomHistory.Of(seed, maxFills: 20).AsOf(400);
            var spoken = Judgement.Of(history).Select(f => f.Rule.Id).ToHashSet();
            foreach (var miss in new NearMisses(RuleCatalog.Default).Of(history, PopulationReference.None, spoken))
            {
                var there = RuleCatalog.Default.With(miss.Rule.Id, miss.Threshold.Name, miss.FiresAt).Value;
                Assert.Contains(Judgement.Of(history, there), f => f.Rule.Id == miss.Rule.Id && f.Text == miss.Finding.Text);
                Assert.DoesNotContain(miss.Rule.Id, spoken);
            }
        }
    }

    private static IReadOnlyList<NearMiss> Of(string table, int asOf)
    {
        var history = History.Of(table).AsOf(asOf);
        return new NearMisses(RuleCatalog.Default).Of(history, PopulationReference.None, Judgement.Of(history).Select(f => f.Rule.Id).ToHashSet());
    }
}
