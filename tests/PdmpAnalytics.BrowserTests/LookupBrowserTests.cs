using Microsoft.Playwright;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

/// <summary>A pharmacist with the keyboard only: look up, check, note.</summary>
public class LookupBrowserTests
{
    [Theory, OnSqlite]
    public async Task Pharmacist_IsAtTheReport_WithOneKeyBesideTyping(StorageProvider provider)
    {
        await using var host = await RunningHost.StartAsync(provider);
        var page = await host.SignedInAsync(Person.Paul);
        Assert.EndsWith("/look-up", page.Url, StringComparison.Ordinal);

        await TypeAsync(page, "Elliott", "Amy", "1963-04-18");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#headline");

        var text = await page.InnerTextAsync("main");
        Assert.Contains("AMY ELLIOTT", text, StringComparison.Ordinal);
        Assert.DoesNotContain("disposition", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Elliott", page.Url, StringComparison.OrdinalIgnoreCase);
        await ShowAsync(page, "look-up-report");

        await page.FillAsync("#ndc", "00093083301");
        await page.FillAsync("#quantity", "60");
        await page.FillAsync("#days", "30");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/look-up/check");
        Assert.Contains("This fill", await page.InnerTextAsync("#headline"), StringComparison.Ordinal);
        await ShowAsync(page, "look-up-check");

        await page.FillAsync("#text", "Spoke with the prescriber.");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keep the note" }).PressAsync("Enter");
        await page.WaitForURLAsync("**/look-up/note");
        Assert.Contains("The note is kept", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(1, await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Print" }).CountAsync());
    }

    [Theory, OnSqlite]
    public async Task MisspelledName_IsPicked_WithTheDifferenceMarked(StorageProvider provider)
    {
        await using var host = await RunningHost.StartAsync(provider);
        var page = await host.SignedInAsync(Person.Paul);

        await TypeAsync(page, "Eliott", "Amy", "1963-04-18");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#candidates");
        Assert.Equal("ELLIOTT", await page.InnerTextAsync("#candidates mark"));
        await ShowAsync(page, "look-up-pick");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "This one" }).First.PressAsync("Enter");
        await page.WaitForSelectorAsync("#headline");
    }

    private static async Task TypeAsync(IPage page, string last, string first, string born)
    {
        await page.Keyboard.TypeAsync(last);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(first);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(born);
    }

    /// <summary>Keeps a picture where <c>PDMP_TEST_SCREENSHOTS</c> names a folder.</summary>
    private static async Task ShowAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PDMP_TEST_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
