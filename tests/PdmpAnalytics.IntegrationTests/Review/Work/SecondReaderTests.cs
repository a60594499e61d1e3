using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Review.Work;

public class SecondReaderTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task CriticalAlert_ClosesWhenTwoAgree(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.Critical);
        var verdicts = new Dictionary<string, Disposition> { ["PS-03"] = Disposition.FalsePositiveMoved };
        var waiting = (await desk.TakeAsync(1, new ConcludeAlert(Disposition.LowConcern, "one family practice") { ByRule = verdicts }, "ana")).Value;
        Assert.Equal((AlertState.Dismissed, ReadingKind.FourEyes), (waiting.State, waiting.ReadingKind!.Value));
        Assert.Equal(RefusalReason.WrongState, (await desk.TakeAsync(1, new ConcludeAlert(Disposition.LetterSent, "x"), "ben")).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await desk.TakeAsync(1, new ReadAgain(Disposition.LowConcern, "x"), "ana")).Refusal?.Reason);

        var closed = (await desk.TakeAsync(1, new ReadAgain(Disposition.FalsePositiveSamePractice, "one clinic"), "ben")).Value;
        Assert.Equal((AlertState.Closed, Disposition.LowConcern, "one family practice"), (closed.State, closed.Disposition!.Value, closed.StateReason));
        var statistics = await desk.Database.Get<RuleStatisticsService>().OfAsync(null, null);
        Assert.Equal(1, Assert.Single(statistics.Rules, r => r.RuleId == "PS-03").Negative);
        Assert.Equal(2, (await desk.AllAsync<FindingVerdict>()).Count);
        Assert.Equal((1, 1, 0), await AgreementAsync(desk));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReadersWhoDisagree_AreSettledByALeadWhoIsNeither(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.Critical);
        await desk.TakeAsync(1, new ConcludeAlert(Disposition.LowConcern, "fine"), "ana");
        Assert.Equal(AlertState.Dismissed, (await desk.TakeAsync(1, new ReadAgain(Disposition.LetterSent, "not fine"), "ben")).Value.State);
        Assert.Equal("1", await ReviewWorkServiceTests.FoundAsync(desk, "is:disputed"));

        var step = new SettleReadings(Disposition.LetterSent, "read both");
        Assert.Equal(RefusalReason.NotAllowed, (await desk.TakeAsync(1, step, "ben", lead: true)).Refusal?.Reason);
        Assert.Equal(RefusalReason.NotAllowed, (await desk.TakeAsync(1, step, "cay")).Refusal?.Reason);
        var settled = (await desk.TakeAsync(1, step, "cay", lead: true)).Value;
        Assert.Equal((AlertState.Closed, Disposition.LetterSent), (settled.State, settled.Disposition!.Value));
        Assert.Equal("cay", Assert.Single(await desk.AllAsync<SecondReading>()).SettledBy);
        Assert.Equal((1, 0, 0), await AgreementAsync(desk));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReadingTakenBack_IsNoReading(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, null, Severity.Critical);
        await desk.TakeAsync(1, new ConcludeAlert(Disposition.LowConcern, "fine"), "ana");
        await desk.TakeAsync(1, new ReadAgain(Disposition.LetterSent, "not fine"), "ben");
        Assert.True((await desk.UndoAsync(1, "ben")).Succeeded);
        Assert.Empty(await desk.AllAsync<SecondReading>());

        await desk.TakeAsync(1, new ReadAgain(Disposition.LowConcern, "fine too"), "ben");
        Assert.Equal(AlertState.Dismissed, (await desk.UndoAsync(1, "ben")).Value.State);
        Assert.Empty(await desk.AllAsync<SecondReading>());
        Assert.True((await desk.TakeAsync(1, new ReadAgain(Disposition.LowConcern, "fine after all"), "cay")).Succeeded);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SampledAlert_StaysClosed_WhileSomebodyReadsItBlind(StorageProvider provider)
    {
        await using var desk = await ReviewDesk.OpenAsync(provider, new ReviewOptions { SecondReadingShare = 1 }, Severity.High);
        var closed = (await desk.TakeAsync(1, new ConcludeAlert(Disposition.LetterSent, "sent a letter"), "ana")).Value;
        Assert.Equal((AlertState.Closed, ReadingKind.Sample), (closed.State, closed.ReadingKind!.Value));
        Assert.Empty(await ReviewWorkServiceTests.FoundAsync(desk, "is:second", user: "ana"));
        Assert.Equal("1", await ReviewWorkServiceTests.FoundAsync(desk, "is:second", user: "ben"));

        var queue = desk.Database.Get<ReviewQueue>();
        var blind = (await queue.ShowAsync(1, viewer: "ben")).Value;
        Assert.Equal((AlertState.InReview, null, "", 0), (blind.Alert.State, blind.Alert.Disposition, blind.Alert.StateReason, blind.Decisions.Count));
        Assert.Null((await queue.PageAsync(new AlertFilter { SecondReadingBy = "ben", Viewer = "ben" })).Alerts.Single().Disposition);
        Assert.Equal(Disposition.LetterSent, (await queue.ShowAsync(1, viewer: "ana")).Value.Alert.Disposition);

        var read = (await desk.TakeAsync(1, new ReadAgain(Disposition.SafetyOutreach, "a call instead"), "ben")).Value;
        Assert.Equal((AlertState.Closed, Disposition.LetterSent, null), (read.State, read.Disposition!.Value, read.ReadingKind));
        Assert.Equal(Disposition.LetterSent, (await queue.ShowAsync(1, viewer: "ben")).Value.Alert.Disposition);
    }

    private static async Task<(int Readings, int Agreed, int Disputed)> AgreementAsync(ReviewDesk desk)
    {
        var readings = await desk.Database.Get<SecondReadingService>().AgreementAsync();
        return (readings.FourEyes.Readings, readings.FourEyes.Agreed, readings.Disputed);
    }
}
