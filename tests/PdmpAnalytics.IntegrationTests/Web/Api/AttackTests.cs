using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.Web.Fhir;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>The list of issue 8 against every route: each attack a problem with a code, nothing leaked, nothing stored but the audit.</summary>
public class AttackTests
{
    private const string Search = "/api/v1/patients/search";
    private const string Report = "/api/v1/patients/report";
    private const string Check = "/api/v1/checks";
    private const string Batch = "/api/v1/batch?purpose=dispensing";
    private const string Notes = "/api/v1/resolutions";
    private const string History = "/fhir/Patient/$pdmp-history";
    private const string Fhir = "application/fhir+json";
    private const string Csv = "text/csv";

    /// <summary>Stands in everything that is sent and must come back in nothing.</summary>
    private const string Canary = "canaryname";

    private static readonly string[] Injections =
        ["' OR '1'='1", "\"; DROP TABLE patients; --", "<script>alert(1)</script>", "${jndi:ldap://x}", "{{7*7}}", "..%2F..%2Fetc", "=1+1", "%' OR 1=1 /*"];

    [Theory, OnSqlite, OnPostgres]
    public async Task EveryAttack_IsRefusedWithACode_AndStoresNothingButTheAudit(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var before = await StoredAsync(system);

        var answers = new List<(string What, int Status, JsonElement Body)>();
        foreach (var (what, address, body, type) in Attacks())
        {
            var (status, answer) = await system.PostAsync(address, body, type, address == Notes ? "attack" : null);
            answers.Add((what, status, answer));
        }

        Assert.All(answers, a => Assert.True(a.Status is >= 400 and < 500, $"{a.What}: {a.Status}"));
        Assert.All(answers, a => Assert.True(HasCode(a.Body), $"{a.What}: {a.Body.GetRawText()}"));
        Assert.All(answers, a => Assert.DoesNotContain(Canary, a.Body.GetRawText(), StringComparison.OrdinalIgnoreCase));
        Assert.Equal(before, await StoredAsync(system));
        Assert.Null((await system.Host.Services.GetRequiredService<AuditLog>().VerifyAsync()).Fault);
    }

    [Fact]
    public async Task TenMegabytes_AreRefusedOnEveryRoute_AlsoWithoutALengthSaid()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        var large = new byte[10 * 1024 * 1024];
        large.AsSpan().Fill((byte)' ');

        foreach (var (address, type) in new[] { (Search, "application/json"), (Report, "application/json"), (Check, "application/json"), (Batch, Csv), (Notes, "application/json"), (History, Fhir) })
        {
            foreach (var chunked in new[] { false, true })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = new ByteArrayContent(large) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
                request.Headers.TransferEncodingChunked = chunked;
                request.Headers.Add("Idempotency-Key", "large");
                using var answer = await system.Client.SendAsync(request);
                Assert.True(answer.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{address}, chunked {chunked}: {answer.StatusCode}");
            }
        }

