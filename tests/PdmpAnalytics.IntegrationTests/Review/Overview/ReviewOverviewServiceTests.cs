using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Review.Work;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Overview;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review.Overview;

public class ReviewOverviewServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Figures_CountWhatStands(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High, Severity.High, Severity.Low, Severity.High);
        await desk.TakeAsync(1, new ConcludeAlert(Disposition.LowConcern, "x"), "ana");
        await desk.TakeAsync(2, new ConcludeAlert(Disposition.LowConcern, "x"), "ana");
        await desk.UndoAsync(2, "ana");
        await desk.TakeAsync(3, new ClaimAlert(), "ben");
        await desk.TakeAsync(4, new AssignAlert("ben"), "lea", lead: true);
        desk.Clock.Now = ReviewDesk.Start.AddMinutes(5);

        var overview = await desk.Database.Get<ReviewOverviewService>().TodayAsync();

        Assert.Equal((4, 1), (overview.Weeks[^1].Opened, overview.Weeks[^1].Closed));
        Assert.Equal((3, 0), (overview.Waiting, overview.Overdue));
        Assert.Equal(1, overview.InTime!.Value.Value);
        Assert.Equal([new("ana", 0, 0, 1), new("ben", 1, 1, 0)], overview.Reviewers);
    }
}
