using PdmpAnalytics.Detection.Scoring;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

public class ScoreStabilityTests
{
    [Fact]
    public void Of_PatientsFarAbove_AlwaysStay()
    {
        var stability = ScoreStability.Of(Vectors(i => i < 3 ? 1000 + i : i % 50), Fills, resamples: 10, seed: 1)!;

        Assert.Equal((3, 10, 1.0, 1.0, 3), (stability.Top, stability.Resamples, stability.Stay, stability.StayLowest, stability.AlwaysStay));
    }

    [Fact]
    public void Of_ATopThatIsChance_DoesNot()
    {
        var random = new Random(3);
        var stability = ScoreStability.Of([.. Enumerable.Range(0, 300).Select(_ => Vector(_ => random.Next(1000)))], Fills, resamples: 10, seed: 1)!;

        Assert.InRange(stability.Stay, 0.2, 0.999);
        Assert.Equal(stability, ScoreStability.Of([.. Again(3)], Fills, resamples: 10, seed: 1));
    }

    [Fact]
    public void Of_FewPatients_IsNothing() => Assert.Null(ScoreStability.Of(Vectors(i => i)[..99], Fills[..99], 10, 1));

    private static int[] Fills => [.. Enumerable.Repeat(10, 300)];

    private static float[][] Vectors(Func<int, float> value) => [.. Enumerable.Range(0, 300).Select(i => Vector(_ => value(i)))];

    private static IEnumerable<float[]> Again(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 300).Select(_ => Vector(_ => random.Next(1000)))];
    }

    private static float[] Vector(Func<int, float> value) => [.. Enumerable.Range(0, PatientFeatures.Definitions.Count).Select(value)];
}
