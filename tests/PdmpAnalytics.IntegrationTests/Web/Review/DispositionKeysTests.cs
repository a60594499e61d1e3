using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Review;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Review;

public class DispositionKeysTests
{
    [Fact]
    public void EveryConclusionOfAPerson_HasItsTwoKeysAndASentence()
    {
        var choices = DispositionKeys.Groups.SelectMany(g => g.Choices).ToList();

        // Withdrawn is what becomes of an alert whose records went, not what somebody concludes.
        Assert.Equal(Enum.GetValues<Disposition>().Except([Disposition.Withdrawn]).Order(), choices.Select(c => c.Disposition).Order());
        Assert.All(choices, c => Assert.EndsWith(".", c.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_AreUniqueWithinTheirGroup()
    {
        Assert.Distinct(DispositionKeys.Groups.Select(g => g.Key));
        Assert.All(DispositionKeys.Groups, g => Assert.Distinct(g.Choices.Select(c => c.Key)));
    }
}
