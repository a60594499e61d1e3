using PdmpAnalytics.Detection.Scoring;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

public class FeatureProfileTests
{
    private static readonly float[][] Edges = [[10, 20]];

    [Fact]
    public void With_EveryValue_LandsBehindTheEdgeItReaches()
    {
        var profile = FeatureProfile.Empty(Edges).With([[9.9f], [10], [19], [20], [float.NaN]]);

        Assert.Equal([1, 2, 1, 1], profile.Counts[0]);
        Assert.Equal(5, profile.Patients);
    }

    [Fact]
    public void StabilityAgainst_TheSameShares_IsZero()
    {
        var (few, many) = (Counted(50, 30, 20, 10), Counted(500, 300, 200, 100));

        Assert.Equal(0, many.StabilityAgainst(many)[0], 1e-12);
        Assert.InRange(few.StabilityAgainst(many)[0], 0, 0.001); // what the half patients leave
    }

    /// <summary>Shares 0.5, 0.3, 0.2 against 0.3, 0.3, 0.4: 0.2 ln(5/3) + 0 - 0.2 ln(1/2) = 0.2408, by hand.</summary>
    [Fact]
    public void StabilityAgainst_OtherShares_IsTheSumOverBins() =>
        Assert.Equal(0.2408, Counted(500_000, 300_000, 200_000, 0).StabilityAgainst(Counted(300_000, 300_000, 400_000, 0))[0], 1e-3);

    [Fact]
    public void StabilityAgainst_AnEmptyBin_StaysFinite() =>
        Assert.InRange(Counted(100, 0, 0, 0).StabilityAgainst(Counted(0, 0, 0, 100))[0], 5, 20);

    [Fact]
    public void Plus_IsWhatOneProfileOfBothWouldBe()
    {
        var both = FeatureProfile.Empty(Edges).With([[1]]).Plus(FeatureProfile.Empty(Edges).With([[15], [30]]));

        Assert.Equal(FeatureProfile.Empty(Edges).With([[1], [15], [30]]).Counts[0], both.Counts[0]);
    }

    [Fact]
    public void Empty_OfAPopulation_CutsItIntoTenths()
    {
        var features = PatientFeatures.Definitions.Count;
        var vectors = Enumerable.Range(0, 1000).Select(i => Enumerable.Repeat((float)i, features).ToArray()).ToList();
        var engine = TailProbabilityEngine.Fit(vectors, [.. Enumerable.Repeat(10, 1000)]);

        var profile = FeatureProfile.Empty(engine).With(vectors);

        Assert.All(profile.Counts[0][..^1], count => Assert.InRange(count, 75, 125));
    }

    private static FeatureProfile Counted(params int[] counts) => FeatureProfile.Empty(Edges) with { Counts = [counts], Patients = counts.Sum() };
}
