using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.IntegrationTests.Web.Api;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Lookup;

/// <summary>The counter's pages: from search to note, with the purpose and who asked kept.</summary>
public partial class LookupPageTests
{
    private static readonly (string, string)[] Alice = [("last", "Testpatient"), ("first", "Alice"), ("born", "1980-02-14"), ("purpose", "Dispensing")];

    [Theory, OnSqlite, OnPostgres]
    public async Task SearchReportCheckAndNote_FollowEachOther(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);

        var report = await PageAsync(client, "/look-up", Alice);
        Assert.Contains("ALICE TESTPATIENT", report, StringComparison.Ordinal);
        Assert.Contains("id=\"headline\"", report, StringComparison.Ordinal);
        var check = await PageAsync(client, "/look-up/check", [.. Alice, ("ndc", "00093083301"), ("quantity", "60"), ("days", "30"), ("payment", "1")]);
        Assert.Contains("20 days of the running supply are left", check, StringComparison.Ordinal);
        var id = ReportId().Match(report).Groups[1].Value;
        var note = await PageAsync(client, "/look-up/note", [.. Alice, ("report", id), ("flags", "ER-01"), ("flags", "came-in-group"), ("decision", "Delayed"), ("text", "Called back.")]);
        Assert.Contains("ER-01, came-in-group", note, StringComparison.Ordinal);
        Assert.Contains("The note is kept", note, StringComparison.Ordinal);

        var kept = await system.DisclosuresAsync();
        Assert.Equal(2, kept.Count);
        Assert.All(kept, row => Assert.Equal(("pharmacist", "web", DispensingPurpose), (row.Role, row.Application, row.Purpose.ToString())));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Note_KeepsItsVersions_AndOnlyItsAuthorReadsAndCorrectsIt(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);
        using var other = await system.Host.SignedInAsync(AccountRole.Pharmacist);
        var report = ReportId().Match(await PageAsync(client, "/look-up", Alice)).Groups[1].Value;
        await PageAsync(client, "/look-up/note", [.. Alice, ("report", report), ("flags", "ER-01"), ("decision", "Delayed"), ("text", "Called back.")]);
        var address = NoteAddress().Match(await client.GetStringAsync(new Uri("/look-up/notes", UriKind.Relative))).Value;

