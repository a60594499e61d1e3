using System.Net;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

public class SignInTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task RightPassword_LeadsBackToThePageAskedFor(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();

        var first = await client.GetAsync(new Uri("/account", UriKind.Relative));
        Assert.Equal("/sign-in?returnUrl=%2Faccount", first.Headers.Location?.PathAndQuery);
        var answer = await WebHost.PostAsync(client, "/sign-in", "/sign-in", ("name", "LEA"), ("password", WebHost.Password), ("returnUrl", "/account"));

        Assert.Equal("/account", answer.Headers.Location?.ToString());
        Assert.Contains("analyst", await client.GetStringAsync(new Uri("/account", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains(await ActionsAsync(host), e => e is { Actor: "lea", Action: "account.signed_in" });
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    public async Task ReturnAddressElsewhere_LeadsToTheStartPage(string address)
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();

        var answer = await WebHost.PostAsync(client, "/sign-in", "/sign-in", ("name", "lea"), ("password", WebHost.Password), ("returnUrl", address));

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task FiveWrongPasswords_LockTheAccountAndAreNoted(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await WebHost.SignInAsync(client, "lea", "wrong wrong wrong wrong")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await WebHost.SignInAsync(client, "lea")).StatusCode);
        var actions = (await ActionsAsync(host)).Where(e => e.Actor == "lea").Select(e => e.Action).ToList();
        Assert.Equal(4, actions.Count(a => a == "account.sign_in_failed"));
        Assert.Equal(2, actions.Count(a => a == "account.locked_out"));
    }

    [Fact]
    public async Task UnknownName_IsAnsweredLikeAWrongPasswordAndNotKept()
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();

        var unknown = await WebHost.SignInAsync(client, "perhaps-a-password");
        var wrong = await WebHost.SignInAsync(client, "lea", "wrong wrong wrong wrong");

        Assert.Equal(unknown.StatusCode, wrong.StatusCode);
        Assert.DoesNotContain(await ActionsAsync(host), e => $"{e.Actor} {e.Subject} {e.Detail}".Contains("perhaps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyAttemptsFromOneAddress_AreTurnedAway()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Accounts:SignInsPerMinute", "2"));
        using var client = host.Client();

        await WebHost.SignInAsync(client, "a");
        await WebHost.SignInAsync(client, "b");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await WebHost.SignInAsync(client, "c")).StatusCode);
    }

    [Fact]
    public async Task FormWithoutItsToken_IsRefused()
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "lea"), KeyValuePair.Create("password", WebHost.Password)]);

        var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Cookie_IsClosedToScriptsAndOtherSites()
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        using var client = host.Client();

        var cookie = Assert.Single((await WebHost.SignInAsync(client, "lea")).Headers.GetValues("Set-Cookie"), c => c.StartsWith("pdmp-session=", StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SignOut_EndsTheSession(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        using var client = await host.SignedInAsync(AccountRole.Auditor);

        await WebHost.PostAsync(client, "/account", "/sign-out");

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(new Uri("/account", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task DisabledAccount_IsNotLetIn()
    {
        await using var host = await WebHost.StartAsync();
        await host.AddAccountAsync("lea", AccountRole.Analyst);
        Assert.Null(await host.Users.DisableAsync("lea", "test"));
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await WebHost.SignInAsync(client, "lea")).StatusCode);
        Assert.Null(await host.Users.EnableAsync("lea", "test"));
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.SignInAsync(client, "lea")).StatusCode);
    }

    private static async Task<List<AuditEvent>> ActionsAsync(WebHost host)
    {
        await using var db = host.Database.Open();
        return [.. db.Set<AuditEvent>().OrderBy(e => e.Sequence)];
    }
}
