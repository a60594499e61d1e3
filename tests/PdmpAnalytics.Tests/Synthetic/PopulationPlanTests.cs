using PdmpAnalytics.Synthetic;
using Xunit;

namespace PdmpAnalytics.Tests.Synthetic;

public class PopulationPlanTests
{
    [Theory]
    [InlineData(2000, 15)]
    [InlineData(20_000, 150)]
    public void Misuse_IsThreeInFourHundred(int patients, int expected)
    {
        var plan = new PopulationPlan(patients, 3);

        Assert.Equal(expected, Enumerable.Range(0, patients).Count(p => plan.Of(p).Misuse));
    }

    [Fact]
    public void SmallPopulation_HoldsEveryArchetype()
    {
        var plan = new PopulationPlan(2000, 3);

        Assert.Equal(Archetype.All.Count, Enumerable.Range(0, 2000).Select(p => plan.Of(p).Name).Distinct().Count());
    }

    [Fact]
    public void LookAlikes_OutnumberMisuseTenToOne()
    {
        var lookAlikes = Archetype.All.SkipWhile(a => a.Name != "mover").Where(a => !a.Misuse).Sum(a => a.Share) / Archetype.All.Where(a => !a.Misuse).Sum(a => a.Share);

        Assert.True(lookAlikes / PopulationPlan.MisuseShare > 10, $"{lookAlikes}");
    }

    [Fact]
    public void EveryRingMember_HasARing()
    {
        var plan = new PopulationPlan(20_000, 3);

        Assert.All(Enumerable.Range(0, 20_000), p => Assert.Equal(plan.Of(p).Name == Archetype.RingName, plan.RingOf(p) is not null));
    }
}
