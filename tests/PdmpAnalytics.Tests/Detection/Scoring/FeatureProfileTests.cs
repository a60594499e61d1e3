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

    /// <summary>A column nobody has, one that is the same for all, and one that is 0 for nearly all: no edge stands twice, and everybody is counted once.</summary>
    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(7, 0)]
    [InlineData(0, 1)]
    public void Empty_OfAColumnWithoutTenths_CountsEverybodyOnce(float usual, int most)
    {
        var vectors = Enumerable.Range(0, 1000).Select(i => Vector(i % 50 == 0 && usual == 0 ? 5 : usual)).ToList();

        var profile = FeatureProfile.Empty(TailProbabilityEngine.Fit(vectors, [.. Enumerable.Repeat(10, 1000)])).With(vectors);

        Assert.InRange(profile.Edges[0].Length, 0, most);
        Assert.Equal(1000, profile.Counts[0].Sum());
        Assert.Equal(0, profile.StabilityAgainst(profile)[0]);
    }

    /// <summary>What most could know and half cannot any more, and the other way round, is a shift.</summary>
    [Fact]
    public void StabilityAgainst_ValuesThatCanNoLongerBeKnown_IsAShift()
    {
        var known = FeatureProfile.Empty([[]]).With(Enumerable.Repeat(new[] { 3f }, 900)).With(Enumerable.Repeat(new[] { float.NaN }, 100));
        var unknown = FeatureProfile.Empty([[]]).With(Enumerable.Repeat(new[] { 3f }, 500)).With(Enumerable.Repeat(new[] { float.NaN }, 500));

        // (0.5 - 0.9) ln(0.5 / 0.9) + (0.5 - 0.1) ln(0.5 / 0.1) = 0.2351 + 0.6438.
        Assert.Equal(0.8789, unknown.StabilityAgainst(known)[0], 5e-3);
        Assert.Equal(0.8789, known.StabilityAgainst(unknown)[0], 5e-3);
    }

    /// <summary>Values beyond every edge, infinities among them, land in the outermost bins.</summary>
    [Fact]
    public void With_ValuesBeyondTheEdges_LandInTheOutermostBins() =>
        Assert.Equal([2, 0, 2, 0], FeatureProfile.Empty(Edges).With([[float.NegativeInfinity], [-1e30f], [1e30f], [float.PositiveInfinity]]).Counts[0]);

    private static float[] Vector(float value) => [.. Enumerable.Repeat(value, PatientFeatures.Definitions.Count)];

    private static FeatureProfile Counted(params int[] counts) => FeatureProfile.Empty(Edges) with { Counts = [counts], Patients = counts.Sum() };
}
