using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>Persons by the tokens of an identity provider that runs beside the host, with a discovery document and a published key.</summary>
public sealed class OutsideIdentityTests : IAsyncLifetime, IDisposable
{
    private const string Audience = "pdmp";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RSA _stranger = RSA.Create(2048);
    private WebApplication _provider = null!;
    private string _authority = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _provider = builder.Build();
        _provider.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = _authority, jwks_uri = $"{_authority}/keys" }));
        _provider.MapGet("/keys", () => Results.Json(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", kid = "one",
                    n = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Modulus), e = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Exponent),
                },
            },
        }));
        await _provider.StartAsync();
        _authority = _provider.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    public void Dispose()
    {
        _rsa.Dispose();
        _stranger.Dispose();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PharmacistOfTheProvider_AsksInTheirOwnName(StorageProvider provider)
    {
        var host = await HostAsync(provider, ("Accounts:SecondFactorRequired", "true"));
        await using var system = new PharmacySystem(host, host.Client());
        await system.LoadAsync(TestKit.Ingestion.CsvRow.Sound);
        using var client = With(host, Token("with-code"));

        var (status, _) = await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: client);

        Assert.Equal(200, status);
        var disclosure = (await system.DisclosuresAsync())[^1];
        Assert.Equal(("outside:auth0|17", "pharmacist", "FP1234563"), (disclosure.Account, disclosure.Role, disclosure.Facility));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PersonWhoIsBarred_IsOutAtOnce_AndTheirNameIsInNoLog(StorageProvider provider)
    {
        var host = await HostAsync(provider);
        await using var system = new PharmacySystem(host, host.Client());
        using var client = With(host, Token("named"));
        var people = host.Services.GetRequiredService<OutsidePeopleService>();
        Assert.Equal(404, (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: client)).Status);

        Assert.Null(await people.BarAsync("outside:auth0|17", "ada"));
        var barred = await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: client);
        Assert.Equal(RefusalReason.WrongState, (await people.BarAsync("auth0|17", "ada"))?.Reason);
        Assert.Equal("outside:auth0|17", Assert.Single(await people.BarredAsync()).Actor);
        Assert.Null(await people.LetInAsync("outside:auth0|17", "ada"));

        Assert.Equal((403, "barred"), (barred.Status, barred.Body.GetProperty("code").GetString()));
        Assert.Equal(404, (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice, by: client)).Status);
        Assert.Equal(2, (await system.DisclosuresAsync()).Count);
        Assert.Equal(RefusalReason.Incomplete, (await people.BarAsync("a name\nwith a line", "ada"))?.Reason);
        await using var db = host.Database.Open();
        var person = await db.Set<OutsidePerson>().SingleAsync();
        Assert.Equal(("Canaryname", "Zoe", "outside:auth0|17"), (person.LastName, person.FirstName, person.ToString()));
        var events = await db.Set<AuditEvent>().ToListAsync();
        Assert.Equal(
            [("outside:auth0|17", "outside.name_stated"), ("ada", "outside.barred"), ("outside:auth0|17", "outside.refused"), ("ada", "outside.let_in")],
            events.Where(e => e.Subject == "outside:auth0|17").OrderBy(e => e.Sequence).Select(e => (e.Actor, e.Action)));
        Assert.True(await people.WasSeenAsync("auth0|17"));
        Assert.False(await people.WasSeenAsync("auth0|18"));
        Assert.DoesNotContain(events, e => (e.Actor + e.Subject + e.Detail).Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Nobody is told that a token is wrong whose signature could not be looked at.</summary>
    [Fact]
    public async Task ProviderOutOfReach_IsNotAvailable_AndSaysWhenToAskAgain()
    {
        await using var host = await HostAsync(StorageProvider.Sqlite);
        await _provider.StopAsync();
        using var client = With(host, Token());

        using var answer = await client.PostAsync(new Uri("/api/v1/patients/search", UriKind.Relative), new StringContent(PharmacySystem.AskAlice, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal((503, "not-available"), ((int)answer.StatusCode, (await PharmacySystem.BodyAsync(answer)).GetProperty("code").GetString()));
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
    }

    public static TheoryData<string, int, string> Wrong => new()
    {
        { "issuer", 401, "key-missing" },
        { "audience", 401, "key-missing" },
        { "signature", 401, "key-missing" },
        { "unsigned", 401, "key-missing" },
        { "shared-secret", 401, "key-missing" },
        { "expired", 401, "key-missing" },
        { "not-yet", 401, "key-missing" },
        { "endless", 401, "key-missing" },
        { "ten-years", 401, "key-missing" },
        { "one-factor", 401, "key-missing" },
        { "two-places", 401, "key-missing" },
        { "nameless", 401, "key-missing" },
        { "another-name", 401, "key-missing" },
        { "no-such-place", 401, "key-missing" },
        { "no-role", 403, "scope-missing" },
        { "administrator", 403, "scope-missing" },
        { "delegate", 403, "scope-missing" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task TokenThatProvesNothing_IsRefused(string wrong, int status, string code)
    {
        var host = await HostAsync(StorageProvider.Sqlite, ("Accounts:SecondFactorRequired", wrong == "one-factor" ? "true" : "false"));
        await using var system = new PharmacySystem(host, host.Client());
        using var client = With(host, Token(wrong));

        var answer = await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice, by: client);

        Assert.Equal((status, code), (answer.Status, answer.Body.GetProperty("code").GetString()));
        Assert.Empty(await system.DisclosuresAsync());
    }

    /// <summary>A provider's token opens no account of ours, whatever name it bears.</summary>
    [Fact]
    public async Task TokenWithTheNameOfAnAccount_IsNotThatAccount()
    {
        await using var host = await HostAsync(StorageProvider.Sqlite);
        await host.AddAccountAsync("ada", AccountRole.Administrator);
        using var client = With(host, Token("account"));

        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await client.GetAsync(new Uri("/accounts", UriKind.Relative))).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.DeleteAsync(new Uri("/api/v1/tokens", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("http://identity.example", "pdmp")]
    [InlineData("https://identity.example", "")]
    [InlineData("identity", "pdmp")]
    public async Task SettingsThatTrustTooMuch_KeepTheHostFromStarting(string authority, string audience)
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("OutsideIdentity:Authority", authority), ("OutsideIdentity:Audience", audience));

        Assert.Contains("OutsideIdentity needs", Assert.ThrowsAny<Exception>(() => host.Services).ToString(), StringComparison.Ordinal);
    }

    private Task<WebHost> HostAsync(StorageProvider provider, params (string, string)[] also) =>
        WebHost.StartAsync(provider, [("OutsideIdentity:Authority", _authority), ("OutsideIdentity:Audience", Audience), .. also]);

    /// <summary>A pharmacist's token, but for what is wrong with it.</summary>
    private string Token(string wrong = "")
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = "auth0|17", ["role"] = "pharmacist", ["facility"] = "FP1234563" };
        SigningCredentials? signed = new(new RsaSecurityKey(wrong == "signature" ? _stranger : _rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);
        switch (wrong)
        {
            case "unsigned":
                signed = null;
                break;
            case "shared-secret":
                // What is public about the provider's key, taken for a secret both sides share.
                signed = new SigningCredentials(new SymmetricSecurityKey(_rsa.ExportSubjectPublicKeyInfo()) { KeyId = "one" }, SecurityAlgorithms.HmacSha256);
                break;
            case "nameless":
                claims.Remove("sub");
                break;
            case "another-name":
                claims["sub"] = "a name\nwith a line";
                break;
            case "account":
                claims["sub"] = "ada";
                break;
            case "no-such-place":
                claims["facility"] = "FP1234560";
                break;
            case "two-places":
                claims["facility"] = new[] { "FP1234563", "FP1234563" };
                break;
            case "named":
                (claims["family_name"], claims["given_name"]) = ("Canaryname", "Zoe");
                break;
            case "with-code":
                claims["amr"] = new[] { "pwd", "mfa" };
                break;
            case "no-role":
                claims.Remove("role");
                break;
            case "administrator" or "delegate":
                claims["role"] = wrong;
                break;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = wrong != "endless" }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = wrong == "issuer" ? "https://another.example" : _authority,
            Audience = wrong == "audience" ? "another" : Audience,
            NotBefore = wrong == "not-yet" ? now.AddMinutes(10) : now.AddMinutes(-20),
            Expires = wrong == "expired" ? now.AddMinutes(-10) : wrong == "endless" ? null : wrong == "ten-years" ? now.AddYears(10) : now.AddMinutes(20),
            Claims = claims,
            SigningCredentials = signed,
        });
    }

    private static HttpClient With(WebHost host, string token)
    {
        var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
