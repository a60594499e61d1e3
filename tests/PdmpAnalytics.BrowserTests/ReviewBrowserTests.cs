using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.BrowserTests;

public class ReviewBrowserTests(ITestOutputHelper output)
{
    /// <summary>Conclusions that an analyst's morning may bring, as keys.</summary>
    private static readonly string[][] Conclusions =
        [["1", "3"], ["3", "1"], ["4", "1"], ["1", "1"], ["2", "1"], ["3", "2"], ["1", "7"], ["4", "2"], ["1", "4"], ["3", "1"]];

    [Theory, OnSqlite, OnPostgres]
    public async Task TenAlerts_FromSignInToSignOutWithoutAMouse(StorageProvider provider)
    {
        await using var host = await RunningHost.StartAsync(provider);
        var page = await host.SignedInAsync(Person.Lea);
        await page.OpenFirstAlertAsync();
        var seconds = new List<double>();
        var worked = new List<long>();

        foreach (var keys in Conclusions)
        {
            var id = await page.ShownAlertAsync();
            var clock = Stopwatch.StartNew();
            await page.KeysAsync(keys);
            await page.AwaitOtherAlertAsync(id);
            seconds.Add(clock.Elapsed.TotalSeconds);
            worked.Add(id);
        }

        await page.TabToAndPressAsync("Sign out");
        await page.WaitForURLAsync("**/sign-in**");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{provider}: seconds per alert from the first key to the next alert: {string.Join(' ', seconds.Select(s => s.ToString("0.00", CultureInfo.InvariantCulture)))}; mean {seconds.Average():0.00}"));
        await using var db = host.Database.Open();
        var decided = await db.Set<ReviewDecision>().Where(d => d.DecidedBy == "lea").Select(d => d.AlertId).Distinct().ToListAsync();
        Assert.Equal(worked.Order(), decided.Order());
    }

    [Fact]
    public async Task TwoAnalystsOneAlert_TheSecondIsToldWhoHasIt()
    {
        await using var host = await RunningHost.StartAsync();
        var (lea, ben) = (await host.SignedInAsync(Person.Lea), await host.SignedInAsync(Person.Ben));
        await lea.OpenFirstAlertAsync();
        await ben.OpenFirstAlertAsync();
        var id = await lea.ShownAlertAsync();
        Assert.Equal(id, await ben.ShownAlertAsync());

        await ben.KeysAsync("c");
        await ben.Locator("[data-key=x]").WaitForAsync();
        await lea.KeysAsync("1", "3");

        await lea.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        Assert.Contains("is with ben until", await lea.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        await ben.KeysAsync("3", "1");
        await ben.AwaitOtherAlertAsync(id);
        await using var db = host.Database.Open();
        Assert.Equal("ben", (await db.Set<ReviewDecision>().SingleAsync(d => d.AlertId == id)).DecidedBy);
    }

    [Fact]
    public async Task Undo_LeavesTheAlertAsItWas()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Lea);
        await page.OpenFirstAlertAsync();
        var id = await page.ShownAlertAsync();

        await page.KeysAsync("3", "1");
        await page.AwaitOtherAlertAsync(id);
        await page.KeysAsync("u");
        await page.Locator($"#alert[data-title='Alert {id}']").WaitForAsync();

