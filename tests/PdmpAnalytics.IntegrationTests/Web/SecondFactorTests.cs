using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

public partial class SecondFactorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task SetUp_SignInAsksForACodeThatWorksOnce(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();
        await WebHost.SignInAsync(client, "lea");
        var key = await SetUpAsync(client);

        using var other = host.Client();
        var first = await WebHost.SignInAsync(other, "lea");
        Assert.StartsWith("/sign-in/code", first.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync(new Uri("/account", UriKind.Relative))).StatusCode);
        // The code that set it up has been used; the next step's is taken as well, because clocks differ.
        var used = await WebHost.PostAsync(other, "/sign-in/code", "/sign-in/code", ("code", Authenticator.Code(key)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, used.StatusCode);
        var next = await WebHost.PostAsync(other, "/sign-in/code", "/sign-in/code", ("code", Authenticator.Code(key, steps: 1)));
        Assert.Equal(HttpStatusCode.Redirect, next.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri("/account", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task LostApp_ARecoveryCodeLetsInOnce()
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();
        await WebHost.SignInAsync(client, "lea");
        var codes = await RecoveryCodesAsync(client);

        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity })
        {
            using var other = host.Client();
            await WebHost.SignInAsync(other, "lea");
            var answer = await WebHost.PostAsync(other, "/sign-in/code", "/sign-in/recovery", ("code", codes[0]));
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    /// <summary>Sessions are made anew from the account once a minute.</summary>
    [Fact]
    public async Task SessionWithASecondFactor_IsStillOneAfterItWasMadeAnew()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Accounts:SecondFactorRequired", "true"));
        using var client = await host.SignedInAsync(AccountRole.Analyst);
        await SetUpAsync(client);
        host.Services.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval = TimeSpan.Zero;

        for (var request = 0; request < 3; request++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/queue/review", UriKind.Relative))).StatusCode);
        }
    }

    [Fact]
    public async Task RequiredAndNotSetUp_NothingButTheOwnAccountIsShown()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Accounts:SecondFactorRequired", "true"));
        using var client = await host.SignedInAsync(AccountRole.Analyst);

        Assert.Equal("/account/second-factor", (await client.GetAsync(new Uri("/", UriKind.Relative))).Headers.Location?.ToString());
        await SetUpAsync(client);

        Assert.NotEqual("/account/second-factor", (await client.GetAsync(new Uri("/", UriKind.Relative))).Headers.Location?.ToString());
    }

    [Fact]
    public async Task Reset_TakesItAway()
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();
        await WebHost.SignInAsync(client, "lea");
        await SetUpAsync(client);

        Assert.Null(await host.Users.ResetAsync("lea", "seven green parrots sing", "test"));

        using var other = host.Client();
        Assert.Equal("/", (await WebHost.SignInAsync(other, "lea", "seven green parrots sing")).Headers.Location?.ToString());
    }

    /// <summary>The key it was set up with.</summary>
    private static async Task<string> SetUpAsync(HttpClient client)
    {
        var page = await client.GetStringAsync(new Uri("/account/second-factor", UriKind.Relative));
        var key = Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var answer = await WebHost.PostAsync(client, "/account/second-factor", "/account/second-factor", ("code", Authenticator.Code(key)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return key;
    }

    private static async Task<IReadOnlyList<string>> RecoveryCodesAsync(HttpClient client)
    {
        var page = await client.GetStringAsync(new Uri("/account/second-factor", UriKind.Relative));
        var key = Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var answer = await WebHost.PostAsync(client, "/account/second-factor", "/account/second-factor", ("code", Authenticator.Code(key)));
        return [.. Code().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex("data-key>([A-Z2-7 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("<li>([0-9A-Z-]+)</li>")]
    private static partial Regex Code();
}
