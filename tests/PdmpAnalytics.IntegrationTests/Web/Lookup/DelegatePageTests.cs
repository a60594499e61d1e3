using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web.Api;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.Storage;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Lookup;

/// <summary>A delegate's way over the pages: asked for, agreed, confirmed, used, revoked; and the auditors' queue.</summary>
public class DelegatePageTests
{
    private static readonly (string, string)[] Alice = [("last", "Testpatient"), ("first", "Alice"), ("born", "1980-02-14"), ("purpose", "Dispensing")];

    [Theory, OnSqlite, OnPostgres]
    public async Task Delegate_AsksSupervisorAgreesProgrammeConfirms_ThenLooksUpInTheirName(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var tess = await SignedInAsync(system.Host, "tess", AccountRole.Delegate);
        using var paul = await SignedInAsync(system.Host, "paul", AccountRole.Pharmacist);
        using var ada = await SignedInAsync(system.Host, "ada", AccountRole.Administrator);

        Assert.Contains("No supervisor", await tess.GetStringAsync(new Uri("/look-up", UriKind.Relative)), StringComparison.Ordinal);
        await StepAsync(tess, "/delegates/request", ("supervisor", "paul"));
        Assert.Contains("I answer for it", await paul.GetStringAsync(new Uri("/delegates", UriKind.Relative)), StringComparison.Ordinal);
        await StepAsync(paul, "/delegates/1/approve");
        await StepAsync(ada, "/delegates/1/confirm");
        var form = await tess.GetStringAsync(new Uri("/look-up", UriKind.Relative));
        Assert.Contains("<option value=\"paul\"", form, StringComparison.Ordinal);
        using var report = await WebHost.PostAsync(tess, "/look-up", "/look-up", [.. Alice, ("supervisor", "paul")]);
        var page = await report.Content.ReadAsStringAsync();
        Assert.Contains("ALICE TESTPATIENT", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Keep the note", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"emergency\"", page, StringComparison.Ordinal);
        await StepAsync(paul, "/delegates/1/end");
        using var after = await WebHost.PostAsync(tess, "/look-up", "/look-up", [.. Alice, ("supervisor", "paul")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.StatusCode);
        Assert.DoesNotContain("ALICE", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var row = Assert.Single(await system.DisclosuresAsync());
        Assert.Equal(("tess", "paul", "delegate"), (row.Account, row.Supervisor, row.Role));
    }

    [Fact]
    public async Task Emergency_IsOpenedOnThePage_AndSettledByAnAuditor_NotByTheOneItIsAbout()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var paul = await SignedInAsync(system.Host, "paul", AccountRole.Pharmacist);
        using var otto = await SignedInAsync(system.Host, "otto", AccountRole.Auditor);

        using var report = await WebHost.PostAsync(paul, "/look-up", "/look-up", [.. Alice, ("emergency", "Unresponsive"), ("override", "Unconscious, brought by ambulance.")]);
        Assert.Contains("Opened in an emergency", await report.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var queue = WebUtility.HtmlDecode(await otto.GetStringAsync(new Uri("/access", UriKind.Relative)));
        Assert.Contains("Unconscious, brought by ambulance.", queue, StringComparison.Ordinal);
        Assert.DoesNotContain("testpatient", queue, StringComparison.OrdinalIgnoreCase);
        using var empty = await WebHost.PostAsync(otto, "/access", "/access/1/settle", ("conclusion", "Explained"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using var settled = await WebHost.PostAsync(otto, "/access", "/access/1/settle", ("conclusion", "Explained"), ("note", "Ambulance record seen"));
        Assert.Equal(HttpStatusCode.Redirect, settled.StatusCode);

        Assert.Empty(await system.Host.Services.GetRequiredService<AccessQueueService>().ListAsync());
    }

    private static async Task<HttpClient> SignedInAsync(WebHost host, string name, AccountRole role)
    {
        await host.AddAccountAsync(name, role);
        var client = host.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.SignInAsync(client, name)).StatusCode);
        return client;
    }

    private static async Task StepAsync(HttpClient client, string address, params (string, string)[] fields)
    {
        using var answer = await WebHost.PostAsync(client, "/delegates", address, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