        await using var db = host.Database.Open();
        Assert.Equal(AlertState.New, (await db.Set<Alert>().SingleAsync(a => a.Id == id)).State);
    }

    [Fact]
    public async Task NoteReasonAndSnooze_AreKept()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Lea);
        await page.OpenFirstAlertAsync();
        var first = await page.ShownAlertAsync();

        await page.KeysAsync("n");
        await page.Keyboard.TypeAsync("Called the practice.");
        await page.KeysAsync("Control+Enter");
        await page.Locator(".history").GetByText("Called the practice.").WaitForAsync();
        await page.KeysAsync("s", "2");
        await page.AwaitOtherAlertAsync(first);
        var second = await page.ShownAlertAsync();
        await page.KeysAsync("r");
        await page.Keyboard.TypeAsync("Both work at the clinic in Elm Street.");
        await page.KeysAsync("Escape", "1", "3");
        await page.AwaitOtherAlertAsync(second);

        await using var db = host.Database.Open();
        Assert.NotNull((await db.Set<Alert>().SingleAsync(a => a.Id == first)).SnoozedUntil);
        Assert.Equal("Both work at the clinic in Elm Street.", (await db.Set<ReviewDecision>().SingleAsync(d => d.AlertId == second)).Reason);
    }

    [Fact]
    public async Task WhoItIs_IsShownOnRequestAndNoted()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Ben);
        await page.OpenFirstAlertAsync();
        Assert.Equal(0, await page.Locator(".identity").CountAsync());

        await page.KeysAsync("i");
        await page.Locator(".identity").WaitForAsync();

        Assert.Contains("Born", await page.Locator(".identity").InnerTextAsync(), StringComparison.Ordinal);
        await using var db = host.Database.Open();
        Assert.Equal("ben", (await db.Set<AuditEvent>().SingleAsync(e => e.Action == "identity.seen")).Actor);
    }

    [Fact]
    public async Task NameInTheSearchBox_FindsIsNotedAndStandsInNoAddress()
    {
        await using var host = await RunningHost.StartAsync();
        string name;
        await using (var db = host.Database.Open())
        {
            var patient = await db.Set<Alert>().Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.Queue == Detection.ReviewQueueKind.Review)
                .OrderByDescending(a => a.Priority).Select(a => a.SubjectId).FirstAsync();
            name = await db.Set<Patients.PatientRecord>().Where(r => r.PatientId == patient).Select(r => r.LastName).FirstAsync();
        }

        var page = await host.SignedInAsync(Person.Ben);
        await page.KeysAsync("/");
        await page.Keyboard.TypeAsync(name);
        await page.KeysAsync("Enter");
        await page.GetByText("Found by name").WaitForAsync();

        Assert.DoesNotContain(name, page.Url, StringComparison.OrdinalIgnoreCase);
        await using var after = host.Database.Open();
        var noted = await after.Set<AuditEvent>().SingleAsync(e => e.Action == "queue.searched-by-name");
        Assert.DoesNotContain(name, noted.Detail + noted.Subject, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Filters_StandInTheAddressAndCountsAgree()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Ben);
        await page.KeysAsync("g", "g");
        await page.Locator("#filter-severity").SelectOptionAsync("critical");
        await page.WaitForURLAsync("**severity=critical**");

        var shown = await page.Locator("caption").InnerTextAsync();
        await using var db = host.Database.Open();
        var critical = await db.Set<Alert>().CountAsync(a => a.Severity == Detection.Severity.Critical && a.Queue == Detection.ReviewQueueKind.Review && a.Hold == QueueHold.None);
        Assert.EndsWith($"of {critical}", shown, StringComparison.Ordinal);
        var again = await page.Context.NewPageAsync();
        await again.GotoAsync(page.Url);
        Assert.Equal(shown, await again.Locator("caption").InnerTextAsync());
    }

    [Fact]
    public async Task WrongSearch_IsToldWhatIsWrong()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Ben);

        await page.KeysAsync("/");
        await page.Keyboard.TypeAsync("is:sleepy");
        await page.KeysAsync("Enter");

        await page.GetByRole(Microsoft.Playwright.AriaRole.Alert).WaitForAsync();
        Assert.Contains("'is:sleepy' is not known", await page.GetByRole(Microsoft.Playwright.AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoPermission_IsSaidInPlainWordsAndNoted()
    {
        await using var host = await RunningHost.StartAsync();
        var paul = await host.SignedInAsync(Person.Paul);

        var answer = await paul.GotoAsync("/queue/review");

        Assert.Equal(403, answer!.Status);
        Assert.Contains("Your roles do not cover this.", await paul.InnerTextAsync("main"), StringComparison.Ordinal);
        var rita = await host.SignedInAsync(Person.Rita);
        await rita.OpenFirstAlertAsync();
        Assert.Equal(0, await rita.Locator("[data-key=i]").CountAsync());
        Assert.Equal(0, await rita.Locator(".work").CountAsync());
        await using var db = host.Database.Open();
        Assert.Equal("paul", (await db.Set<AuditEvent>().SingleAsync(e => e.Action == "access.denied")).Actor);
    }
}
