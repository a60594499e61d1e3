using PdmpAnalytics.Detection;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

public class BlindSampleTests
{
    [Fact]
    public void Draws_OfManyPatients_AboutTheShare_AndTheSameAgain()
    {
        var sample = new BlindSample(0.05, 7);

        var drawn = Enumerable.Range(1, 100_000).Count(p => sample.Draws(p));

        Assert.InRange(drawn, 4_700, 5_300); // four standard deviations
        Assert.All(Enumerable.Range(1, 1_000), p => Assert.Equal(sample.Draws(p), new BlindSample(0.05, 7).Draws(p)));
    }

    /// <summary>Patients are numbered one after the other: whatever the seed, the panel is as large as its share says, within five standard deviations.</summary>
    [Fact]
    public void Draws_AnySeed_OfConsecutivePatients_AboutTheShare() => Assert.All(
        Enumerable.Range(1, 500), seed => Assert.InRange(Enumerable.Range(1, 20_000).Count(p => new BlindSample(0.05, seed).Draws(p)), 846, 1154));

    [Fact]
    public void Draws_LargerShare_KeepsWhoWasDrawn()
    {
        var (few, many) = (new BlindSample(0.01, 7), new BlindSample(0.2, 7));

        Assert.All(Enumerable.Range(1, 10_000).Where(p => few.Draws(p)), p => Assert.True(many.Draws(p)));
    }

    [Fact]
    public void Draws_AnotherSeed_OtherPatients()
    {
        var (one, other) = (new BlindSample(0.1, 1), new BlindSample(0.1, 2));

        Assert.InRange(Enumerable.Range(1, 10_000).Count(p => one.Draws(p) && other.Draws(p)), 50, 150); // about 1 %
    }

    [Fact]
    public void None_DrawsNobody() => Assert.DoesNotContain(Enumerable.Range(1, 1_000), p => BlindSample.None.Draws(p));

    [Fact]
    public void Read_Settings_OrEveryComplaint()
    {
        Assert.Equal(new BlindSample(0.02, 9), BlindSample.Read(new Dictionary<string, string?> { ["Share"] = "0.02", ["seed"] = "9" }).Value);

        var refused = BlindSample.Read(new Dictionary<string, string?> { ["Share"] = "0.6", ["Seed"] = "-1", ["Shape"] = "1" }).Refusal!;

        Assert.Equal(90, BlindSample.Read(new Dictionary<string, string?> { ["WindowDays"] = "90" }).Value.WindowDays);
        Assert.Equal("Sample:WindowDays must be a number of days, 30 or more.", BlindSample.Read(new Dictionary<string, string?> { ["WindowDays"] = "7" }).Refusal?.Message);
        Assert.Equal(3, refused.Message.Split('\n').Length);
    }
}
