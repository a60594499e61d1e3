using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

public class TokenApiTests
{
    private static readonly Uri Tokens = new("/api/v1/tokens", UriKind.Relative);
    private static readonly Uri Search = new("/api/v1/patients/search", UriKind.Relative);
    private static readonly Uri Refresh = new("/api/v1/tokens/refresh", UriKind.Relative);

    [Theory, OnSqlite, OnPostgres]
    public async Task Pharmacist_AsksInTheirOwnName(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await PersonAsync(system, "pia", AccountRole.Pharmacist);

        var (status, report) = await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: client);

        Assert.Equal(200, status);
        Assert.True(report.TryGetProperty("reportId", out _));
        var disclosure = (await system.DisclosuresAsync())[^1];
        Assert.Equal(("pia", "pharmacist"), (disclosure.Account, disclosure.Role));
    }

    /// <summary>A token is worth nothing once the account moved on, whatever its own time says.</summary>
    [Theory]
    [InlineData("password")]
    [InlineData("disabled")]
    [InlineData("roles")]
    [InlineData("signed-out")]
    public async Task AccountThatMovedOn_EndsItsTokens(string how)
    {
        await using var system = await PharmacySystem.ConnectAsync();
        await system.Host.AddAccountAsync("pia", AccountRole.Pharmacist);
        var token = await SignInAsync(system, "pia");
        using var client = Bearer(system, token.Access);
        Assert.Equal(200, (await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice, by: client)).Status);

        switch (how)
        {
            case "password":
                Assert.Null(await system.Host.Users.ResetAsync("pia", "another four blue kettles", "test"));
                break;
            case "disabled":
                Assert.Null(await system.Host.Users.DisableAsync("pia", "test"));
                break;
            case "roles":
                Assert.Null(await system.Host.Services.GetRequiredService<AccountStewardService>().SetRolesAsync("pia", [AccountRole.Prescriber], "test"));
                break;
            default:
                Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Tokens)).StatusCode);
                break;
        }

        Assert.Equal((401, "token-ended"), Refusal(await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice, by: client)));
        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(system, Refresh, new { refreshToken = token.Refresh })));
    }

    [Fact]
    public async Task Renewal_GoesOnUntilTheSessionIsOver()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        await system.Host.AddAccountAsync("pia", AccountRole.Pharmacist);
        var clock = new StoppedClock(TimeProvider.System.GetUtcNow());
        await using var host = WebHost.Over(system.Host.Database, clock, ("Accounts:SessionTimeout", "01:00:00"));
        var first = await SignInAsync(host, "pia");
        clock.Now += TimeSpan.FromMinutes(25);
        var second = Read((await PostAsync(host, Refresh, new { refreshToken = first.Refresh })).Body);
        Assert.Equal((401, "key-missing"), Refusal(await PostAsync(host, Search, new { }, first.Access)));
        Assert.Equal(400, (await PostAsync(host, Search, "x", second.Access)).Status);

        clock.Now += TimeSpan.FromMinutes(25);
        var third = Read((await PostAsync(host, Refresh, new { refreshToken = second.Refresh })).Body);
        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(host, Refresh, new { refreshToken = first.Refresh })));
        clock.Now += TimeSpan.FromMinutes(25);
        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(host, Refresh, new { refreshToken = third.Refresh })));
    }

    /// <summary>Over two hosts and one database: whoever copied a token, and whoever it was copied from, are out.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task RefreshTokenThatComesTwice_EndsTheSession_OnEveryHost(StorageProvider provider)
    {
        await using var store = await WebHost.StartAsync(provider);
        var folder = Path.Combine(store.Database.Folder, "keys");
        await using var host = store.Beside(("KeyFolder", folder));
        await using var beside = store.Beside(("KeyFolder", folder));
        await host.AddAccountAsync("pia", AccountRole.Pharmacist);
        var first = await SignInAsync(host, "pia");
        var other = await SignInAsync(host, "pia");

        var second = Read((await PostAsync(beside, Refresh, new { refreshToken = first.Refresh })).Body);
        Assert.Equal(400, (await PostAsync(host, Search, "x", second.Access)).Status);
        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(host, Refresh, new { refreshToken = first.Refresh })));

        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(beside, Search, "x", second.Access)));
        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(beside, Refresh, new { refreshToken = second.Refresh })));
        Assert.Equal(200, (await PostAsync(beside, Refresh, new { refreshToken = other.Refresh })).Status); // another sign-in of the same person goes on
        await using var db = host.Database.Open();
        var noted = await db.Set<AuditEvent>().Where(e => e.Actor == "pia").OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
        Assert.Equal(["account.signed_in", "account.signed_in", "account.renewed", "account.token_replayed", "account.renewed"], noted);
    }

    /// <summary>The program it was copied from may have slept longer than a token lasts.</summary>
    [Fact]
    public async Task UsedRefreshToken_EndsTheSession_AlsoWhenItHasExpired()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        await system.Host.AddAccountAsync("pia", AccountRole.Pharmacist);
        var clock = new StoppedClock(TimeProvider.System.GetUtcNow());
        await using var host = WebHost.Over(system.Host.Database, clock);
        var first = await SignInAsync(host, "pia");
        clock.Now += TimeSpan.FromMinutes(25);
        var second = Read((await PostAsync(host, Refresh, new { refreshToken = first.Refresh })).Body);
        clock.Now += TimeSpan.FromMinutes(10);

        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(host, Refresh, new { refreshToken = first.Refresh })));

        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(host, Search, "x", second.Access)));
        Assert.Equal((401, "token-ended"), Refusal(await PostAsync(host, Refresh, new { refreshToken = second.Refresh })));
        await using var db = host.Database.Open();
        Assert.Equal(1, await db.Set<AuditEvent>().CountAsync(e => e.Action == "account.token_replayed" && e.Actor == "pia"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RefreshTokenThatComesManyTimesAtOnce_IsGoodForOneAtMost(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        await host.AddAccountAsync("pia", AccountRole.Pharmacist);
        var token = await SignInAsync(host, "pia");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync(host, Refresh, new { refreshToken = token.Refresh })));

        Assert.InRange(answers.Count(a => a.Status == 200), 0, 1);
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal((401, "token-ended"), Refusal(a)));
        await using var db = host.Database.Open();
        Assert.Equal(1, await db.Set<AuditEvent>().CountAsync(e => e.Action == "account.token_replayed"));
        Assert.NotNull((await db.Set<TokenChain>().SingleAsync()).EndedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WrongTries_AreRefusedAlikeAuditedAndLockTheAccount(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        await system.Host.AddAccountAsync("pia", AccountRole.Pharmacist);
        await system.Host.AddAccountAsync("ann", AccountRole.Analyst);
        object[] tries =
        [
            new { name = "nobody", password = WebHost.Password }, new { name = "pia", password = "wrong" }, new { }, new { name = "pia", password = "wrong" },
            new { name = "pia", password = "wrong" }, new { name = "pia", password = "wrong" }, new { name = "pia", password = "wrong" },
            new { name = "pia", password = WebHost.Password },
        ];

        foreach (var wrong in tries)
        {
            Assert.Equal((401, "sign-in-failed"), Refusal(await PostAsync(system, Tokens, wrong)));
        }

        var audit = await system.Host.Services.GetRequiredService<AuditLog>().VerifyAsync();
        Assert.Null(audit.Fault);
        await using var db = system.Host.Database.Open();
        var noted = await db.Set<AuditEvent>().Where(e => e.Action.StartsWith("account.")).Select(e => e.Action).ToListAsync();
        Assert.Equal(6, noted.Count(action => action == "account.sign_in_failed"));
        Assert.Equal(2, noted.Count(action => action == "account.locked_out"));

        // An analyst has a token's right to no part of the API.
        using var analyst = Bearer(system, (await SignInAsync(system, "ann")).Access);
        Assert.Equal((403, "scope-missing"), Refusal(await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice, by: analyst)));
    }

    [Fact]
    public async Task ProgrammeThatAsksForASecondFactor_MakesNoTokenWithoutOne()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Accounts:SecondFactorRequired", "true"));
        await host.AddAccountAsync("pia", AccountRole.Pharmacist);

        Assert.Equal((401, "code-needed"), Refusal(await PostAsync(host, Tokens, new { name = "pia", password = WebHost.Password })));
    }

    /// <summary>The code is asked for, checked, taken once, and kept through a renewal.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task SecondFactor_IsAskedForAndTakenOnce(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider, ("Accounts:SecondFactorRequired", "true"));
        await host.AddAccountAsync("pia", AccountRole.Pharmacist);
        var key = (await host.Users.AuthenticatorKeyAsync("pia"))!;
        var recovery = (await host.Users.TurnOnSecondFactorAsync("pia", Authenticator.Code(key))).Value.Codes[0];
        object With(string code, string recoveryCode = "") => new { name = "pia", password = WebHost.Password, code, recoveryCode };

        Assert.Equal((401, "code-needed"), Refusal(await PostAsync(host, Tokens, With(""))));
        Assert.Equal((401, "sign-in-failed"), Refusal(await PostAsync(host, Tokens, With("000000"))));
        Assert.Equal((401, "sign-in-failed"), Refusal(await PostAsync(host, Tokens, With(Authenticator.Code(key)))));
        var next = Authenticator.Code(key, steps: 1);
        var token = Read((await PostAsync(host, Tokens, With(next))).Body);
        Assert.Equal((401, "sign-in-failed"), Refusal(await PostAsync(host, Tokens, With(next))));
        Assert.Equal(200, (await PostAsync(host, Tokens, With("", recovery))).Status);
        Assert.Equal((401, "sign-in-failed"), Refusal(await PostAsync(host, Tokens, With("", recovery))));
        var renewed = Read((await PostAsync(host, Refresh, new { refreshToken = token.Refresh })).Body);
        Assert.NotEqual("token-ended", Refusal(await PostAsync(host, Search, "x", renewed.Access)).Code);
    }

    /// <summary>A delegate states for whom, and only a live approval counts; a prescriber has no pharmacy's notes.</summary>
    [Fact]
    public async Task OtherRoles_DoWhatTheyMayOnThePages()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var dora = await PersonAsync(system, "dora", AccountRole.Delegate);
        dora.DefaultRequestHeaders.Add("Pdmp-Supervisor", "pia");
        await system.Host.AddAccountAsync("pia", AccountRole.Pharmacist);
        await system.Host.AddAccountAsync("rex", AccountRole.Pharmacist);
        var steward = system.Host.Services.GetRequiredService<AccountStewardService>();
        Assert.Null(await steward.SetFacilityAsync("rex", "FP1234563", "test"));
        Assert.Null(await steward.SetRolesAsync("rex", [AccountRole.Prescriber], "test"));
        using var rex = Bearer(system, (await SignInAsync(system, "rex")).Access);

        Assert.Equal((403, "not-allowed"), Refusal(await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: dora)));
        Assert.Equal(200, (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: rex)).Status);
        Assert.Equal(("rex", ""), ((await system.DisclosuresAsync())[^1].Account, (await system.DisclosuresAsync())[^1].Facility));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NameThatNobodyCanHave_IsRefusedLikeAny(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);

        foreach (var name in new[] { "a\0b", new string('a', 5000), "pi\ud800a", "" })
        {
            Assert.Equal((401, "sign-in-failed"), Refusal(await PostAsync(host, Tokens, new { name, password = "x" })));
        }
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJwaWEifQ.")]
    [InlineData("Bearer ")]
    [InlineData("Basic cGlhOnB3")]
    [InlineData("Bearer pdmp_aaaaaaaaaa_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task ForgedToken_IsRefused(string header)
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var client = system.Host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        Assert.Equal((401, "key-missing"), Refusal(await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice, by: client)));
    }

    private static async Task<HttpClient> PersonAsync(PharmacySystem system, string name, AccountRole role)
    {
        await system.Host.AddAccountAsync(name, role);
        return Bearer(system, (await SignInAsync(system, name)).Access);
    }

    private static Task<Pair> SignInAsync(PharmacySystem system, string name) => SignInAsync(system.Host, name);

    private static async Task<Pair> SignInAsync(WebHost host, string name)
    {
        var (status, body) = await PostAsync(host, Tokens, new { name, password = WebHost.Password });
        Assert.Equal(200, status);
        return Read(body);
    }

    private static HttpClient Bearer(PharmacySystem system, string token)
    {
        var client = system.Host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static Task<(int Status, JsonElement Body)> PostAsync(PharmacySystem system, Uri address, object body) => PostAsync(system.Host, address, body);

    private static async Task<(int Status, JsonElement Body)> PostAsync(WebHost host, Uri address, object body, string? token = null)
    {
        using var client = host.Client();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.PostAsJsonAsync(address, body);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static (int Status, string? Code) Refusal((int Status, JsonElement Body) answer) =>
        (answer.Status, answer.Body.TryGetProperty("code", out var code) ? code.GetString() : null);

    private static Pair Read(JsonElement body) => new(body.GetProperty("accessToken").GetString()!, body.GetProperty("refreshToken").GetString()!);

    private sealed record Pair(string Access, string Refresh);
}
