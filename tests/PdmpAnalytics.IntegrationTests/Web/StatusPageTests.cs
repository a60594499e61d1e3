using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

public class StatusPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task DatabaseThere_HealthyAndSaysSo(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var host = Host(database.Options.ConnectionString);
        using var client = host.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        var page = await client.GetAsync(new Uri("/status", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("reachable", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseGone_UnhealthyWithoutDetails()
    {
        await using var host = Host("Host=127.0.0.1;Port=1;Username=nobody;Password=canary-secret;Timeout=2");
        using var client = host.CreateClient();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
        var page = await client.GetStringAsync(new Uri("/status", UriKind.Relative));
        Assert.Contains("does not answer", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/site.css")]
    public async Task EveryAnswer_CarriesTheSecurityHeaders(string path)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await using var host = Host(database.Options.ConnectionString);
        using var client = host.CreateClient();

        var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static WebApplicationFactory<Program> Host(string database) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.UseSetting("database", database));
}
