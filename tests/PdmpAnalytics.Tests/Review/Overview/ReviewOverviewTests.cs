using PdmpAnalytics.Detection;
using PdmpAnalytics.Review.Overview;
using Xunit;

namespace PdmpAnalytics.Tests.Review.Overview;

public class ReviewOverviewTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly Today = new(2026, 6, 17);

    [Fact]
    public void Weeks_BeginOnMondays_AndCountWhatCameAndWent()
    {
        var overview = ReviewOverview.Of(
            Today, [], [new(new DateOnly(2026, 6, 15), "ana", null), new(new DateOnly(2026, 6, 14), "ana", null)],
            [Today, new DateOnly(2026, 6, 15), new DateOnly(2026, 6, 14)]);

        Assert.Equal(13, overview.Weeks.Count);
        Assert.Equal(new DateOnly(2026, 3, 23), overview.Weeks[0].Monday);
        Assert.Equal(ReviewOverview.FirstDay(Today), overview.Weeks[0].Monday);
        Assert.Equal([new(new DateOnly(2026, 6, 8), 1, 1), new(new DateOnly(2026, 6, 15), 2, 1)], overview.Weeks.TakeLast(2));
    }

    [Fact]
    public void WaitingAlerts_AreCountedByAgeSeverityAndPromise()
    {
        var overview = ReviewOverview.Of(
            Today,
            [
                Waiting(Severity.Critical, 0, due: 1), Waiting(Severity.High, 4, due: -1), Waiting(Severity.High, 40, due: -9) with { SnoozedUntil = Today.AddDays(1) },
                Waiting(Severity.Low, 31, due: 0),
            ],
            [], []);

        Assert.Equal([1, 0, 1, 0, 2], overview.Ages.Select(a => a.Alerts));
        Assert.Equal([(Severity.Critical, 1, 0), (Severity.High, 2, 1), (Severity.Medium, 0, 0), (Severity.Low, 1, 0), (Severity.Info, 0, 0)], overview.Severities.Select(s => (s.Severity, s.Waiting, s.Overdue)));
        Assert.Equal((4, 1), (overview.Waiting, overview.Overdue));
    }

    [Fact]
    public void Promises_CountClosedAlertsThatHadOne()
    {
        var overview = ReviewOverview.Of(
            Today, [], [new(Today, "ana", Today), new(Today, "ana", Today.AddDays(-1)), new(Today, "ben", null)], []);
        Assert.Equal(0.5, overview.InTime!.Value.Value);
        Assert.Null(ReviewOverview.Of(Today, [], [], []).InTime);
    }

    [Fact]
    public void EveryReviewer_IsNamedOnce_WithTheLastSevenDays()
    {
        var overview = ReviewOverview.Of(
            Today, [Waiting(Severity.High, 1, 1) with { Assignee = "ben", HeldBy = "ana" }],
            [new(Today.AddDays(-6), "cay", null), new(Today.AddDays(-7), "cay", null)], []);
        Assert.Equal([new("ana", 0, 1, 0), new("ben", 1, 0, 0), new("cay", 0, 0, 1)], overview.Reviewers);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, null)]
    [InlineData(10, null)]
    [InlineData(11, 11)]
    public void SmallCounts_AreHidden(int count, int? shown) => Assert.Equal(shown, SmallCells.Shown(count));

    private static WaitingAlert Waiting(Severity severity, int age, int due) =>
        new(severity, Today.AddDays(-age), Today.AddDays(due), SnoozedUntil: null, Assignee: null, HeldBy: null);
}
