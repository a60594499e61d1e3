using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PdmpAnalytics.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.BrowserTests;

/// <summary>Every page in light and dark: nothing that axe objects to, nothing wider than the window, and a picture to look at.</summary>
public class LookTests(ITestOutputHelper output)
{
    /// <summary>Of the demonstration's queue, until one has a patient with several records.</summary>
    private const int MostAlerts = 25;

    private static readonly (int Width, int Height)[] Windows = [(1280, 800), (1920, 1080), (820, 1180), (400, 800)];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task EveryPage_PleasesAxeAndFits(ColorScheme theme)
    {
        await using var host = await RunningHost.StartAsync();
        var faults = new List<string>();
        foreach (var (name, person, go) in Pages())
        {
            var page = person is null ? await host.OpenAsync(theme: theme) : await host.SignedInAsync(person, theme: theme);
            await go(page);
            var result = await page.RunAxe();
            faults.AddRange(from violation in result.Violations
                            from node in violation.Nodes
                            select $"{name}: {violation.Id}: {node.Target} {violation.Help}");
            foreach (var (width, height) in Windows)
            {
                await page.SetViewportSizeAsync(width, height);
                if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                {
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: wider than {width}"));
                }

                // At the first width what is seen without scrolling, at the others all of it.
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture(name, theme, width), FullPage = width != Windows[0].Width });
            }

