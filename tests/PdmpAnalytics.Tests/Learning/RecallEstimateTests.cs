using PdmpAnalytics.Learning;
using Xunit;

namespace PdmpAnalytics.Tests.Learning;

public class RecallEstimateTests
{
    /// <summary>2 of 50 concluded, drawn 1 in 100 from 6,000: 240 are missed beside the 160 found. Wilson's interval of 2 of 50 is 0.0110 to 0.1346.</summary>
    [Fact]
    public void Of_OnePanel_IsWhatTheSampleStandsFor()
    {
        var estimate = RecallEstimate.Of(60, [(0.01, 60)], concluded: (2, 48), reviewed: (160, 40));

        Assert.Equal((60, 50, 2, 200), (estimate.Drawn, estimate.Concluded, estimate.Confirmed, estimate.Reviewed));
        Assert.Equal(6000, estimate.Below, 1e-6);
        Assert.Equal(160 / 400.0, estimate.Recall!.Value, 1e-9);
        Assert.Equal(160 / (160 + 6000 * 0.1346), estimate.RecallLow!.Value, 1e-3);
        Assert.Equal(160 / (160 + 6000 * 0.0110), estimate.RecallHigh!.Value, 1e-3);
    }

    [Fact]
    public void Of_NothingConfirmedBelow_LeavesRoomForWhatTheSampleIsTooSmallToSee()
    {
        var estimate = RecallEstimate.Of(100, [(0.1, 100)], concluded: (0, 100), reviewed: (50, 0));

        Assert.Equal((1.0, 1.0), (estimate.Recall, estimate.RecallHigh));
        Assert.InRange(estimate.RecallLow!.Value, 0.55, 0.6); // 3.7 of 100 may call for action: 37 of 1,000
    }

    /// <summary>Several panels of the same people do not make them more, and one that is not full yet does not make them fewer.</summary>
    [Fact]
    public void Of_SeveralPanels_CountPeopleOnce() => Assert.Equal(1000, RecallEstimate.Of(250, [(0.05, 50), (0.15, 150), (0.5, 50)], (1, 9), (1, 0)).Below, 1e-9);

    [Fact]
    public void Of_NothingConcluded_IsNoRecall()
    {
        Assert.Null(RecallEstimate.Of(1, [(0.1, 1)], (0, 0), (3, 0)).Recall);
        Assert.Null(RecallEstimate.Of(0, [], (0, 0), (3, 0)).Recall);
        Assert.Null(RecallEstimate.Of(1, [(0.1, 1)], (0, 1), (0, 4)).Recall);
    }

    /// <summary>Of 1,000 below, 20 call for action and 980 do not; one conclusion in ten is wrong: 116 are confirmed. Above 90 of 100 do: 82.</summary>
    [Fact]
    public void Without_KnownMistakes_IsTheRecallOfThosePatterns()
    {
        var estimate = RecallEstimate.Of(1000, [(0.5, 1000)], (116, 884), (82, 18));

        Assert.Equal(82 / (82 + 2000 * 0.116), estimate.Recall!.Value, 1e-9);
        Assert.Equal(90 / (90 + 2000 * 0.02), estimate.Without(0.1)!.Value.Recall, 1e-9);
        Assert.Equal(estimate.Recall.Value, estimate.Without(0)!.Value.Recall, 1e-12);
    }
}
