using System.Net;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Review;

/// <summary>Steps about alerts as forms send them.</summary>
public class AlertStepsTests
{
    private static readonly (string, string)[] Grounds = [("caseNumber", "2026-117"), ("basis", "152.126"), ("reason", "five practices")];

    [Theory, OnSqlite, OnPostgres]
    public async Task BoardReferral_IsConcludedOnceASecondPersonApproved(StorageProvider provider)
    {
        await using var host = await WithAlertsAsync(provider);
        using var ana = await host.SignedInAsync(AccountRole.Analyst, AccountRole.Lead);
        using var lea = await host.SignedInAsync(AccountRole.Lead);

        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 1, "conclude", ("disposition", "BoardReferral")));
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.PostAsync(ana, "/alerts/1/referral", "/alerts/1/referral", Grounds)).StatusCode);
        Assert.Contains("/alerts/1/referral", await lea.GetStringAsync(new Uri("/referrals", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await WebHost.PostAsync(ana, "/alerts/1/referral", "/alerts/1/referral/1", ("word", "approve"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await WebHost.PostAsync(lea, "/alerts/2/referral", "/alerts/2/referral/1", ("word", "approve"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.PostAsync(lea, "/alerts/1/referral", "/alerts/1/referral/1", ("word", "approve"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(ana, 1, "conclude", ("disposition", "BoardReferral")));

        Assert.Equal(Disposition.BoardReferral, (await AlertAsync(host, 1)).Disposition);
        var packet = await WebHost.PostAsync(lea, "/alerts/1/referral", "/alerts/1/packet", ("format", "json"));
        Assert.Equal("application/json", packet.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1, PacketJson.Read(await packet.Content.ReadAsStringAsync()).AlertId);
    }

    [Fact]
    public async Task ApprovalOfBefore_DoesNotServeOnceTheAlertIsOpenAgain()
    {
        await using var host = await WithAlertsAsync();
        using var ana = await host.SignedInAsync(AccountRole.Analyst);
        using var lea = await host.SignedInAsync(AccountRole.Lead);
        await WebHost.PostAsync(ana, "/alerts/1/referral", "/alerts/1/referral", Grounds);
        await WebHost.PostAsync(lea, "/alerts/1/referral", "/alerts/1/referral/1", ("word", "approve"));
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(ana, 1, "conclude", ("disposition", "BoardReferral")));
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(ana, 1, "reopen", ("reason", "new fills")));

        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 1, "conclude", ("disposition", "BoardReferral")));
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 1, "conclude", ("disposition", "LERequestResponse")));
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 2, "conclude", ("disposition", "LowConcern"), ("verdict-OV-01", "BoardReferral")));
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 2, "conclude", ("disposition", "Withdrawn")));
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 2, "assign", ("to", "nobody")));
        Assert.Equal(AlertState.New, (await AlertAsync(host, 2)).State);
    }

    [Fact]
    public async Task WatchPlanAndWake_ChangeTheAlert()
    {
        await using var host = await WithAlertsAsync();
        using var client = await host.SignedInAsync(AccountRole.Analyst);

        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(client, 1, "watch", ("reason", "a new prescriber since May")));
        Assert.Equal(AlertState.Monitoring, (await AlertAsync(host, 1)).State);
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(client, 1, "wake"));
        Assert.Null((await AlertAsync(host, 1)).SnoozedUntil);
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(client, 1, "plan", ("action", "PrescriberLetter"), ("reason", "both prescribers")));
        Assert.Equal(AlertState.ActionPending, (await AlertAsync(host, 1)).State);
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(client, 1, "plan", ("action", "LawEnforcementReferral"), ("reason", "x")));
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(client, 1, "plan", ("reason", "x")));
    }

    [Fact]
    public async Task SecondReaderAndLead_ConcludeAfterTheFirst()
    {
        await using var host = await WithAlertsAsync();
        using var ana = await host.SignedInAsync(AccountRole.Analyst);
        using var ben = await host.SignedInAsync(AccountRole.Analyst);
        using var lea = await host.SignedInAsync(AccountRole.Lead);

        await StepAsync(ana, 3, "conclude", ("disposition", "LowConcern"));
        Assert.Equal(AlertState.Dismissed, (await AlertAsync(host, 3)).State);
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(ben, 3, "conclude", ("disposition", "LetterSent")));
        Assert.Equal(AlertState.Dismissed, (await AlertAsync(host, 3)).State);
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 3, "conclude", ("disposition", "LetterSent")));
        Assert.Equal(HttpStatusCode.Conflict, await StepAsync(ana, 3, "claim")); // or nobody else could read it
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(lea, 3, "conclude", ("disposition", "LetterSent")));

        var settled = await AlertAsync(host, 3);
        Assert.Equal((AlertState.Closed, Disposition.LetterSent), (settled.State, settled.Disposition));
    }

    [Fact]
    public async Task ConclusionAboutOneRule_IsKeptBesideTheAlerts()
    {
        await using var host = await WithAlertsAsync();
        using var client = await host.SignedInAsync(AccountRole.Analyst);
        Assert.Contains("verdict-OV-01", await client.GetStringAsync(new Uri("/alerts/2", UriKind.Relative)), StringComparison.Ordinal);

        await StepAsync(client, 2, "conclude", ("disposition", "LowConcern"), ("verdict-OV-01", "FP_Moved"), ("verdict-PS-03", ""));

        await using var db = host.Database.Open();
        var verdict = Assert.Single(await db.Set<FindingVerdict>().ToListAsync());
        Assert.Equal(("OV-01", Disposition.FalsePositiveMoved), (verdict.RuleId, verdict.Disposition));
    }

    /// <summary>A queue that somebody may not see is not theirs to write to either.</summary>
    [Theory]
    [InlineData("note")]
    [InlineData("undo")]
    [InlineData("packet")]
    [InlineData("letter")]
    [InlineData("referral")]
    public async Task AlertOfAnotherQueue_IsNotTouched(string step)
    {
        await using var host = await WithAlertsAsync();
        using var client = await host.SignedInAsync(AccountRole.Analyst);

        Assert.Equal(HttpStatusCode.Forbidden, (await WebHost.PostAsync(client, "/alerts/1", $"/alerts/4/{step}", [("text", "x"), ("token", "x"), .. Grounds])).StatusCode);

        await using var db = host.Database.Open();
        Assert.Empty(await db.Set<ReviewNote>().ToListAsync());
        Assert.Empty(await db.Set<CaseReferral>().ToListAsync());
        Assert.Empty(await db.Set<CasePacket>().ToListAsync());
    }

    /// <summary>Alerts 1 and 2 for review (2 with two rules), 3 critical, 4 of the board's queue.</summary>
    private static async Task<WebHost> WithAlertsAsync(StorageProvider provider = StorageProvider.Sqlite)
    {
        var host = await WebHost.StartAsync(provider, ("Review:SecondReadingShare", "0"));
        await host.Database.Get<ReviewService>().PublishAsync(
            [
                Findings.Judge(1, Findings.Of()), Findings.Judge(2, Findings.Of(), Findings.Of("OV-01")), Findings.Judge(3, Findings.Of(severity: Severity.Critical)),
                Findings.Judge(4, Findings.Of(queue: ReviewQueueKind.Board)),
            ],
            []);
        return host;
    }

    private static async Task<HttpStatusCode> StepAsync(HttpClient client, long alert, string step, params (string, string)[] fields) =>
        (await WebHost.PostAsync(client, $"/alerts/{alert}", $"/alerts/{alert}/{step}", fields)).StatusCode;

    private static async Task<Alert> AlertAsync(WebHost host, long id)
    {
        await using var db = host.Database.Open();
        return await db.Set<Alert>().AsNoTracking().SingleAsync(a => a.Id == id);
    }
}
