using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review.Work;

public class BulkReviewServiceTests
{
    private static readonly Reviewer Ana = new("ana");

    [Theory, OnSqlite, OnPostgres]
    public async Task Trial_CountsAndChangesNothing_ThenTheStepDoesWhatWasCounted(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.High, Severity.Low, Severity.Low, Severity.Low);
        await desk.TakeAsync(3, new ClaimAlert(), "ben");
        var bulk = desk.Database.Get<BulkReviewService>();
        var low = AlertFilter.Queued with { SeverityTo = Severity.Low };
        var step = new ConcludeAlert(Disposition.LowConcern, "looked through the list");

        var trial = (await bulk.TryAsync(low, step, Ana)).Value;
        Assert.Equal((3, 2, 1), (trial.Matching, trial.Done, trial.Refused[RefusalReason.Taken]));
        Assert.Equal(1, (await desk.AlertAsync(2)).Version);

        var done = (await bulk.TakeAsync(low, step, Ana, trial.Matching)).Value;
        Assert.Equal((trial.Matching, trial.Done), (done.Matching, done.Done));
        Assert.Equal(AlertState.Closed, (await desk.AlertAsync(2)).State);
        Assert.Equal("ben", (await desk.AlertAsync(3)).ClaimedBy);
        Assert.Equal(RefusalReason.Stale, (await bulk.TakeAsync(low, step, Ana, trial.Matching)).Refusal?.Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task StepsAboutOneSubject_AndTooMany_AreRefused(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, new ReviewOptions { BulkLimit = 2 }, Severity.Low, Severity.Low, Severity.Low);
        var bulk = desk.Database.Get<BulkReviewService>();
        Assert.Equal(RefusalReason.NotAllowed, (await bulk.TryAsync(AlertFilter.Queued, new ConcludeAlert(Disposition.LetterSent, "x"), Ana)).Refusal?.Reason);
        Assert.Contains("more than 2", (await bulk.TryAsync(AlertFilter.Queued, new WakeAlert(), Ana)).Refusal?.Message, StringComparison.Ordinal);
    }
}
