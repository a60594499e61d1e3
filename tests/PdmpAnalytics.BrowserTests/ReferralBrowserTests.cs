using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

/// <summary>What leaves the programme, and what takes two people.</summary>
public class ReferralBrowserTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Referral_IsProposedByOneAndApprovedByAnother_ThenConcluded(StorageProvider provider)
    {
        await using var host = await RunningHost.StartAsync(provider);
        var ben = await host.SignedInAsync(Person.Ben);
        await ben.OpenFirstAlertAsync();
        var id = await ben.ShownAlertAsync();
        await ben.KeysAsync("4", "3");
        await ben.GetByRole(AriaRole.Alert).GetByText("propose it first").WaitForAsync();

        await ben.KeysAsync("l");
        await ben.Locator("#case").WaitForAsync();
        await ben.KeysAsync("r");
        await ben.Keyboard.TypeAsync("2026-117");
        await ben.KeysAsync("Tab");
        await ben.Keyboard.TypeAsync("152.126");
        await ben.KeysAsync("Tab");
        await ben.Keyboard.TypeAsync("Five practices.");
        await ben.KeysAsync("Control+Enter");
        await ben.GetByText("A lead other than ben decides.").WaitForAsync();
        var lea = await host.SignedInAsync(Person.Lea);
        await lea.GotoAsync("/referrals");
        await lea.KeysAsync("j", "Enter");
        await lea.Locator("[data-key=y]").WaitForAsync();
        await lea.KeysAsync("y");
        await lea.GetByText("approved").First.WaitForAsync();
        await ben.KeysAsync("Escape", "q");
        await ben.Locator("#alert h1").WaitForAsync();
        await ben.KeysAsync("4", "3");
        await ben.AwaitOtherAlertAsync(id);

        await using var db = host.Database.Open();
        var referral = await db.Set<CaseReferral>().SingleAsync();
        Assert.Equal(("ben", "lea"), (referral.ProposedBy, referral.DecidedBy));
        Assert.Equal(Disposition.BoardReferral, (await db.Set<Alert>().SingleAsync(a => a.Id == id)).Disposition);
    }

    [Fact]
    public async Task LetterIsPreviewed_AndThePacketTakenOut()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Ben);
        await page.OpenFirstAlertAsync();
        await page.KeysAsync("l");
        await page.Locator("#prescriber").WaitForAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.KeysAsync("p"));
        Assert.EndsWith(".html", download.SuggestedFilename, StringComparison.Ordinal);
        await page.KeysAsync("l", "Tab", "Enter");
        await page.Locator(".letter").WaitForAsync();

        Assert.Contains("you have no duty to act on it", await page.Locator(".letter").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator("summary").PressAsync("Enter");
        await page.Locator("#template").FillAsync("Dear {nobody}");
        await page.GetByText("Preview again").PressAsync("Enter");
        await page.GetByRole(AriaRole.Alert).GetByText("{nobody}").WaitForAsync();
        await using var db = host.Database.Open();
        Assert.Equal(3, await db.Set<Auditing.AuditEvent>().CountAsync(e => e.Action == "packet.exported" && e.Actor == "ben"));
    }
}
