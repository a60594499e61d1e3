using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Review;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

public class BulkBrowserTests
{
    [Fact]
    public async Task WholeList_IsCountedFirstAndThenChanged()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Lea);
        await page.GotoAsync("/queue/review?severity=medium");
        await using var db = host.Database.Open();
        var matching = await db.Set<Alert>().CountAsync(a => a.Severity == Detection.Severity.Medium && a.Queue == Detection.ReviewQueueKind.Review && a.Hold == QueueHold.None);

        await page.Locator("#bulk summary").PressAsync("Enter");
        await page.Locator("#bulk-step").SelectOptionAsync("snooze");
        await page.Locator("#bulk").GetByText("Count").PressAsync("Enter");
        await page.Locator("#bulk").GetByText($"{matching} of {matching} alerts would change.").WaitForAsync();
        Assert.Equal(0, await db.Set<Alert>().CountAsync(a => a.SnoozedUntil != null));
        await page.Locator("#bulk").GetByText("Do it").PressAsync("Enter");
        await page.Locator("#bulk").GetByText($"{matching} of {matching} alerts changed.").WaitForAsync();

        Assert.Equal(matching, await db.Set<Alert>().CountAsync(a => a.SnoozedUntil != null));
    }
}
