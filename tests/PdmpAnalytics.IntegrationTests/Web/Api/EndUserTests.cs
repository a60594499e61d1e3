using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>Which person asks through a pharmacy's key: stated, checked, kept, and answerable.</summary>
public class EndUserTests
{
    private const string Report = "/api/v1/patients/report";
    private const string History = "/fhir/Patient/$pdmp-history";
    private const string Fhir = "application/fhir+json";

    [Theory, OnSqlite, OnPostgres]
    public async Task StatedInTheBody_IsKeptWithWhatWasAsked(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);

        var (status, _) = await system.PostAsync(Report, Ask("""{"id":"jdoe","role":"pharmacist","licence":"1000000012"}"""));

        Assert.Equal(200, status);
        var kept = Assert.Single(await system.DisclosuresAsync());
        Assert.Equal(("jdoe", "pharmacist", "1000000012", "FP1234563"), (kept.EndUser, kept.Role, kept.Licence, kept.Facility));
        Assert.Equal($"{kept.Account}/jdoe", kept.Asker);
    }

    [Theory]
    [InlineData("""{"id":"jdoe","role":"pharmacist","licence":"1000000013"}""", "licence-invalid")]
    [InlineData("""{"id":"jdoe","role":"pharmacist","licence":"FP1234564"}""", "licence-invalid")]
    [InlineData("""{"id":"jdoe","role":"pharmacist"}""", "licence-invalid")]
    [InlineData("""{"id":"jdoe","role":"prescriber","licence":"MN-123456"}""", "licence-invalid")]
    [InlineData("""{"id":"jdoe","role":"analyst","licence":"1000000012"}""", "role-unknown")]
    [InlineData("""{"id":"j doe","role":"pharmacist","licence":"1000000012"}""", "user-unreadable")]
    [InlineData("""{"id":"jdoe","role":"delegate"}""", "supervisor-missing")]
    [InlineData("""{"id":"jdoe","role":"pharmacist","licence":"1000000012","supervisor":"pat"}""", "supervisor-unasked")]
    public async Task WhatCannotBeBelieved_IsRefused_AndNothingIsKept(string user, string code)
    {
        await using var system = await PharmacySystem.ConnectAsync();

        var (status, body) = await system.PostAsync(Report, Ask(user));

        Assert.Equal((422, code), (status, body.GetProperty("code").GetString()));
        Assert.DoesNotContain("doe", body.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await system.DisclosuresAsync());
    }

    [Fact]
    public async Task RequiredBySetting_NobodyIsAnsweredWithout_AndTheHeaderDoes()
    {
        await using var system = await PharmacySystem.ConnectAsync(settings: ("Lookup:RequireUser", "true"));

        var (status, body) = await system.PostAsync(Report, PharmacySystem.AskAlice);
        Assert.Equal((422, "user-missing"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(422, (await system.PostAsync("/api/v1/batch?purpose=dispensing", "last_name,first_name,birth_date\nNobody,A,1970-01-02\n", "text/csv")).Status);

        system.Client.DefaultRequestHeaders.Add("Pdmp-User", "id=jdoe; role=pharmacist; licence=MN-123456");
        var answered = await system.PostAsync(Report, PharmacySystem.AskAlice);
        Assert.Equal(200, answered.Status);
        var note = await system.PostAsync(
            "/api/v1/resolutions", $$"""{"reportId":"{{answered.Body.GetProperty("reportId").GetString()}}","decision":"dispensed","text":"called"}""", idempotencyKey: "n1");

        Assert.Equal(201, note.Status);
        Assert.EndsWith("/jdoe", note.Body.GetProperty("by").GetString(), StringComparison.Ordinal);
        Assert.Equal("MN-123456", Assert.Single(await system.DisclosuresAsync()).Licence);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Delegates_AskWhileTheirSupervisorsApprovalHolds_OverRestAndFhir(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var ask = Ask("""{"id":"dana","role":"delegate","supervisor":"pat"}""");
        var fhir = FhirTests.Ask(more: """
            ,{"name":"delegate-practitioner","resource":{"resourceType":"Practitioner","identifier":[{"system":"urn:pdmp:account","value":"dana"}]}}
            """).Replace("""[{"system":"http://hl7.org""", """[{"system":"urn:pdmp:account","value":"pat"},{"system":"http://hl7.org""", StringComparison.Ordinal);

        Assert.Equal((403, 403), ((await system.PostAsync(Report, ask)).Status, (await system.PostAsync(History, fhir, Fhir)).Status));
        Assert.Empty(await system.DisclosuresAsync());

        await system.Host.AddAccountAsync("dana", AccountRole.Delegate);
        await system.Host.AddAccountAsync("pat", AccountRole.Pharmacist);
        var delegations = system.Host.Services.GetRequiredService<DelegationService>();
        var id = (await delegations.RequestAsync("dana", "pat", "dana")).Value.Id;
        Assert.Null(await delegations.ApproveAsync(id, "pat"));
        Assert.Equal(403, (await system.PostAsync(Report, ask)).Status);
        Assert.Null(await delegations.ConfirmAsync(id, "root"));
        Assert.Equal(403, (await system.PostAsync(Report, ask)).Status); // approved, and of nobody at this key's pharmacy
        Assert.Null(await system.Host.Services.GetRequiredService<AccountStewardService>().SetFacilityAsync("pat", "FP1234563", "root"));

        Assert.Equal(200, (await system.PostAsync(Report, ask)).Status);
        var (status, body) = await system.PostAsync(History, fhir, Fhir);
        Assert.True(status == 200, body.GetRawText());
        Assert.All(await system.DisclosuresAsync(), d => Assert.Equal(("dana", "pat", "delegate"), (d.EndUser, d.Supervisor, d.Role)));
        Assert.Null(await system.Host.Users.DisableAsync("dana", "root"));
        Assert.Equal(403, (await system.PostAsync(Report, ask)).Status);
        Assert.Null(await system.Host.Users.EnableAsync("dana", "root"));
        Assert.Null(await delegations.EndAsync(id, "pat", asSupervisor: true));
        Assert.Equal(403, (await system.PostAsync(Report, ask)).Status);
    }

    [Fact]
    public async Task FhirPractitioner_IsKeptByItsNumber_AndRefusedWithAWrongCheckDigit()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        Assert.Equal(400, (await system.PostAsync(History, FhirTests.Ask().Replace("1000000012", "1000000013", StringComparison.Ordinal), Fhir)).Status);
        Assert.Equal(200, (await system.PostAsync(History, FhirTests.Ask(), Fhir)).Status);

        var kept = Assert.Single(await system.DisclosuresAsync());
        Assert.Equal(("1000000012", "1000000012", "pharmacist", ""), (kept.EndUser, kept.Licence, kept.Role, kept.Supervisor));
    }

    [Fact]
    public async Task NoteAfterTheKeyWasRotated_IsTheSameNote()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        var report = (await system.PostAsync(Report, PharmacySystem.AskAlice)).Body.GetProperty("reportId").GetString();
        var note = $$"""{"reportId":"{{report}}","decision":"dispensed","text":"called"}""";
        using var colleague = await system.OtherAsync("FP1234563");
        var keys = system.Host.Services.GetRequiredService<ApiKeyService>();
        var own = (await system.DisclosuresAsync())[0].Account["key:".Length..];
        using var rotated = system.Host.Client();
        rotated.DefaultRequestHeaders.Authorization = new("Bearer", (await keys.RotateAsync(own, TimeSpan.FromDays(1), "test")).Value.Token);

        var first = await system.PostAsync("/api/v1/resolutions", note, idempotencyKey: "n1");
        var again = await system.PostAsync("/api/v1/resolutions", note, idempotencyKey: "n1", by: rotated);
        var other = await system.PostAsync("/api/v1/resolutions", note, idempotencyKey: "n1", by: colleague);

        Assert.Equal((201, IdOf(first.Body)), (again.Status, IdOf(again.Body)));
        Assert.Equal(201, other.Status);
        Assert.Equal(RefusalReason.WrongState, (await keys.RotateAsync(own, TimeSpan.FromDays(1), "test")).Refusal?.Reason); // its successor can be
        Assert.NotEqual(IdOf(first.Body), IdOf(other.Body));
    }

    /// <summary>The request's name is the system's, whichever of its keys it used; another system of the pharmacy has names of its own.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task NoteSentByTwoKeysOfASystemAtOnce_IsOneNote(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var report = (await system.PostAsync("/api/v1/patients/report", PharmacySystem.AskAlice)).Body.GetProperty("reportId").GetString();
        var keys = system.Host.Services.GetRequiredService<ApiKeyService>();
        var key = (await system.DisclosuresAsync())[0].Account["key:".Length..];
        var clients = new List<HttpClient> { system.Client };
        for (var i = 0; i < 4; i++)
        {
            var issued = (await keys.RotateAsync(key, TimeSpan.FromDays(1), "test")).Value;
            key = issued.Key.Id;
            clients.Add(system.Host.Client());
            clients[^1].DefaultRequestHeaders.Authorization = new("Bearer", issued.Token);
        }

        for (var round = 0; round < 5; round++)
        {
            var note = $$"""{"reportId":"{{report}}","decision":"dispensed","text":"round {{round}}"}""";
            var answers = await Task.WhenAll(clients.Select(by => system.PostAsync("/api/v1/resolutions", note, idempotencyKey: $"n{round}", by: by)));
            Assert.All(answers, a => Assert.Equal(201, a.Status));
            Assert.Single(answers.Select(a => IdOf(a.Body)).Distinct());
        }

        using var page = await PharmacySystem.BodyOfAsync(clients[^1], "/api/v1/resolutions");
        Assert.Equal(5, page.RootElement.GetProperty("total").GetInt32());
        clients[1..].ForEach(c => c.Dispose());
    }

    private static string? IdOf(JsonElement note) => note.GetProperty("id").GetString();

    private static string Ask(string user) => PharmacySystem.AskAlice[..^1] + $",\"user\":{user}}}";
}
