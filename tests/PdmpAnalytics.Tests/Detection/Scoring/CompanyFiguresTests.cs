using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

/// <summary>Features 42 to 44: prescribers and pharmacies as the population knows them.</summary>
public class CompanyFiguresTests
{
    [Fact]
    public void Ranks_OfAStar_AreThoseOfTheEquations()
    {
        var graph = new SharedPatients();
        graph.Add([1, 2]);
        graph.Add([1, 3, 1]);

        var ranks = graph.Ranks();

        // Middle m and two ends e: m = 0.05 + 0.85 * 2e, e = 0.05 + 0.85 * m / 2.
        var middle = (0.05 + 0.85 * 0.1) / (1 - 0.85 * 0.85);
        Assert.Equal(middle, ranks[1], 1e-6);
        Assert.Equal((1 - middle) / 2, ranks[2], 1e-6);
        Assert.Equal(ranks[2], ranks[3], 1e-12);
    }

    [Fact]
    public void Ranks_WhoSharesNobody_IsLowest_AndAllAddUpToOne()
    {
        var graph = new SharedPatients();
        graph.Add([1, 2]);
        graph.Add([7]);

        var ranks = graph.Ranks();

        Assert.Equal(1, ranks.Values.Sum(), 1e-9);
        Assert.True(ranks[7] < ranks[1]);
    }

    [Fact]
    public void DosePercentile_OrdersPrescribersByDoseAPatient_AndKnowsNobodyElse()
    {
        var figures = CompanyFigures.Of(
        [
            .. Enumerable.Repeat(Year((1, 900)), 20), .. Enumerable.Repeat(Year((2, 90)), 20), Year((3, 2000)), Year((4, 0)),
        ]);

        Assert.True(figures.DosePercentile(1) > figures.DosePercentile(2));
        Assert.True(figures.DosePercentile(1) > figures.DosePercentile(3), "One patient does not say more than twenty.");
        Assert.Null(figures.DosePercentile(4));
        Assert.NotNull(figures.RankPercentile(4));
        Assert.Null(figures.DosePercentile(99));
    }

    [Fact]
    public void Set_MeansOverFillsWithAFigure_NaNWithoutAny()
    {
        var company = new CompanyFeatures(new FeatureList());
        var figures = new CompanyFigures([new(1, 0.9f, 0.5f), new(2, float.NaN, 0.1f)]);
        var population = PopulationReference.None with { Company = figures, CashShares = new() { [(5, PdmpAnalytics.Dispensing.DrugScope.All)] = 0.25 } };
        var values = new float[3];

        company.Set([new(1, 5, 30), new(1, 6, 0), new(2, 5, 30), new(99, 6, 30)], population, values);
        Assert.Equal([0.9f, 0.25f, (0.5f + 0.5f + 0.1f) / 3], values);

        company.Set([new(99, 6, 30)], population, values);
        Assert.All(values, v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void CompanyFeatures_AddNothingToAScoreWithoutLabels()
    {
        var company = PatientFeatures.Definitions.Index().Where(d => d.Item.Group == FeatureGroup.Company).ToList();

        Assert.Equal([42, 43, 44], company.Select(c => c.Item.Number));
        Assert.All(company, c => Assert.Equal(0, TailProbabilityEngine.ShareOf(c.Index)));
    }

    private static CompanyFill[] Year((int Prescriber, double Lme) fill) => [new(fill.Prescriber, 0, fill.Lme)];
}
