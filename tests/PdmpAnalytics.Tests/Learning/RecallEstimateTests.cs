using PdmpAnalytics.Learning;
using Xunit;

namespace PdmpAnalytics.Tests.Learning;

public class RecallEstimateTests
{
    /// <summary>2 of 50 concluded, drawn 1 in 100 from 6,000: 240 are missed beside the 160 found. Wilson's interval of 2 of 50 is 0.0110 to 0.1346.</summary>
    [Fact]
    public void Of_EqualShares_IsWhatTheSampleStandsFor()
    {
        var sample = Enumerable.Range(0, 60).Select(i => (0.01, i < 50 ? i < 2 : (bool?)null)).ToList();

        var estimate = RecallEstimate.Of(sample, found: 160);

        Assert.Equal((60, 50, 2), (estimate.Drawn, estimate.Concluded, estimate.Confirmed));
        Assert.Equal(6000, estimate.Below, 1e-6);
        Assert.Equal(160 / 400.0, estimate.Recall!.Value, 1e-9);
        Assert.Equal(160 / (160 + 6000 * 0.1346), estimate.RecallLow!.Value, 1e-3);
        Assert.Equal(160 / (160 + 6000 * 0.0110), estimate.RecallHigh!.Value, 1e-3);
    }

    [Fact]
    public void Of_NothingConfirmedBelow_LeavesRoomForWhatTheSampleIsTooSmallToSee()
    {
        var estimate = RecallEstimate.Of([.. Enumerable.Repeat((0.1, (bool?)false), 100)], found: 50);

        Assert.Equal((1.0, 1.0), (estimate.Recall, estimate.RecallHigh));
        Assert.InRange(estimate.RecallLow!.Value, 0.55, 0.6); // 3.7 of 100 may call for action: 37 of 1,000
    }

    [Fact]
    public void Of_OtherShares_CountByWhatTheyStandFor()
    {
        var estimate = RecallEstimate.Of([(0.5, true), (0.5, false), (0.1, false), (0.1, false)], found: 1);

        Assert.Equal(2 / 24.0, estimate.ConfirmedShare, 1e-9);
        Assert.Equal(1 / (1 + 2.0), estimate.Recall!.Value, 1e-9);
    }

    [Fact]
    public void Of_NothingConcluded_IsNoRecall()
    {
        Assert.Null(RecallEstimate.Of([(0.1, null)], found: 3).Recall);
        Assert.Null(RecallEstimate.Of([], found: 3).Recall);
        Assert.Null(RecallEstimate.Of([(0.1, false)], found: 0).Recall);
    }
}
