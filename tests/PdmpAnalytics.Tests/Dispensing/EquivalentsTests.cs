using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public sealed class EquivalentsTests
{
    private static readonly Equivalents Older = new(MorphineEquivalenceSet.Cdc2018, SedativeEquivalenceSet.Ashton2002);

    [Theory]
    [InlineData("tramadol", 0.2, 0.1)]
    [InlineData("hydromorphone", 5, 4)]
    [InlineData("methadone", 4.7, 3)]
    [InlineData("pentazocine", 0.37, 0.37)]
    [InlineData("fentanyl", 100, 100)]
    [InlineData("buprenorphine", 0, 0)]
    public void OpioidFactors_AreThoseOfTheEdition(string name, double guideline, double files)
    {
        Assert.True(DrugCatalog.Shipped.TryGetIngredient(name, out var ingredient));
        Assert.Equal(
            [guideline, files, files],
            Enum.GetValues<MorphineEquivalenceSet>().Select(set => MorphineEquivalence.MmePerMg(ingredient, set)));
    }

    [Fact]
    public void EveryOpioidOfTheGuideline_HasAFactorInTheFilesBefore() => Assert.All(
        DrugCatalog.Shipped.Ingredients.Where(i => i.MmePerMgCdc2022 > 0), i => Assert.True(i.MmePerMgCdc2018 > 0 && i.MmePerMgCdc2016 > 0, i.Name));

    [Fact]
    public void Editions_AreCalledAsInFactorFiles()
    {
        Assert.Equal(("CDC2022 VA2021", "CDC2018 ASHTON2002"), (Equivalents.Default.ToString(), Older.ToString()));
        Assert.Equal((MorphineEquivalenceSet.Cdc2016, SedativeEquivalenceSet.Ashton2002), (Equivalents.Opioid("cdc2016")!.Value, Equivalents.Sedative("Ashton2002")!.Value));
        Assert.Null(Equivalents.Opioid("CDC1999"));
        Assert.Null(Equivalents.Sedative(""));
    }

    [Fact]
    public void OpioidDose_KeepsItsEdition_AndTellsTheOthers()
    {
        const string table = """
            filled | drug           | qty | days
            0      | tramadol 50 mg | 270 | 30
            30     | tramadol 50 mg | 270 | 30
            """;
        var finding = Assert.Single(Judgement.Of(History.Of(table).AsOf(59)), f => f.Rule.Id == "DO-04");

        Assert.Equal(("CDC2022", Severity.Medium), (finding.Editions, finding.Severity));
        Assert.Equal([new("mme", "CDC2022", 90), new("mme", "CDC2018", 45), new("mme", "CDC2016", 45)], finding.DosesByEdition);
        Assert.DoesNotContain(Judgement.Of(History.Of(table, Older).AsOf(59)), f => f.Rule.Id == "DO-04");
    }

    [Fact]
    public void SedativeDose_IsMeasuredByTheChosenEdition()
    {
        const string table = """
            filled | drug           | qty | days
            0      | lorazepam 2 mg | 60  | 30
            0      | lorazepam 1 mg | 30  | 30
            """;
        var finding = Assert.Single(Judgement.Of(History.Of(table, Older).AsOf(29)), f => f.Rule.Id == "DO-02");

        Assert.Equal("ASHTON2002", finding.Editions);
        Assert.Equal(
            [new("dme", "ASHTON2002", 50), new("dme", "VA2021", 25), new("lme", "ASHTON2002", 5), new("lme", "VA2021", 5)], finding.DosesByEdition);
        Assert.Contains("factor set ASHTON2002", finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Judgement.Of(History.Of(table).AsOf(29)), f => f.Rule.Id == "DO-02");
    }

    [Fact]
    public void RandomFindings_TellTheirDosesByEveryEdition_AsAddedUpDayByDay()
    {
        var compared = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var history = RandomHistory.Of(seed).AsOf(700);
            foreach (var finding in Judgement.Of(history, RuleCatalog.Default.WithEveryRuleOn()))
            {
                Assert.Equal(finding.Rule.Doses.Count > 0, finding.Editions.Length > 0);
                foreach (var dose in finding.DosesByEdition.GroupBy(f => f.Name))
                {
                    Assert.Equal(finding.Values.Single(v => v.Name == dose.Key).Number, dose.First().Number);
                    Assert.Equal(dose.Key == "mme" ? 3 : 2, dose.Select(f => f.Edition).Distinct().Count());
                }

                if (finding.Rule.Id == "DO-04")
                {
                    Assert.Equal(MeanOpioidDose(history, finding.PeakDay, MorphineEquivalenceSet.Cdc2018), finding.DosesByEdition[1].Number, 0.051);
                    compared++;
                }
            }
        }

        Assert.True(compared > 20, $"{compared} doses");
    }

    /// <summary>Mean over those of 90 days on which there was a dose.</summary>
    private static double MeanOpioidDose(DispensingHistory history, DateOnly day, MorphineEquivalenceSet set)
    {
        var doses = Enumerable.Range(day.DayNumber - 89, 90).Select(d => history.Fills.ToArray()
            .Where(f => f.IngredientId >= 0 && f.Covers(d) && (f.Quality & RecordQuality.Quantity) == 0)
            .Sum(f => f.DailyMg * MorphineEquivalence.MmePerMg(DrugCatalog.Shipped.Ingredients[f.IngredientId], set))).Where(dose => dose > 0);
        return doses.DefaultIfEmpty().Average();
    }
}
