using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.BrowserTests;

public class SignInBrowserTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task SignIn_ShowsWhatTheRolesCover(StorageProvider provider)
    {
        await using var host = await RunningHost.StartAsync(provider);

        var page = await host.SignedInAsync(Person.Otto);
        await page.GotoAsync("/status");

        Assert.Contains("reachable", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("otto", await page.InnerTextAsync("header"), StringComparison.Ordinal);
    }
}
