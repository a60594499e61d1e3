using Microsoft.Playwright;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

public class AccountsBrowserTests
{
    [Fact]
    public async Task Administrator_GivesARoleAndEndsAnAccount()
    {
        await using var host = await RunningHost.StartAsync();
        var ada = await host.SignedInAsync(Person.Ada);
        await ada.GotoAsync("/accounts");

        await ada.GetByRole(AriaRole.Link, new() { Name = "ben", Exact = true }).PressAsync("Enter");
        await ada.Locator("#role-lead").PressAsync("Space");
        await ada.GetByText("Keep these roles").PressAsync("Enter");
        await ada.GetByText("The roles are changed.").WaitForAsync();
        var ben = await host.SignedInAsync(Person.Ben);
        Assert.Equal(1, await ben.GetByRole(AriaRole.Link, new() { Name = "Referrals" }).CountAsync());
        await ada.GetByRole(AriaRole.Button, new() { Name = "Disable" }).PressAsync("Enter");
        await ada.GetByText("The account is let in no more.").WaitForAsync();

        var again = await host.OpenAsync();
        await again.GotoAsync("/");
        await again.Keyboard.TypeAsync("ben");
        await again.KeysAsync("Tab");
        await again.Keyboard.TypeAsync(Person.Password);
        await again.KeysAsync("Enter");
        await again.GetByRole(AriaRole.Alert).WaitForAsync();
    }

    [Fact]
    public async Task SecondFactor_IsSetUpUsedAndResetByAnAdministrator()
    {
        await using var host = await RunningHost.StartAsync();
        var ben = await host.SignedInAsync(Person.Ben);
        await ben.GotoAsync("/account/second-factor");
        var key = (await ben.Locator("div.key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await ben.Keyboard.TypeAsync(Authenticator.Code(key));
        await ben.KeysAsync("Enter");
        await ben.GetByText("The second factor is on").WaitForAsync();

        var other = await host.SignedInAsync(Person.Ben);
        Assert.Contains("/sign-in/code", other.Url, StringComparison.Ordinal);
        await other.Keyboard.TypeAsync(Authenticator.Code(key, steps: 1)); // the one that set it up has been used
        await other.KeysAsync("Enter");
        await other.WaitForURLAsync("**/queue/**");

        var ada = await host.SignedInAsync(Person.Ada);
        await ada.GotoAsync("/accounts/ben");
        await ada.GetByText("Reset the second factor").PressAsync("Enter");
        await ada.GetByText("The second factor is off").WaitForAsync();
        Assert.DoesNotContain("/sign-in/code", (await host.SignedInAsync(Person.Ben)).Url, StringComparison.Ordinal);
    }
}
