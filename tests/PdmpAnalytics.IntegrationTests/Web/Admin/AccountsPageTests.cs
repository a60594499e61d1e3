using System.Net;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Admin;

public class AccountsPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Account_IsAddedGivenRolesDisabledAndLetInAgain(StorageProvider provider)
    {
        await using var host = await WebHost.StartAsync(provider);
        using var client = await host.SignedInAsync(AccountRole.Administrator);

        var added = await WebHost.PostAsync(
            client, "/accounts", "/accounts", ("name", "lea.b@state"), ("roles", "analyst"), ("roles", "lead"), ("password", WebHost.Password), ("again", WebHost.Password));
        Assert.Equal("/accounts/lea.b%40state?done=added", added.Headers.Location?.ToString());
        Assert.Contains("lea.b@state", await client.GetStringAsync(new Uri("/accounts", UriKind.Relative)), StringComparison.Ordinal);

        await StepAsync(client, "roles", ("roles", "auditor"));
        await StepAsync(client, "disable");
        var disabled = (await host.Users.ListAsync()).Single(a => a.Name == "lea.b@state");
        Assert.Equal((true, AccountRole.Auditor), (disabled.IsDisabled, Assert.Single(disabled.Roles)));
        await StepAsync(client, "enable");
        await StepAsync(client, "password", ("password", "five green kettles boil"), ("again", "five green kettles boil"));
        using var lea = host.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.SignInAsync(lea, "lea.b@state", "five green kettles boil")).StatusCode);
    }

    [Fact]
    public async Task WhatIsRefused_IsSaidOnTheSamePage()
    {
        await using var host = await WebHost.StartAsync();
        using var client = await host.SignedInAsync(AccountRole.Administrator);
        var own = (await host.Users.ListAsync()).Single().Name;

        var twice = await WebHost.PostAsync(client, "/accounts", "/accounts", ("name", "lea"), ("roles", "analyst"), ("password", WebHost.Password), ("again", "other"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Contains("not typed the same twice", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var last = await WebHost.PostAsync(client, $"/accounts/{own}", $"/accounts/{own}/disable");
        Assert.Contains("last administrator", await last.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var raised = await WebHost.PostAsync(client, $"/accounts/{own}", $"/accounts/{own}/roles", ("roles", "administrator"), ("roles", "lead"));
        Assert.Contains("another administrator", await raised.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/accounts/nobody", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData(AccountRole.Lead)]
    [InlineData(AccountRole.Auditor)]
    public async Task AnybodyElse_IsTurnedAway(AccountRole role)
    {
        await using var host = await WebHost.StartAsync();
        using var client = await host.SignedInAsync(role);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/accounts", UriKind.Relative))).StatusCode);
    }

    private static async Task StepAsync(HttpClient client, string step, params (string, string)[] fields)
    {
        var answer = await WebHost.PostAsync(client, "/accounts/lea.b%40state", $"/accounts/lea.b%40state/{step}", fields);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
