using PdmpAnalytics.Detection.Scoring;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

public class TailTableTests
{
    [Theory]
    [InlineData(1, 4.5 / 5)]
    [InlineData(2, 3.5 / 5)]
    [InlineData(3, 1.5 / 5)]
    [InlineData(0, 4.5 / 5)]
    [InlineData(2.5, 1.5 / 5)]
    [InlineData(4, 0.5 / 5)]
    public void AtLeast_SmallSample_IsTheShareAtOrAbove(float value, double expected)
    {
        var table = TailTable.Of([3, 1, 2, 2]);

        Assert.Equal(expected, table.AtLeast(value), 6);
    }

    [Fact]
    public void Of_UnknownValues_AreNotPartOfTheSample()
    {
        var table = TailTable.Of([float.NaN, 1, float.NaN, 2]);

        Assert.Equal(2, table.Count);
        Assert.Equal(1, table.AtLeast(float.NaN));
    }

    [Fact]
    public void AtLeast_EmptySample_SurprisesNobody() => Assert.Equal(1, TailTable.Of([]).AtLeast(5));

    [Fact]
    public void Of_ManyValues_StaysBoundedAndKeepsTheTail()
    {
        var sample = Enumerable.Range(0, 100_000).Select(i => (float)i).ToArray();

        var table = TailTable.Of(sample);

        Assert.InRange(table.Values.Length, 100, TailTable.MaxSteps);
        Assert.Equal(1.5 / 100_001, table.AtLeast(99_999), 8);
        Assert.Equal(0.001, table.AtLeast(99_900), 3);
        Assert.Equal(0.5, table.AtLeast(50_000), 2);
    }

    [Fact]
    public void AtLeast_RisingValues_NeverRises()
    {
        var random = new Random(7);
        var table = TailTable.Of([.. Enumerable.Range(0, 5000).Select(_ => (float)Math.Pow(random.NextDouble(), 3))]);

        var tails = Enumerable.Range(0, 1000).Select(i => table.AtLeast(i / 900f)).ToList();

        Assert.Equal(tails.OrderDescending(), tails);
    }
}