        using var corrected = await WebHost.PostAsync(client, address, address, ("report", report), ("version", "1"), ("flags", "ER-01"), ("decision", "Dispensed"), ("text", "The prescriber confirms."));
        using var stale = await WebHost.PostAsync(client, address, address, ("report", report), ("version", "1"), ("decision", "Refused"), ("text", "Another correction."));
        var versions = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(address, UriKind.Relative)));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity), (corrected.StatusCode, stale.StatusCode));
        Assert.Contains("Alice Testpatient, born 1980-02-14", versions, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Version 2, in force", versions, StringComparison.Ordinal);
        Assert.Contains("Called back.", versions, StringComparison.Ordinal);
        Assert.DoesNotContain("Another correction.", versions, StringComparison.Ordinal);
        using var stranger = await other.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pharmacy_OfAnAccount_IsAskedFor_KeptWithTheQuery_AndItsColleaguesCorrectTheNote(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var paul = await AtAsync(system, "paul", "fp1234563");
        using var colleague = await AtAsync(system, "petra", "FP1234563");
        using var stranger = await AtAsync(system, "sven", "FD1357905");

        var report = await PageAsync(paul, "/look-up", Alice);
        Assert.Contains("""name="pharmacy" value="FP1234563""", report, StringComparison.Ordinal);
        var check = await PageAsync(paul, "/look-up/check", [.. Alice, ("ndc", "00093083301"), ("quantity", "60"), ("days", "30"), ("pharmacy", ""), ("prescriber", "")]);
        Assert.Contains("No prescriber was given: counted as one more", check, StringComparison.Ordinal);
        Assert.DoesNotContain("No pharmacy was given", check, StringComparison.Ordinal);
        var id = ReportId().Match(report).Groups[1].Value;
        await PageAsync(paul, "/look-up/note", [.. Alice, ("report", id), ("flags", "ER-01"), ("decision", "Delayed"), ("text", "Called back.")]);
        var address = NoteAddress().Match(await colleague.GetStringAsync(new Uri("/look-up/notes", UriKind.Relative))).Value;
        using var corrected = await WebHost.PostAsync(colleague, address, address, ("report", id), ("version", "1"), ("decision", "Dispensed"), ("text", "She called back."));

        Assert.Equal(HttpStatusCode.Redirect, corrected.StatusCode);
        var versions = await paul.GetStringAsync(new Uri(address, UriKind.Relative));
        Assert.Contains("petra", versions, StringComparison.Ordinal);
        Assert.Contains("Called back.", versions, StringComparison.Ordinal);
        using var hidden = await stranger.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.All(await system.DisclosuresAsync(), d => Assert.Equal("FP1234563", d.Facility));
        using var tess = await AtAsync(system, "tess", "FP1234563", AccountRole.Delegate);
        foreach (var closed in (string[])["/look-up/notes", address])
        {
            using var none = await tess.GetAsync(new Uri(closed, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NoteOnAnEmergency_StaysItsAuthors(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var paul = await AtAsync(system, "paul", "FP1234563");
        using var colleague = await AtAsync(system, "petra", "FP1234563");
        var opened = ReportId().Match(await PageAsync(paul, "/look-up", [.. Alice, ("emergency", "Overdose"), ("override", "Found unresponsive, brought in by ambulance.")])).Groups[1].Value;
        await PageAsync(paul, "/look-up/note", [.. Alice, ("report", opened), ("flags", "CO-03"), ("decision", "Refused"), ("text", "Methadone on board.")]);
        await using var open = system.Host.Beside(("Lookup:AnalystsSeeResolutions", "true"));

        Assert.Matches(NoteAddress(), await paul.GetStringAsync(new Uri("/look-up/notes", UriKind.Relative)));
        Assert.DoesNotMatch(NoteAddress(), await colleague.GetStringAsync(new Uri("/look-up/notes", UriKind.Relative)));
        Assert.Empty((await open.Services.GetRequiredService<ResolutionService>().AboutAsync(1, "ben")).Value);
    }

    [Theory, OnSqlite]
    public async Task DayOrPaymentThatCannotBeRead_IsRefused_NotReplaced(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);

        foreach (var wrong in ((string, string)[])[("on", "tomorrow"), ("payment", "77"), ("on", "1999-01-01")])
        {
            var answer = await WebHost.PostAsync(client, "/look-up", "/look-up/check", [.. Alice, ("ndc", "00093083301"), ("quantity", "60"), ("days", "30"), wrong]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }

        Assert.Empty(await system.DisclosuresAsync());
    }

    [Theory, OnSqlite]
    public async Task CountersNotes_StayAtTheCounter_UnlessTheProgrammeSaysOtherwise(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);
        var report = ReportId().Match(await PageAsync(client, "/look-up", Alice)).Groups[1].Value;
        await PageAsync(client, "/look-up/note", [.. Alice, ("report", report), ("decision", "Delayed"), ("text", "Called back.")]);
        await using var open = system.Host.Beside(("Lookup:AnalystsSeeResolutions", "true"));

        Assert.Equal(RefusalReason.NotAllowed, (await system.Host.Services.GetRequiredService<ResolutionService>().AboutAsync(1, "ben")).Refusal?.Reason);
        Assert.Equal("Called back.", Assert.Single((await open.Services.GetRequiredService<ResolutionService>().AboutAsync(1, "ben")).Value).Text);
        using var ben = await open.SignedInAsync(AccountRole.Analyst);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync(new Uri("/alerts/99/counter-notes", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task WithoutPurposeOrWithBadDates_NothingIsAskedAndNothingKept()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var client = await system.Host.SignedInAsync(AccountRole.Pharmacist);

        foreach (var fields in ((string, string)[][])[[.. Alice[..3]], [.. Alice[..2], ("born", "1980-13-40"), Alice[3]], [("last", "<b>"), .. Alice[1..]]])
        {
            var answer = await WebHost.PostAsync(client, "/look-up", "/look-up", fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }

        Assert.Empty(await system.DisclosuresAsync());
    }

    [Fact]
    public async Task Delegates_NeedASupervisorsApproval()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var client = await system.Host.SignedInAsync(AccountRole.Delegate);

        var answer = await WebHost.PostAsync(client, "/look-up", "/look-up", Alice);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("supervisor", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await system.DisclosuresAsync());
    }

    /// <summary>A pharmacist whose account names a pharmacy.</summary>
    private static async Task<HttpClient> AtAsync(PharmacySystem system, string name, string facility, AccountRole role = AccountRole.Pharmacist)
    {
        await system.Host.AddAccountAsync(name, role);
        Assert.Null(await system.Host.Services.GetRequiredService<AccountStewardService>().SetFacilityAsync(name, facility, "ada"));
        var client = system.Host.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await WebHost.SignInAsync(client, name)).StatusCode);
        return client;
    }

    private const string DispensingPurpose = "Dispensing";

    private static async Task<string> PageAsync(HttpClient client, string address, (string, string)[] fields)
    {
        var answer = await WebHost.PostAsync(client, "/look-up", address, fields);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return WebUtility.HtmlDecode(text);
    }

    [GeneratedRegex("""name="report" value="([^"]+)""")]
    private static partial Regex ReportId();

    [GeneratedRegex("/look-up/notes/[0-9a-f-]{36}")]
    private static partial Regex NoteAddress();
}
