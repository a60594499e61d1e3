using PdmpAnalytics.Synthetic;
using Xunit;

namespace PdmpAnalytics.Tests.Synthetic;

public class RandomStreamTests
{
    [Fact]
    public void SameSeedAndEntity_SameNumbers()
    {
        var (one, other) = (new RandomStream(7, 3), new RandomStream(7, 3));

        Assert.Equal(Enumerable.Range(0, 50).Select(_ => one.Unit()), Enumerable.Range(0, 50).Select(_ => other.Unit()));
    }

    [Theory]
    [InlineData(7, 4)]
    [InlineData(8, 3)]
    public void OtherSeedOrEntity_OtherNumbers(long seed, long entity) =>
        Assert.NotEqual(new RandomStream(7, 3).Unit(), new RandomStream(seed, entity).Unit());

    [Fact]
    public void Between_ReachesBothEndsAndNothingElse()
    {
        var random = new RandomStream(1, 1);

        Assert.Equal([3, 4, 5], Enumerable.Range(0, 200).Select(_ => random.Between(3, 5)).Distinct().Order());
    }

    [Fact]
    public void Weighted_FollowsTheSteps()
    {
        var random = new RandomStream(1, 2);
        var counts = Enumerable.Range(0, 10_000).Select(_ => random.Weighted([1, 1, 4])).CountBy(i => i).ToDictionary();

        Assert.False(counts.ContainsKey(1));
        Assert.InRange(counts[0], 2300, 2700);
        Assert.InRange(counts[2], 7300, 7700);
    }

    [Fact]
    public void NormalAndPoisson_HaveTheirMeans()
    {
        var random = new RandomStream(1, 3);

        Assert.InRange(Enumerable.Range(0, 20_000).Average(_ => random.Normal(5, 2)), 4.94, 5.06);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(_ => random.Poisson(1.5)), 1.46, 1.54);
    }
}
