using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>Every kind of answer under <c>/fhir</c> against HL7's JSON schema of R4.</summary>
public class FhirSchemaTests
{
    private const string Operation = "/fhir/Patient/$pdmp-history";
    private const string Type = "application/fhir+json";

    [Fact]
    public async Task EveryAnswer_IsValidR4()
    {
        await using var system = await PharmacySystem.ConnectAsync();
        await system.LoadAsync(Elsewhere("2", 4), Elsewhere("3", 2).With("payment_type", "01"), Elsewhere("4", 1).With("pharmacy_name", "").With("date_written", ""));
        using var stranger = system.Host.Client();
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "pdmp_x");
        var ask = FhirTests.Ask();

        var history = await system.PostAsync(Operation, ask, Type);
        (int Status, JsonElement Body)[] answers =
        [
            history,
            await system.PostAsync("/fhir/$pdmp-history", ask, "application/json"),
            await system.PostAsync(Operation, FhirTests.Ask(family: "Nobody"), Type),
            await system.PostAsync(Operation, FhirTests.Ask(more: """,{"name":"pre-stage-only","valueBoolean":true}"""), Type),
            await system.PostAsync(Operation, FhirTests.Ask(more: """,{"name":"pre-stage-retrieval-key","valueString":"x"}"""), Type),
            await system.PostAsync(Operation, "{", Type),
            await system.PostAsync(Operation, ask, "text/xml"),
            await system.PostAsync(Operation, new string(' ', 100_000) + ask, Type),
            await system.PostAsync(Operation, ask, Type, by: stranger),
            await system.PostAsync("/fhir/Patient", ask, Type),
            (200, (await PharmacySystem.BodyOfAsync(system.Client, "/fhir/metadata")).RootElement),
        ];

        Assert.Equal([200, 200, 200, 200, 400, 400, 415, 413, 401, 401, 200], answers.Select(a => a.Status));
        var types = history.Body.GetProperty("parameter")[0].GetProperty("resource").GetProperty("entry").EnumerateArray()
            .Select(e => e.GetProperty("resource").GetProperty("resourceType").GetString()).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["DetectedIssue", "MedicationDispense", "MedicationRequest", "Organization", "Patient", "Practitioner"], types);
        Assert.All(await FhirSchema.ComplaintsAsync(answers.Select(a => a.Body)), Assert.Empty);
    }

    [Fact]
    public async Task Schema_FindsWhatIsWrong()
    {
        using var wrong = JsonDocument.Parse("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","birthDate":"14/02/1980"}}]}""");

        Assert.Contains("birthDate", Assert.Single(Assert.Single(await FhirSchema.ComplaintsAsync([wrong.RootElement]))), StringComparison.Ordinal);
    }

    /// <summary>The same drug from another practice and pharmacy, while the first supply runs.</summary>
    private static CsvRow Elsewhere(string rx, int daysAgo)
    {
        var filled = PharmacySystem.Today.AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return CsvRow.Sound.Rx(rx).With("date_filled", filled).With("date_written", filled).With("pharmacy_dea", "FD1357905").With("pharmacy_npi", "")
            .With("prescriber_dea", "MJ3188427").With("prescriber_npi", "").With("prescriber_last_name", "JONES");
    }
}
