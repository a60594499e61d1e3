using PdmpAnalytics.Review;
using Xunit;

namespace PdmpAnalytics.Tests.Review;

public class ShareEstimateTests
{
    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)] // Wilson's interval as statsmodels' proportion_confint gives it
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(50, 100, 0.4038, 0.5962)]
    public void Interval_IsWilsons(int hits, int all, double low, double high)
    {
        var estimate = ShareEstimate.Of(hits, all)!.Value;

        Assert.Equal((double)hits / all, estimate.Value);
        Assert.Equal(low, estimate.Low, 4);
        Assert.Equal(high, estimate.High, 4);
    }

    [Fact]
    public void ShareOfNothing_IsUnknown() => Assert.Null(ShareEstimate.Of(0, 0));
}
