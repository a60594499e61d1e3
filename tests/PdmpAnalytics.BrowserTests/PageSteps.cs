using Microsoft.Playwright;

namespace PdmpAnalytics.BrowserTests;

/// <summary>What people do on pages, with the keyboard only.</summary>
internal static class PageSteps
{
    /// <summary>On the sign-in page, whose first field has the focus.</summary>
    public static async Task SignInAsync(this IPage page, Person person)
    {
        await page.Keyboard.TypeAsync(person.Name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }
}
