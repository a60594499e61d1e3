using Microsoft.Playwright;

namespace PdmpAnalytics.BrowserTests;

/// <summary>What people do on pages, with the keyboard only.</summary>
internal static class PageSteps
{
    /// <summary>More tab stops than any page has before what is looked for.</summary>
    private const int MostTabs = 200;

    /// <summary>On the sign-in page, whose first field has the focus.</summary>
    public static async Task SignInAsync(this IPage page, Person person)
    {
        await page.Locator("input:focus").WaitForAsync(); // what is typed before is lost
        await page.Keyboard.TypeAsync(person.Name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.EndsWith("/sign-in", StringComparison.Ordinal) && !url.Contains("/sign-in?", StringComparison.Ordinal));
    }

    /// <summary>Presses keys one after the other.</summary>
    public static async Task KeysAsync(this IPage page, params string[] keys)
    {
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>From the queue to its first alert, and waits for it.</summary>
    public static async Task OpenFirstAlertAsync(this IPage page)
    {
        await page.Locator("a[data-row]").First.WaitForAsync();
        await page.KeysAsync("j", "Enter");
        await page.Locator("#alert h1").WaitForAsync();
        await page.WaitForLoadStateAsync(); // until the scripts are there keys are lost
    }

    /// <summary>Number of the alert that is shown.</summary>
    public static async Task<long> ShownAlertAsync(this IPage page) =>
        long.Parse((await page.Locator("#alert").GetAttributeAsync("data-title"))!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Waits until another alert than this is shown and, with its title, the page listens to keys again.</summary>
    public static async Task AwaitOtherAlertAsync(this IPage page, long than)
    {
        try
        {
            await page.Locator($"#alert:not([data-title='Alert {than}'])").WaitForAsync();
        }
        catch (TimeoutException)
        {
            var said = await page.InnerTextAsync("main");
            throw new TimeoutException($"Still at alert {than}, and the page says: {said[..Math.Min(said.Length, 1000)]}");
        }

        await page.WaitForFunctionAsync("() => document.title.startsWith(document.querySelector('#alert')?.dataset.title ?? '?')");
    }

    /// <summary>Walks with Tab to a button and presses it.</summary>
    public static async Task TabToAndPressAsync(this IPage page, string text)
    {
        for (var tab = 0; tab < MostTabs; tab++)
        {
            await page.KeysAsync("Tab");
            if (await page.EvaluateAsync<string>("() => document.activeElement?.textContent?.trim() ?? ''") == text)
            {
                await page.KeysAsync("Enter");
                return;
            }
        }

        throw new InvalidOperationException($"No '{text}' is reached by Tab.");
    }
}