            await page.Context.CloseAsync();
        }

        foreach (var fault in faults)
        {
            output.WriteLine(fault);
        }

        Assert.Empty(faults);
    }

    private static IEnumerable<(string Name, Person? Person, Func<IPage, Task> Go)> Pages() =>
    [
        ("sign-in", null, page => page.GotoAsync("/")),
        ("sign-in-refused", null, RefusedAsync),
        ("status", null, page => page.GotoAsync("/status")),
        ("not-found", Person.Ben, page => page.GotoAsync("/nowhere")),
        ("no-permission", Person.Paul, page => page.GotoAsync("/queue/review")),
        ("account", Person.Ben, page => page.GotoAsync("/account")),
        ("second-factor", Person.Ben, page => page.GotoAsync("/account/second-factor")),
        ("queue", Person.Ben, page => page.GotoAsync("/queue/review")),
        ("queue-board", Person.Lea, page => page.GotoAsync("/queue/board")),
        ("queue-empty", Person.Ben, page => page.GotoAsync("/queue/review?is=closed")),
        ("queue-wrong", Person.Ben, page => page.GotoAsync("/queue/review?q=is:sleepy")),
        ("keys", Person.Ben, HelpAsync),
        ("alert", Person.Lea, page => page.OpenFirstAlertAsync()),
        ("alert-identity", Person.Lea, IdentityAsync),
        ("alert-concluded", Person.Ben, ConcludedAsync),
        ("alert-linked", Person.Lea, LinkedAsync),
        ("alert-more", Person.Ben, MoreAsync),
        ("referral", Person.Ben, page => ReferralAsync(page)),
        ("letter", Person.Ben, LetterAsync),
        ("referrals", Person.Lea, ReferralsAsync),
        ("views", Person.Ben, ViewsAsync),
        ("identities", Person.Lea, DoubtAsync),
        ("accounts", Person.Ada, page => page.GotoAsync("/accounts")),
        ("account-of-another", Person.Ada, page => page.GotoAsync("/accounts/ben")),
        ("account-own", Person.Ada, page => page.GotoAsync("/accounts/ada")),
        ("overview", Person.Lea, page => page.GotoAsync("/overview")),
        ("overview-read-only", Person.Rita, page => page.GotoAsync("/overview")),
        ("audit", Person.Otto, page => page.GotoAsync("/audit")),
        ("audit-wrong", Person.Otto, page => page.GotoAsync("/audit?from=yesterday")),
        ("audit-checked", Person.Otto, CheckedAsync),
    ];

    private static async Task LinkedAsync(IPage page)
    {
        await page.OpenFirstAlertAsync();
        await page.Locator("#linked").WaitForAsync();
    }

    private static async Task MoreAsync(IPage page)
    {
        await page.GotoAsync("/queue/review?state=new"); // what waits for a second reader offers less
        await page.OpenFirstAlertAsync();
        await page.KeysAsync("w", "v");
        await page.Locator("#watch").WaitForAsync();
    }

    private static async Task ReferralAsync(IPage page)
    {
        await page.OpenFirstAlertAsync();
        await page.KeysAsync("l");
        await page.Locator("#case").WaitForAsync();
    }

    private static async Task LetterAsync(IPage page)
    {
        await ReferralAsync(page);
        await page.GetByText("Preview").PressAsync("Enter");
        await page.Locator(".letter").WaitForAsync();
    }

    private static async Task ReferralsAsync(IPage page)
    {
        await ReferralAsync(page);
        await page.Locator("#case").FillAsync("2026-117");
        await page.Locator("#basis").FillAsync("152.126");
        await page.Locator("#why").FillAsync("Five practices.");
        await page.Locator("#why").PressAsync("Control+Enter");
        await page.GetByText("decides").WaitForAsync();
        await page.GotoAsync("/referrals");
    }

    /// <summary>An alert whose patient has several records: a doubt about two of them, seen by the lead who is to settle it.</summary>
    private static async Task DoubtAsync(IPage page)
    {
        await page.OpenFirstAlertAsync();
        for (var alert = 0; alert < MostAlerts; alert++)
        {
            var id = await page.ShownAlertAsync();
            await page.KeysAsync("i");
            await page.Locator(".identity").WaitForAsync();
            if (await page.Locator(".identity details summary").CountAsync() > 0)
            {
                await page.Locator(".identity details summary").PressAsync("Enter");
                await page.Locator("#doubt-why").FillAsync("Sisters, by the pharmacist's word.");
                await page.Locator("#doubt-why").PressAsync("Enter");
                await page.Locator(".identity").WaitForAsync(new() { State = WaitForSelectorState.Detached });
                await page.GotoAsync("/identities");
                await page.GetByText("Look at both").PressAsync("Enter");
                await page.GetByText("Two people: part them").WaitForAsync();
                return;
            }

            await page.KeysAsync("j");
            await page.AwaitOtherAlertAsync(id);
        }

        throw new InvalidOperationException("No patient among the first alerts has several records.");
    }

    private static async Task ViewsAsync(IPage page)
    {
        await page.GotoAsync("/queue/review?severity=critical");
        await page.Locator(".keep-view summary").PressAsync("Enter");
        await page.Locator("#view-name").FillAsync("Critical");
        await page.Locator("#view-name").PressAsync("Enter");
        await page.Locator("a.badge").WaitForAsync();
        await page.GotoAsync("/views");
    }

    private static async Task CheckedAsync(IPage page)
    {
        await page.GotoAsync("/audit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the chain" }).ClickAsync();
        await page.GetByText("the chain is whole").WaitForAsync();
    }

    private static async Task RefusedAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.Keyboard.TypeAsync("nobody");
        await page.KeysAsync("Tab");
        await page.Keyboard.TypeAsync("nothing");
        await page.KeysAsync("Enter");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
    }

    private static async Task HelpAsync(IPage page)
    {
        await page.GotoAsync("/queue/review");
        await page.KeysAsync("?");
        await page.Locator("dialog[open]").WaitForAsync();
    }

    private static async Task IdentityAsync(IPage page)
    {
        await page.OpenFirstAlertAsync();
        await page.KeysAsync("i");
        await page.Locator(".identity").WaitForAsync();
    }

    private static async Task ConcludedAsync(IPage page)
    {
        await page.OpenFirstAlertAsync();
        var id = await page.ShownAlertAsync();
        await page.KeysAsync("3", "1");
        await page.AwaitOtherAlertAsync(id);
    }

    /// <summary>Below the build output, which git ignores.</summary>
    private static string Picture(string name, ColorScheme theme, int width) => Path.Combine(
        RepositoryFiles.Path("artifacts"), "screens", $"{name}-{theme.ToString().ToLowerInvariant()}-{width}.png");
}
