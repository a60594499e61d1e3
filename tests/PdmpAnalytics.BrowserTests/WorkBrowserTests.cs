using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

/// <summary>Steps that are rarer than a conclusion, with the keyboard.</summary>
public class WorkBrowserTests
{
    [Fact]
    public async Task CriticalAlert_IsReadByTwo_AndALeadSettlesWhatTheyDisagreeOn()
    {
        await using var host = await RunningHost.StartAsync();
        var ben = await host.SignedInAsync(Person.Ben);
        await using var db = host.Database.Open();
        var id = await db.Set<Alert>().Where(a => a.Severity == Detection.Severity.Critical && a.Queue == Detection.ReviewQueueKind.Review && a.Hold == QueueHold.None)
            .OrderBy(a => a.Id).Select(a => a.Id).FirstAsync();
        await ConcludeAsync(ben, id, "3", "1");
        var ana = await host.SignedInAsync(Person.Ana);
        await ana.GotoAsync($"/alerts/{id}");
        await ana.GetByText("Second reading: your own conclusion").WaitForAsync();
        await ConcludeAsync(ana, id, "4", "1");
        var lea = await host.SignedInAsync(Person.Lea);
        await lea.GotoAsync($"/alerts/{id}");
        await lea.GetByText("Two readers disagree: your decision").WaitForAsync();
        await ConcludeAsync(lea, id, "4", "1");

        var settled = await db.Set<Alert>().AsNoTracking().SingleAsync(a => a.Id == id);
        Assert.Equal((AlertState.Closed, Disposition.LetterSent), (settled.State, settled.Disposition));
        Assert.Equal("ana", (await db.Set<SecondReading>().SingleAsync()).SecondReader);
    }

    [Fact]
    public async Task WatchedAlert_IsBroughtBack_AndAnActionPrepared()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Ben);
        await page.OpenFirstAlertAsync();
        var id = await page.ShownAlertAsync();

        await page.KeysAsync("w", "Tab");
        await page.Keyboard.TypeAsync("A new prescriber since May.");
        await page.KeysAsync("Control+Enter");
        await page.AwaitOtherAlertAsync(id);
        await page.GotoAsync($"/alerts/{id}");
        await page.KeysAsync("b");
        await page.GetByText("brought back").WaitForAsync();
        await page.KeysAsync("w");
        await page.Locator("#plan-why").FillAsync("Both prescribers.");
        await page.Locator("#plan-why").PressAsync("Control+Enter");
        await page.GetByText("prescriber letter is being prepared").WaitForAsync();

        await using var db = host.Database.Open();
        var alert = await db.Set<Alert>().SingleAsync(a => a.Id == id);
        Assert.Equal((AlertState.ActionPending, PlannedAction.PrescriberLetter), (alert.State, alert.PlannedAction));
    }

    [Fact]
    public async Task SavedView_IsKeptSharedAndSeenByColleagues()
    {
        await using var host = await RunningHost.StartAsync();
        var ben = await host.SignedInAsync(Person.Ben);
        await ben.GotoAsync("/queue/review?severity=critical&sort=due");
        await ben.Locator(".keep-view summary").PressAsync("Enter");
        await ben.Locator("#view-name").FillAsync("Critical, due first");
        await ben.Locator("#view-name").PressAsync("Enter");
        await ben.Locator("a.badge").GetByText("Critical, due first").WaitForAsync();
        var rita = await host.SignedInAsync(Person.Rita);
        Assert.Equal(0, await rita.GetByText("Critical, due first").CountAsync());

        await ben.GotoAsync("/views");
        await ben.Locator("input[name=shared]").PressAsync("Space");
        await ben.GetByText("Keep", new() { Exact = true }).PressAsync("Enter");
        await rita.ReloadAsync();
        await rita.GetByText("Critical, due first").PressAsync("Enter");

        await rita.WaitForURLAsync("**/queue/review?severity=critical&sort=due");
    }

    private static async Task ConcludeAsync(Microsoft.Playwright.IPage page, long id, params string[] keys)
    {
        await page.GotoAsync($"/alerts/{id}");
        await page.Locator("#alert h1").WaitForAsync();
        await page.KeysAsync(keys);
        await page.AwaitOtherAlertAsync(id);
    }
}
