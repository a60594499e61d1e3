using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>What pharmacies' systems are answered, and what attacks are answered: a problem with a code, nothing leaked, nothing kept but the audit.</summary>
public class PatientApiTests
{
    private const string Report = "/api/v1/patients/report";

    [Theory, OnSqlite, OnPostgres]
    public async Task SureMatch_GivesSearchReportAndCheck(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);

        var search = await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice);
        var report = await system.PostAsync(Report, PharmacySystem.AskAlice);
        var check = await system.PostAsync(
            "/api/v1/checks", $$$"""{"patient":{{{PharmacySystem.Alice}}},"purpose":"dispensing","fill":{"ndc":"00093083301","quantity":60,"daysSupply":30,"prescriber":"BS2048711","payment":1}}""");

        Assert.Equal((200, "found"), (search.Status, search.Body.GetProperty("outcome").GetString()));
        Assert.Equal((200, 1), (report.Status, report.Body.GetProperty("summary").GetProperty("activeRx").GetInt32()));
        Assert.Equal((200, 20), (check.Status, check.Body.GetProperty("daysEarly").GetInt32()));
        var kept = await system.DisclosuresAsync();
        Assert.Equal(3, kept.Count);
        Assert.All(kept, row => Assert.Equal(("FP1234563", "api"), (row.Facility, row.Application)));
        Assert.StartsWith("key:", kept[0].Account, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyNearAndSomebodyNear_AreDifferentAnswers()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        var nobody = await system.PostAsync(Report, PharmacySystem.AskAlice.Replace("Testpatient", "Nobody", StringComparison.Ordinal));
        var near = await system.PostAsync(Report, PharmacySystem.AskAlice.Replace("1980-02-14", "1980-02-15", StringComparison.Ordinal));

        Assert.Equal((404, "patient-not-found"), (nobody.Status, CodeOf(nobody.Body)));
        // The record is not linked yet, so a digit off leads nowhere; once linked it is listed.
        Assert.Equal(404, near.Status);
        await system.Host.Services.GetRequiredService<PdmpAnalytics.Patients.Linking.PatientLinkageService>().LinkAsync(new PdmpAnalytics.Patients.Linking.LinkRequest());
        near = await system.PostAsync(Report, PharmacySystem.AskAlice.Replace("1980-02-14", "1980-02-15", StringComparison.Ordinal));
        Assert.Equal((409, "pick-one"), (near.Status, CodeOf(near.Body)));
        Assert.Equal(1, near.Body.GetProperty("search").GetProperty("candidates").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"patient":{"lastName":"x' OR '1'='1","firstName":"a;DROP TABLE","birthDate":"1980-02-14"},"purpose":"dispensing"}""", 422, "name-unreadable")]
    [InlineData("""{"patient":{"lastName":"<script>","firstName":"A","birthDate":"1980-02-14"},"purpose":"dispensing"}""", 422, "name-unreadable")]
    [InlineData("""{"patient":{"lastName":"A","firstName":"B","birthDate":"1980-02-31"},"purpose":"dispensing"}""", 422, "birth-date-impossible")]
    [InlineData("""{"patient":{"lastName":"A","firstName":"B","birthDate":"2999-01-01"},"purpose":"dispensing"}""", 422, "birth-date-impossible")]
    [InlineData("""{"patient":{"lastName":"A","firstName":"B","birthDate":"14/02/1980"},"purpose":"dispensing"}""", 422, "birth-date-impossible")]
    [InlineData("""{"patient":{"lastName":"A\u0000B","firstName":"B","birthDate":"1980-02-14"},"purpose":"dispensing"}""", 422, "text-unreadable")]
    [InlineData("""{"patient":{"firstName":"B","birthDate":"1980-02-14"},"purpose":"dispensing"}""", 422, "name-missing")]
    [InlineData("""{"patient":{"lastName":"A","firstName":"B","birthDate":"1980-02-14"}}""", 422, "purpose-missing")]
    [InlineData("""{"patient":{"lastName":"A","firstName":"B","birthDate":"1980-02-14"},"purpose":"curiosity"}""", 422, "purpose-missing")]
    [InlineData("""{"patient":{"lastName":"A","firstName":"B","birthDate":"1980-02-14"},"purpose":"2"}""", 422, "purpose-missing")]
    [InlineData("""{"patient":{"lastName":"canaryname","firstName":{}},"purpose":"dispensing"}""", 400, "json-unreadable")]
    [InlineData("""{"patient": """, 400, "json-unreadable")]
    [InlineData("null", 400, "json-unreadable")]
    [InlineData("[]", 400, "json-unreadable")]
    public async Task BadInput_IsAProblemWithACode_AndNothingIsKept(string body, int status, string code)
    {
        await using var system = await PharmacySystem.ConnectAsync();

        var answer = await system.PostAsync(Report, body);

        Assert.Equal((status, code), (answer.Status, CodeOf(answer.Body)));
        Assert.DoesNotContain("canaryname", answer.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await system.DisclosuresAsync());
    }

    [Fact]
    public async Task WrongTypeDeepNestingAndTenMegabytes_AreRefused()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        var overlong = PharmacySystem.AskAlice.Replace("Alice", new string('a', 5000), StringComparison.Ordinal);

        Assert.Equal(415, (await system.PostAsync(Report, PharmacySystem.AskAlice, "text/plain")).Status);
        Assert.Equal(400, (await system.PostAsync(Report, string.Concat(Enumerable.Repeat("{\"patient\":", 500)))).Status);
        Assert.Equal(413, (await system.PostAsync(Report, new string(' ', 10_000_000) + "{}")).Status);
        Assert.Equal("text-too-long", CodeOf((await system.PostAsync(Report, overlong)).Body));
        Assert.Equal(404, (await system.PostAsync(Report, PharmacySystem.AskAlice.Replace("Alice", "Zoë王🙂", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task PatientIds_CannotBeEnumerated()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        var stranger = PharmacySystem.AskAlice.Replace("Testpatient", "Stranger", StringComparison.Ordinal);

        foreach (var id in (int[])[1, 2, 0, -1])
        {
            var answer = await system.PostAsync(Report, stranger.Replace("\"purpose\"", $"\"patientId\":{id},\"purpose\"", StringComparison.Ordinal));
            Assert.Equal((404, "not-found"), (answer.Status, CodeOf(answer.Body)));
        }

        Assert.All(await system.DisclosuresAsync(), row => Assert.Null(row.PatientId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer pdmp_aaaaaaaaaa_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Basic YWRhOmFkYQ==")]
    public async Task WithoutAKeyThatWorks_NothingIsAnswered(string authorization)
    {
        await using var system = await PharmacySystem.ConnectAsync();
        using var stranger = system.Host.Client();
        if (authorization.Length > 0)
        {
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        var answer = await system.PostAsync(Report, PharmacySystem.AskAlice, by: stranger);

        Assert.Equal((401, "key-missing"), (answer.Status, CodeOf(answer.Body)));
        Assert.Empty(await system.DisclosuresAsync());
    }

    [Fact]
    public async Task RevokedExpiredAndRotatedKeys_EndWhenTheyShould()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        var keys = system.Host.Services.GetRequiredService<ApiKeyService>();
        var old = (await keys.ListAsync()).Single();

        var next = (await keys.RotateAsync(old.Id, TimeSpan.FromHours(1), "test")).Value;
        Assert.Equal(200, (await system.PostAsync(Report, PharmacySystem.AskAlice)).Status);
        Assert.Null(await keys.RevokeAsync(old.Id, "test"));
        Assert.Equal(401, (await system.PostAsync(Report, PharmacySystem.AskAlice)).Status);
        system.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", next.Token);
        Assert.Equal(200, (await system.PostAsync(Report, PharmacySystem.AskAlice)).Status);
        var expired = (await keys.AddAsync(new ApiKeyTerms("old", "FP1234563", ApiScope.All) { ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(-1) }, "test")).Value;
        system.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", expired.Token);
        Assert.Equal(401, (await system.PostAsync(Report, PharmacySystem.AskAlice)).Status);
        Assert.DoesNotContain(await keys.ListAsync(), k => next.Token.Contains(Convert.ToHexString(k.SecretHash), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task KeyWithoutTheScope_IsRefusedAndNoted()
    {
        await using var system = await PharmacySystem.ConnectAsync(scopes: ApiScope.Search);

        var refused = await system.PostAsync(Report, PharmacySystem.AskAlice);

        Assert.Equal((403, "scope-missing"), (refused.Status, CodeOf(refused.Body)));
        Assert.Equal(200, (await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice)).Status);
    }

    [Fact]
    public async Task MoreRequestsThanTheKeysRate_WaitForTheirTurn()
    {
        await using var system = await PharmacySystem.ConnectAsync(rate: 3);

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await system.PostAsync("/api/v1/patients/search", PharmacySystem.AskAlice)).Status);
        }

        Assert.Equal([200, 200, 200, 429, 429], statuses);
    }

    [Fact]
    public async Task Batch_AnswersEachLine_AndRefusesAnotherPharmacysList()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        const string list = "last_name,first_name,birth_date,pharmacy\nTestpatient,Alice,1980-02-14,FP1234563\n\"Nobody, at all\",A,1970-01-02,\n,,x,\n";

        var answer = await system.PostAsync("/api/v1/batch?purpose=dispensing", list, "text/csv");
        var other = await system.PostAsync("/api/v1/batch?purpose=dispensing", list.Replace("FP1234563", "FD1357905", StringComparison.Ordinal), "text/csv");

        Assert.Equal(["found", "not-found", "unreadable"], answer.Body.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("outcome").GetString()));
        Assert.Equal((403, "other-pharmacy"), (other.Status, CodeOf(other.Body)));
        Assert.Equal(2, (await system.DisclosuresAsync()).Count);
        Assert.Equal("csv-unreadable", CodeOf((await system.PostAsync("/api/v1/batch?purpose=dispensing", "a,b\n1", "text/csv")).Body));
        Assert.Equal("purpose-missing", CodeOf((await system.PostAsync("/api/v1/batch", list, "text/csv")).Body));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Resolutions_CountOnce_AreVersioned_AndAreTheirPharmacysAlone(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var report = (await system.PostAsync(Report, PharmacySystem.AskAlice)).Body.GetProperty("reportId").GetString();
        var note = $$"""{"reportId":"{{report}}","redFlags":["ER-01"],"called":"Dr Smith: known","decision":"dispensed","text":"Lost tablets."}""";

        // Five posts of one request at once.
        var posts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => system.PostAsync("/api/v1/resolutions", note, idempotencyKey: "k1")));
        Assert.All(posts, p => Assert.Equal(201, p.Status));
        var id = Assert.Single(posts.Select(p => p.Body.GetProperty("id").GetString()).Distinct());
        Assert.Equal("changed-since", CodeOf((await system.PostAsync("/api/v1/resolutions", note.Replace("dispensed", "refused", StringComparison.Ordinal), idempotencyKey: "k1")).Body));
        Assert.Equal("idempotency-key", CodeOf((await system.PostAsync("/api/v1/resolutions", note)).Body));
        Assert.Equal(422, (await system.PostAsync("/api/v1/resolutions", note.Replace("dispensed", "9", StringComparison.Ordinal), idempotencyKey: "k2")).Status);

        var address = new Uri($"/api/v1/resolutions/{id}", UriKind.Relative);
        Assert.Equal((HttpStatusCode.OK, "\"1\""), await TagAsync(system.Client, address, null));
        Assert.Equal(HttpStatusCode.NotModified, (await TagAsync(system.Client, address, "\"1\"")).Status);
        Assert.Equal(HttpStatusCode.OK, await PutAsync(system.Client, address, note.Replace("Lost", "Found", StringComparison.Ordinal), "\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(system.Client, address, note, "\"1\""));
        Assert.Equal((HttpStatusCode.OK, "\"2\""), await TagAsync(system.Client, address, "\"1\""));
        Assert.Equal((HttpStatusCode)428, await PutAsync(system.Client, address, note, null));

        using var other = await system.OtherAsync("FD1357905");
        Assert.Equal(HttpStatusCode.NotFound, (await TagAsync(other, address, null)).Status);
        Assert.Equal(404, (await system.PostAsync("/api/v1/resolutions", note, idempotencyKey: "k3", by: other)).Status);
        using var page = await PharmacySystem.BodyOfAsync(system.Client, "/api/v1/resolutions?page=1&size=10");
        Assert.Equal((1, 1), (page.RootElement.GetProperty("total").GetInt32(), page.RootElement.GetProperty("resolutions").GetArrayLength()));
    }

    [Fact]
    public async Task DatabaseNotMigrated_IsNotAvailable_WithRetryAfter()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        await using (var db = await system.Host.Services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE audit_events RENAME TO audit_events_gone");
        }

        // The key is known already; the audit cannot be written, so there is no report.
        var answer = await system.PostAsync(Report, PharmacySystem.AskAlice);

        Assert.InRange(answer.Status, 500, 503);
        Assert.False(answer.Body.TryGetProperty("patient", out _));
        Assert.DoesNotContain("audit_events", answer.Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseGone_Is503_WithRetryAfter()
    {
        await using var host = new WebApplicationFactory<Program>().WithWebHostBuilder(
            web => web.UseSetting("database", "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2"));
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer pdmp_aaaaaaaaaa_0000000000000000000000000000000000000000000000000000000000000000");
        using var content = new StringContent(PharmacySystem.AskAlice, System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(new Uri(Report, UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("30", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Equal("not-available", CodeOf(await PharmacySystem.BodyAsync(answer)));
    }

    [Fact]
    public async Task Document_DescribesTheInterface()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        using var document = await PharmacySystem.BodyOfAsync(system.Client, "/api/v1/openapi.json");

        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "/api/v1/batch", "/api/v1/checks", "/api/v1/patients/report", "/api/v1/patients/search", "/api/v1/resolutions", "/api/v1/resolutions/{id}",
                "/api/v1/tokens", "/api/v1/tokens/refresh",
            ],
            paths);
    }

    private static string? CodeOf(JsonElement problem) => problem.TryGetProperty("code", out var code) ? code.GetString() : null;

    private static async Task<(HttpStatusCode Status, string? Tag)> TagAsync(HttpClient client, Uri address, string? ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.ETag?.Tag);
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, Uri address, string json, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
