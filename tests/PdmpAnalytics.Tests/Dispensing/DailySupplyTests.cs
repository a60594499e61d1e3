using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Naive;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public sealed class DailySupplyTests
{
    private static readonly DoseKind[] Doses = [DoseKind.Dme, DoseKind.Lme, DoseKind.Mme];

    [Fact]
    public void TwoDosesOfOneIngredient_AddUpOnSharedDays()
    {
        var history = History.Of("""
            filled | drug            | qty | days | practice
            0      | clonazepam 1 mg | 60  | 30   | A
            0      | clonazepam 2 mg | 30  | 15   | B
            """).AsOf(40);
        var doses = new double[history.Supply.Days];

        Assert.True(history.Supply.TryGetDoses(history.Supply.IngredientId(0), doses));
        Assert.Equal(Enumerable.Repeat(6.0, 15).Concat(Enumerable.Repeat(2.0, 15)).Concat(Enumerable.Repeat(0.0, 11)), doses);
    }

    [Fact]
    public void EndOnTheDayTheNextStarts_IsOneSharedDay()
    {
        var supply = History.Of("""
            filled | drug            | days | practice
            0      | clonazepam 1 mg | 31   | A
            30     | alprazolam 2 mg | 30   | B
            60     | diazepam 10 mg  | 30   | A
            """).AsOf(200).Supply;
        Span<ulong> days = stackalloc ulong[supply.Words];

        Assert.True(supply.TryGetCoveredByTwoPractices(DrugScope.Sedatives, days));
        Assert.Equal(1, CoverageGrid.Count(days));
        Assert.True(CoverageGrid.Contains(days, 30));
    }

    [Fact]
    public void SupplyAboveTheCap_CoversOneHundredAndEightyDays()
    {
        var supply = History.Of("""
            filled | drug            | days
            0      | clonazepam 1 mg | 365
            """).AsOf(400).Supply;

        Assert.Equal(180, CoverageGrid.Count(supply.Covered(DrugClass.Benzodiazepine)));
    }

    [Fact]
    public void RandomHistories_AgreeWithTheNaiveReading()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var history = RandomHistory.Of(seed, maxFills: 40).AsOf(seed % 2 == 0 ? 1500 : 700);
            CompareCoverage(history);
            CompareDoses(history);
        }
    }

    private static void CompareCoverage(DispensingHistory history)
    {
        var supply = history.Supply;
        Span<ulong> two = stackalloc ulong[supply.Words];
        Span<ulong> twice = stackalloc ulong[supply.Words];
        var anyTwo = supply.TryGetCoveredByTwoPractices(DrugScope.All, two);
        var anyTwice = supply.TryGetCoveredTwice(DrugScope.All, twice);
        for (var d = 0; d < supply.Days; d++)
        {
            var day = supply.FirstDay + d;
            Assert.Equal(NaiveSupply.Covers(history, DrugClass.Benzodiazepine, day), CoverageGrid.Contains(supply.Covered(DrugClass.Benzodiazepine), d));
            Assert.Equal(NaiveSupply.CoveredByTwoPractices(history, DrugScope.All, day), anyTwo && CoverageGrid.Contains(two, d));
            Assert.Equal(NaiveSupply.CoveredTwice(history, DrugScope.All, day), anyTwice && CoverageGrid.Contains(twice, d));
        }
    }

    private static void CompareDoses(DispensingHistory history)
    {
        var supply = history.Supply;
        var doses = new double[supply.Days];
        foreach (var kind in Doses)
        {
            var any = supply.TryGetDoses(kind, doses);
            for (var d = 0; d < supply.Days; d += 3)
            {
                Assert.Equal(NaiveSupply.Dose(history, kind, supply.FirstDay + d), any ? doses[d] : 0, 6);
            }
        }
    }
}