        Assert.Empty(await system.DisclosuresAsync());
    }

    /// <summary>Guesses of a key's secret close that key at the address, many different ones the address; both for a minute, told once.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task KeysThatDoNotWork_AreLookedAtNoMore_AndOthersGoOn(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var clock = new StoppedClock(TimeProvider.System.GetUtcNow());
        await using var host = WebHost.Over(system.Host.Database, clock, ("Accounts:FailedTokensPerMinute", "3"));
        var token = system.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        var guess = token[..^8] + "00000000";

        Assert.Equal([401, 401, 401, 429, 429], await SendAsync(guess, 5));
        Assert.Equal([200], await SendAsync(token, 1)); // guesses do not close the key to its own system
        using var second = await system.OtherAsync("FD1357905");
        Assert.Equal([200], await SendAsync(second.DefaultRequestHeaders.Authorization!.Parameter!, 1));
        for (var i = 0; i < 12; i++)
        {
            await SendAsync($"nothing-{i}", 1);
        }

        Assert.Equal([429], await SendAsync("another", 1)); // the address has sent too many that do not work,
        Assert.Equal([200], await SendAsync(second.DefaultRequestHeaders.Authorization!.Parameter!, 1)); // and what works still does
        clock.Now += TimeSpan.FromSeconds(61);
        Assert.Equal([401], await SendAsync("another", 1));
        await using var db = system.Host.Database.Open();
        var noted = await db.Set<AuditEvent>().Where(e => e.Action == "api.tokens_limited").OrderBy(e => e.Sequence).ToListAsync();
        Assert.Equal(["key", "address"], noted.Select(e => e.Subject.Split(':')[0]));
        Assert.DoesNotContain(noted, e => e.Detail.Contains("pdmp_", StringComparison.Ordinal));

        async Task<List<int>> SendAsync(string with, int times)
        {
            using var client = host.Client();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", with);
            var statuses = new List<int>();
            for (var i = 0; i < times; i++)
            {
                using var content = new StringContent(PharmacySystem.AskAlice, Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri(Search, UriKind.Relative), content);
                statuses.Add((int)answer.StatusCode);
                Assert.Equal(answer.StatusCode == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter?.Delta is { TotalSeconds: > 0 and <= 60 });
            }

            return statuses;
        }
    }

    [Fact]
    public async Task RefreshTokensThatDoNotWork_AreLookedAtNoMore()
    {
        await using var host = await WebHost.StartAsync(StorageProvider.Sqlite, ("Accounts:FailedTokensPerMinute", "2"));
        using var client = host.Client();
        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var content = new StringContent("""{"refreshToken":"guess"}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/api/v1/tokens/refresh", UriKind.Relative), content);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([401, 401, 429, 429], statuses);
        await using var db = host.Database.Open();
        Assert.Equal(2, await db.Set<AuditEvent>().CountAsync(e => e.Action == "account.renewal_failed"));
    }

    [Fact]
    public async Task RowsOfAList_CountAgainstTheKeysRate()
    {
        await using var system = await PharmacySystem.ConnectAsync(rate: 5);
        static string List(int rows) => "last_name,first_name,birth_date\n" + string.Concat(Enumerable.Repeat("Nobody,A,1970-01-02\n", rows));

        Assert.Equal(429, (await system.PostAsync(Batch, List(6), Csv)).Status);
        Assert.Empty(await system.DisclosuresAsync());
        Assert.Equal(200, (await system.PostAsync(Batch, List(4), Csv)).Status);
        Assert.Equal(429, (await system.PostAsync(Batch, List(1), Csv)).Status);
        Assert.Equal(4, (await system.DisclosuresAsync()).Count);
    }

    [Fact]
    public async Task LinkOfACard_IsTheProgrammesAddress_WhateverTheSenderCallsTheHost()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        system.Client.DefaultRequestHeaders.Host = "evil.example";

        var (_, body) = await system.PostAsync("/cds-services/pdmp-look-up-patient-view", """{"hook":"patient-view","hookInstance":"1"}""");

        Assert.Equal("http://127.0.0.1:5080/look-up", body.GetProperty("cards")[0].GetProperty("links")[0].GetProperty("url").GetString());
    }

    [Fact]
    public async Task IdsOfNotes_CannotBeTriedOut()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var other = await system.OtherAsync("FD1357905");
        var report = (await system.PostAsync(Report, PharmacySystem.AskAlice)).Body.GetProperty("reportId").GetString();
        var note = await system.PostAsync(Notes, $$"""{"reportId":"{{report}}","decision":"dispensed","text":"{{Canary}}"}""", idempotencyKey: "n1");
        var id = note.Body.GetProperty("id").GetString();

        // Somebody else's note, none at all, and what is no id are one answer.
        foreach (var tried in new[] { id, Guid.NewGuid().ToString(), "1", "../../accounts" })
        {
            using var answer = await other.GetAsync(new Uri($"{Notes}/{tried}", UriKind.Relative));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is 401 or 404, $"{tried}: {answer.StatusCode}");
            Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        }

        using var page = await PharmacySystem.BodyOfAsync(other, $"{Notes}?page=1&size=100");
        Assert.Equal(0, page.RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task RetrievalKeys_OpenNothingForAnotherSystem_AndNothingOnceTheyExpired()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var other = await system.OtherAsync("FD1357905");
        var staged = await system.PostAsync(History, FhirTests.Ask(more: """,{"name":"pre-stage-only","valueBoolean":true}"""), Fhir);
        var key = staged.Body.GetProperty("parameter")[0].GetProperty("valueString").GetString();
        var replayed = FhirTests.Ask(more: $$""",{"name":"pre-stage-retrieval-key","valueString":"{{key}}"}""");

        Assert.Equal(200, (await system.PostAsync(History, replayed, Fhir)).Status);
        var refused = await system.PostAsync(History, replayed, Fhir, by: other);
        Assert.Equal((400, "expired"), (refused.Status, refused.Body.GetProperty("issue")[0].GetProperty("code").GetString()));

        var query = new PatientQuery { LastName = "Testpatient", FirstName = "Alice", BirthDate = new DateOnly(1980, 2, 14) };
        var protection = system.Host.Services.GetRequiredService<IDataProtectionProvider>();
        Assert.False(new PreStageKeys(protection, TimeSpan.FromMinutes(-1), "a").Fits(new PreStageKeys(protection, TimeSpan.FromMinutes(-1), "a").Of(query), query));
        Assert.True(new PreStageKeys(protection, TimeSpan.FromMinutes(1), "a").Fits(new PreStageKeys(protection, TimeSpan.FromMinutes(1), "a").Of(query), query));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task IdenticalPostsAtOnce_AreEachWrittenDown_AndTheChainHolds(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => system.PostAsync(i % 2 == 0 ? Report : Search, PharmacySystem.AskAlice)));

        Assert.All(answers, a => Assert.Equal(200, a.Status));
        var kept = await system.DisclosuresAsync();
        Assert.Equal(40, kept.Count);
        Assert.Equal(
            answers.Where(a => a.Body.TryGetProperty("reportId", out _)).Select(a => a.Body.GetProperty("reportId").GetGuid()).Order(),
            kept.Where(d => d.Kind == DisclosureKind.Report).Select(d => d.Id).Order());
        Assert.Null((await system.Host.Services.GetRequiredService<AuditLog>().VerifyAsync()).Fault);
    }

    private static IEnumerable<(string What, string Address, string Body, string Type)> Attacks()
    {
        const string json = "application/json";
        foreach (var (text, i) in Injections.Select((text, i) => (JsonEncodedText.Encode(text).ToString(), i)))
        {
            var body = $$"""{"patient":{"lastName":"{{text}}","firstName":"{{Canary}}","birthDate":"1980-02-14"},"purpose":"dispensing"}""";
            yield return ($"injection {i}, search", Search, body, json);
            yield return ($"injection {i}, report", Report, body, json);
            yield return ($"injection {i}, check", Check, body, json);
            yield return ($"injection {i}, purpose", Report, PharmacySystem.AskAlice.Replace("\"dispensing\"", $"\"{text}\"", StringComparison.Ordinal), json);
            yield return ($"injection {i}, FHIR", History, FhirTests.Ask(family: text), Fhir);
            yield return ($"injection {i}, note", Notes, $$"""{"reportId":"{{text}}","decision":"dispensed","text":"{{Canary}}"}""", json);
        }

        foreach (var address in new[] { Search, Report, Check })
        {
            var ask = $$"""{"patient":{"lastName":"{{Canary}}","firstName":"A","birthDate":"1980-02-14"},"purpose":"dispensing"}""";
            yield return ("overlong", address, ask.Replace(Canary, Canary + new string('x', 2000), StringComparison.Ordinal), json);
            yield return ("half a surrogate", address, ask.Replace(Canary, Canary + "\\ud800", StringComparison.Ordinal), json);
            yield return ("control", address, ask.Replace(Canary, Canary + "\\u0007", StringComparison.Ordinal), json);
            yield return ("no such day", address, ask.Replace("02-14", "02-30", StringComparison.Ordinal), json);
            yield return ("day to come", address, ask.Replace("1980", "2980", StringComparison.Ordinal), json);
            yield return ("day before anybody", address, ask.Replace("1980", "1780", StringComparison.Ordinal), json);
            yield return ("no purpose", address, ask.Replace("purpose", "x", StringComparison.Ordinal), json);
            yield return ("wrong type", address, ask, "text/html");
            yield return ("xml", address, $"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;{Canary}</a>", "application/xml");
            yield return ("cut off", address, ask[..40], json);
            yield return ("an array", address, $"[{ask}]", json);
            yield return ("deep", address, string.Concat(Enumerable.Repeat("""{"patient":""", 200)), json);
            yield return ("not UTF-8 by any reading", address, "{\"patient\":\"\\x\"}", json);
        }

        yield return ("report of a day to come", Report, PharmacySystem.AskAlice.Replace("\"purpose\"", "\"asOf\":\"2999-01-01\",\"purpose\"", StringComparison.Ordinal), json);
        yield return ("check on no such day", Check, $$$"""{"patient":{{{PharmacySystem.Alice}}},"purpose":"dispensing","fill":{"ndc":"00093083301","quantity":60,"daysSupply":30,"on":"2025-02-31"}}""", json);
        yield return ("check of nothing", Check, $$"""{"patient":{{PharmacySystem.Alice}},"purpose":"dispensing"}""", json);
        yield return ("check of less than nothing", Check, $$$"""{"patient":{{{PharmacySystem.Alice}}},"purpose":"dispensing","fill":{"ndc":"00093083301","quantity":-1,"daysSupply":30}}""", json);
        yield return ("check with no such payment", Check, $$$"""{"patient":{{{PharmacySystem.Alice}}},"purpose":"dispensing","fill":{"ndc":"00093083301","quantity":60,"daysSupply":30,"payment":77}}""", json);
        yield return ("an investigation by key", Report, PharmacySystem.AskAlice.Replace("\"dispensing\"", "\"investigation\"", StringComparison.Ordinal), json);
        yield return ("nobody answerable", History, FhirTests.Ask().Replace("1000000012", "", StringComparison.Ordinal), Fhir);
        yield return ("a delegate by FHIR", History, FhirTests.Ask(more: $$$""",{"name":"delegate-practitioner","resource":{"resourceType":"Practitioner","identifier":[{"value":"{{{Canary}}}"}]}}"""), Fhir);
        yield return ("list of another pharmacy", Batch, $"last_name,first_name,birth_date,pharmacy\n{Canary},A,1980-02-14,FD1357905\n", Csv);
        yield return ("list without purpose", "/api/v1/batch", $"last_name,first_name,birth_date\n{Canary},A,1980-02-14\n", Csv);
        yield return ("list with an open quote", Batch, $"last_name,first_name,birth_date\n\"{Canary},A,1980-02-14\n", Csv);
        yield return ("list with a short row", Batch, $"last_name,first_name,birth_date\n{Canary},A\n", Csv);
        yield return ("list with a column twice", Batch, $"last_name,first_name,birth_date,last_name\n{Canary},A,1980-02-14,B\n", Csv);
        yield return ("list as JSON", Batch, "[]", json);
        yield return ("list too long", Batch, "last_name,first_name,birth_date\n" + string.Concat(Enumerable.Repeat($"{Canary},A,1980-02-14\n", 501)), Csv);
        yield return ("note on a report that is not there", Notes, $$"""{"reportId":"{{Guid.NewGuid()}}","decision":"dispensed","text":"{{Canary}}"}""", json);
        yield return ("note without a decision", Notes, $$"""{"reportId":"{{Guid.NewGuid()}}","text":"{{Canary}}"}""", json);
        foreach (var (broken, i) in new[] { "{", "{}", "[]", "\"x\"", """{"resourceType":"Parameters"}""", """{"resourceType":"Parameters","parameter":[{"name":"patient","resource":{"resourceType":"Patient","name":7}}]}""" }.Select((b, i) => (b, i)))
        {
            yield return ($"broken FHIR {i}", History, broken, Fhir);
        }

        yield return ("FHIR as XML", History, $"<Parameters>{Canary}</Parameters>", "application/fhir+xml");
        yield return ("FHIR with a birth year only", History, FhirTests.Ask(family: Canary).Replace("1980-02-14", "1980", StringComparison.Ordinal), Fhir);
        yield return ("hook of another kind", "/cds-services/pdmp-look-up-patient-view", $$"""{"hook":"{{Canary}}","hookInstance":"1"}""", json);
    }

    /// <summary>A problem document's code, or an OperationOutcome's.</summary>
    private static bool HasCode(JsonElement body) =>
        body.TryGetProperty("code", out var code) ? code.GetString() is { Length: > 0 }
        : body.TryGetProperty("issue", out var issue) && issue[0].GetProperty("code").GetString() is { Length: > 0 };

    /// <summary>Every row but those of the audit, of disclosures and of the key's own use.</summary>
    private static async Task<string> StoredAsync(PharmacySystem system)
    {
        await using var db = await system.Host.Services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        return await DatabaseDump.OfAsync(db, property => !IsAudit(property));
    }

    private static bool IsAudit(IReadOnlyProperty property) =>
        property.DeclaringType.ClrType == typeof(AuditEvent) || property.DeclaringType.ClrType == typeof(AuditHead) || property.DeclaringType.ClrType == typeof(PatientDisclosure);
}
