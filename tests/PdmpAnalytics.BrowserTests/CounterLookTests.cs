using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.BrowserTests;

/// <summary>The counter's, delegates' and auditors' pages, light and dark, at three widths and on paper: nothing axe objects to, nothing cut, and few keys to a report.</summary>
public class CounterLookTests(ITestOutputHelper output)
{
    private static readonly (int Width, int Height)[] Windows = [(1280, 800), (1920, 1080), (820, 1180)];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task EveryPage_PleasesAxeAndFits_AtThreeWidths(ColorScheme theme)
    {
        await using var host = await RunningHost.StartAsync(settings: ("Lookup:AnalystsSeeResolutions", "true"));
        var page = await host.SignedInAsync(Person.Paul, theme: theme);
        await LookAsync(page, "look-up", theme);
        await AskAsync(page, "Eliott", "Amy", "1963-04-18", "#candidates");
        await LookAsync(page, "look-up-pick", theme);
        await page.GotoAsync("/look-up");
        await AskAsync(page, "Elliott", "Amy", "1963-04-18", "#headline");
        await page.Locator("#emergency summary").ClickAsync();
        await LookAsync(page, "look-up-report", theme);
        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelectorAll('.tl-fill').length > 0"), "The report has no chart.");
        Assert.Equal("", await CutAsync(page));
        await OnPaperAsync(page, "look-up-report", theme);

        await page.FillAsync("#ndc", "00093083301");
        await page.FillAsync("#quantity", "60");
        await page.FillAsync("#days", "30");
        await page.Locator("#ndc").PressAsync("Enter");
        await page.WaitForURLAsync("**/look-up/check");
        await LookAsync(page, "look-up-check", theme);
        await page.FillAsync("#text", "Spoke with the prescriber.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the note" }).PressAsync("Enter");
        await page.WaitForURLAsync("**/look-up/note");
        await LookAsync(page, "look-up-note", theme);
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct it" }).ClickAsync();
        await page.GetByText("Correct it", new() { Exact = true }).ClickAsync();
        await page.FillAsync("#text", "Spoke with the prescriber, who confirms it.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the corrected version" }).ClickAsync();
        await page.GetByText("Version 2, in force").WaitForAsync();
        await LookAsync(page, "look-up-note-versions", theme);
        await page.GotoAsync("/look-up/notes");
        await LookAsync(page, "look-up-notes", theme);

        await page.GotoAsync("/look-up");
        await AskAsync(page, "Elliott", "Amy", "1963-04-18", "#headline");
        await page.Locator("#emergency summary").ClickAsync();
        await page.SelectOptionAsync("#kind", "Unresponsive");
        await page.FillAsync("#override", "Unconscious, brought by ambulance.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open everything" }).ClickAsync();
        await page.GetByText("Opened in an emergency").WaitForAsync();

        await DelegateAsync(host);
        await page.GotoAsync("/delegates");
        await LookAsync(page, "delegates", theme);
        await page.SetViewportSizeAsync(400, 800);
        Assert.Equal("", await CutAsync(page)); // what there is to do about a row is in sight
        var analyst = await host.SignedInAsync(Person.Lea, theme: theme);
        await analyst.GotoAsync("/look-up");
        await LookAsync(analyst, "look-up-programme", theme);
        var auditor = await host.SignedInAsync(Person.Otto, theme: theme);
        await auditor.GotoAsync("/access");
        await auditor.GetByText("Reason given").WaitForAsync();
        await LookAsync(auditor, "access", theme);
    }

    [Fact]
    public async Task SignedInToReport_TakesAtMostFourKeysOrClicks_BesideTypingAndTab()
    {
        await using var host = await RunningHost.StartAsync();
        var page = await host.SignedInAsync(Person.Paul);
        await page.AddInitScriptAsync("""
            const counted = e => sessionStorage.setItem('presses', 1 + Number(sessionStorage.getItem('presses') ?? 0));
            addEventListener('keydown', e => { if (e.key.length > 1 && e.key !== 'Tab') counted(e); }, true);
            addEventListener('click', e => { if (e.isTrusted && e.detail > 0) counted(e); }, true);
            """);
        await page.ReloadAsync();

        await AskAsync(page, "Eliott", "Amy", "1963-04-18", "#candidates");
        await page.TabToAndPressAsync("This one");
        await page.WaitForSelectorAsync("#headline");

        // A name spelled wrongly is the longer way: Enter for the list, Enter for the person.
        var presses = await page.EvaluateAsync<int>("() => Number(sessionStorage.getItem('presses'))");
        output.WriteLine($"{presses} keys or clicks");
        Assert.InRange(presses, 1, 4);
    }

    private static async Task AskAsync(IPage page, string last, string first, string born, string awaited)
    {
        await page.Keyboard.TypeAsync(last);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(first);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(born);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(awaited);
    }

    private static async Task DelegateAsync(RunningHost host)
    {
        await host.Services.GetRequiredService<PdmpAnalytics.Accounts.UserService>().AddAsync("tess", [PdmpAnalytics.Accounts.AccountRole.Delegate], Person.Password, "test");
        var delegations = host.Services.GetRequiredService<DelegationService>();
        Assert.True((await delegations.RequestAsync("tess", Person.Paul.Name, "tess")).Succeeded);
    }

    private async Task LookAsync(IPage page, string name, ColorScheme theme)
    {
        var faults = new List<string>();
        foreach (var (width, height) in Windows)
        {
            await page.SetViewportSizeAsync(width, height);
            var result = await page.RunAxe();
            faults.AddRange(from violation in result.Violations from node in violation.Nodes select $"{name} at {width}: {violation.Id}: {node.Target} {violation.Help}");
            if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: wider than {width}"));
            }

            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture($"{name}-{theme.ToString().ToLowerInvariant()}-{width}"), FullPage = true });
        }

        await page.SetViewportSizeAsync(400, 800); // a telephone: the same page, so axe has nothing new to say
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture($"{name}-{theme.ToString().ToLowerInvariant()}-400"), FullPage = true });
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{name}: wider than 400");
        await page.SetViewportSizeAsync(Windows[0].Width, Windows[0].Height);
        faults.ForEach(output.WriteLine);
        Assert.Empty(faults);
    }

    /// <summary>Tables of the page that do not fit their place at 1280, by label; empty when all do.</summary>
    private static Task<string> CutAsync(IPage page) => page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('.table-responsive')].filter(t => t.scrollWidth > t.clientWidth).map(t => t.innerText.slice(0, 40)).join('; ')");

    private static async Task OnPaperAsync(IPage page, string name, ColorScheme theme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await page.SetViewportSizeAsync(720, 1000); // letter paper at 96 dots an inch, margins off
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture($"{name}-{theme.ToString().ToLowerInvariant()}-paper"), FullPage = true });
        Assert.Equal("", await CutAsync(page));
        Assert.False(await page.Locator("#ndc").IsVisibleAsync());
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await page.SetViewportSizeAsync(Windows[0].Width, Windows[0].Height);
    }

    /// <summary>Below the build output, which git ignores.</summary>
    private static string Picture(string name) => Path.Combine(RepositoryFiles.Path("artifacts"), "screens", $"{name}.png");
}
