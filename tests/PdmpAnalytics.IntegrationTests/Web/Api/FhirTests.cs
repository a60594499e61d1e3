using System.Text.Json;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>The operation of the US PDMP guide by the structure of domain reference 5.5, and hooks that hold no history.</summary>
public class FhirTests
{
    private const string Operation = "/fhir/Patient/$pdmp-history";
    private const string Type = "application/fhir+json";

    [Theory, OnSqlite, OnPostgres]
    public async Task History_IsACollectionOfWhatTheGuideNames(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);

        var (status, body) = await system.PostAsync(Operation, Ask(), Type);

        Assert.Equal(200, status);
        var bundle = Parameter(body, "pdmp-history-data").GetProperty("resource");
        Assert.Equal(("Bundle", "collection"), (bundle.GetProperty("resourceType").GetString(), bundle.GetProperty("type").GetString()));
        var resources = bundle.GetProperty("entry").EnumerateArray().Select(e => e.GetProperty("resource")).ToList();
        var addresses = bundle.GetProperty("entry").EnumerateArray().Select(e => e.GetProperty("fullUrl").GetString()).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.Matches("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", address));
        Assert.Equal(["MedicationDispense", "MedicationRequest", "Organization", "Patient", "Practitioner"], resources.Select(TypeOf).Where(t => t != "DetectedIssue").Distinct().Order(StringComparer.Ordinal));

        // References lead to entries.
        var references = References(bundle).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains(reference, addresses));
        var dispense = resources.Single(r => TypeOf(r) == "MedicationDispense");
        Assert.Equal("completed", dispense.GetProperty("status").GetString());
        Assert.Equal("http://hl7.org/fhir/sid/ndc", dispense.GetProperty("medicationCodeableConcept").GetProperty("coding")[0].GetProperty("system").GetString());
        Assert.Equal((60, 30), (dispense.GetProperty("quantity").GetProperty("value").GetInt32(), dispense.GetProperty("daysSupply").GetProperty("value").GetInt32()));
        Assert.Single(dispense.GetProperty("performer").EnumerateArray());
        Assert.Contains(dispense.GetProperty("extension").EnumerateArray(), e => e.GetProperty("url").GetString()!.EndsWith("-lme", StringComparison.Ordinal));
        var types = dispense.GetProperty("extension").EnumerateArray()
            .ToDictionary(e => e.GetProperty("url").GetString()!.Split("pdmp-extension-")[^1], e => e.EnumerateObject().Single(p => p.Name != "url").Name);
        Assert.Equal("valueDecimal", types["lme"]);
        Assert.Equal("valueCoding", types["method-of-payment"]);
        Assert.All(types, t => Assert.Equal(
            t.Key switch { "lme" or "mme" => "valueDecimal", "rx-fill-number" => "valuePositiveInt", _ => "valueCoding" }, t.Value));
        Assert.Equal(("informational", "complete"), StatusOf(Parameter(body, "outcome").GetProperty("resource")));
        var period = body.GetProperty("parameter")[0].GetProperty("extension")[0].GetProperty("valuePeriod");
        Assert.Equal(10, period.GetProperty("start").GetString()!.Length);
        Assert.Equal("fhir", Assert.Single(await system.DisclosuresAsync()).Application);
        Assert.Equal(200, (await system.PostAsync("/fhir/$pdmp-history", Ask(), Type)).Status);
    }

    /// <summary>
    /// The profiles of the guide's page of US Core profiles and of its bundle; none is claimed by a resource that lacks what its profile demands.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Resources_NameTheProfilesThatTheyKeep(StorageProvider provider)
    {
        await using var system = await PharmacySystem.ConnectAsync(provider);
        var filled = PharmacySystem.Today.AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await system.LoadAsync(
            TestKit.Ingestion.CsvRow.Sound.Rx("full").With("date_filled", filled).With("date_written", filled).With("date_sold", filled)
                .With("transmission_form", "05").With("treatment_type", "10").With("payment_type", "01").With("refill_number", "1"),
            TestKit.Ingestion.CsvRow.Sound.Rx("bare").With("date_filled", filled).With("date_written", "").With("date_sold", "")
                .With("transmission_form", "").With("treatment_type", "").With("payment_type", "").With("prescriber_dea", "MJ3188427").With("prescriber_npi", "")
                .With("prescriber_last_name", "").With("prescriber_first_name", ""));

        var (_, body) = await system.PostAsync(Operation, Ask(), Type);

        Assert.Equal("pdmp-parameters-response", ProfileOf(body));
        var bundle = Parameter(body, "pdmp-history-data").GetProperty("resource");
        Assert.Equal("pdmp-bundle-history-result", ProfileOf(bundle));
        var resources = bundle.GetProperty("entry").EnumerateArray().Select(e => e.GetProperty("resource")).ToList();
        var claimed = resources.GroupBy(TypeOf).ToDictionary(g => g.Key!, g => g.Select(ProfileOf).Distinct().Order(StringComparer.Ordinal).ToList());
        Assert.Equal(["pdmp-patient"], claimed["Patient"]);
        Assert.Equal(["pdmp-medicationdispense"], claimed["MedicationDispense"]);
        Assert.Equal(["pdmp-organization-pharmacy"], claimed["Organization"]);
        Assert.Equal(["", "us-core-practitioner|6.1.0"], claimed["Practitioner"]);
        Assert.Equal(["", "us-core-medicationrequest|6.1.0"], claimed["MedicationRequest"]);
        foreach (var resource in resources.Where(r => ProfileOf(r).Length > 0 && TypeOf(r) is "Patient" or "Organization" or "Practitioner"))
        {
            var identifier = resource.GetProperty("identifier")[0];
            Assert.True(identifier.GetProperty("system").GetString()!.Length > 0 && identifier.GetProperty("value").GetString()!.Length > 0);
        }

        Assert.All(resources.Where(r => TypeOf(r) == "Organization"), o => Assert.True(o.GetProperty("active").GetBoolean() && o.GetProperty("name").GetString()!.Length > 0));
        var full = Dispense("full");
        Assert.Equal(
            [
                ("method-of-payment", "PMIXMethodofPayment|01"), ("opioid-treatment-code", "PMIXOpioidTreatmentCode|10"),
                ("rx-transmission-method", "PMIXTransmissionFormRxOriginCodeType|05"),
            ],
            full.GetProperty("extension").EnumerateArray().Where(e => e.TryGetProperty("valueCoding", out _)).Select(e => (
                e.GetProperty("url").GetString()!.Split("pdmp-extension-")[1],
                $"{e.GetProperty("valueCoding").GetProperty("system").GetString()!.Split('/')[^1]}|{e.GetProperty("valueCoding").GetProperty("code").GetString()}")).Order());
        Assert.Equal((filled, false), (full.GetProperty("whenHandedOver").GetString(), full.TryGetProperty("_whenHandedOver", out _)));
        var bare = Dispense("bare");
        Assert.Equal("unknown", bare.GetProperty("_whenHandedOver").GetProperty("extension")[0].GetProperty("valueCode").GetString());
        Assert.DoesNotContain("valueCoding", bare.GetRawText(), StringComparison.Ordinal);

        JsonElement Dispense(string rx) => resources.Single(r => TypeOf(r) == "MedicationDispense" && r.GetProperty("identifier")[0].GetProperty("value").GetString() == rx);
    }

    /// <summary>Last part of the one profile that a resource names; empty without.</summary>
    private static string ProfileOf(JsonElement resource) =>
        resource.TryGetProperty("meta", out var meta) ? Assert.Single(meta.GetProperty("profile").EnumerateArray()).GetString()!.Split('/')[^1] : "";

    private static (string?, string?) StatusOf(JsonElement outcome) => (
        outcome.GetProperty("issue")[0].GetProperty("code").GetString(),
        outcome.GetProperty("issue")[0].GetProperty("details").GetProperty("coding")[0].GetProperty("code").GetString());

    [Fact]
    public async Task NoHistory_IsAnOutcomeAndNoBundle()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        var (status, body) = await system.PostAsync(Operation, Ask(family: "Nobody"), Type);

        Assert.Equal(200, status);
        var issue = Parameter(body, "outcome").GetProperty("resource").GetProperty("issue")[0];
        Assert.Equal(("information", "not-found", "no-data"), (
            issue.GetProperty("severity").GetString(), issue.GetProperty("code").GetString(),
            issue.GetProperty("details").GetProperty("coding")[0].GetProperty("code").GetString()));
        Assert.DoesNotContain("Bundle", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreStaging_GivesAKeyThatOpensTheSamePatientOnly()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        var staged = await system.PostAsync(Operation, Ask(more: """,{"name":"pre-stage-only","valueBoolean":true}"""), Type);
        var key = Parameter(staged.Body, "pre-stage-retrieval-key").GetProperty("valueString").GetString();
        var with = $$""",{"name":"pre-stage-retrieval-key","valueString":"{{key}}"}""";

        Assert.DoesNotContain("Bundle", staged.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("pdmp-history-data", (await system.PostAsync(Operation, Ask(more: with), Type)).Body.GetProperty("parameter")[0].GetProperty("name").GetString());
        Assert.Equal(400, (await system.PostAsync(Operation, Ask(family: "Other", more: with), Type)).Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"resourceType":"Bundle"}""")]
    [InlineData("""{"resourceType":"Parameters","parameter":{}}""")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"patient","resource":{"resourceType":"Patient","name":"canaryname"}}]}""")]
    [InlineData("""{"resourceType":7,"parameter":[]}""")]
    public async Task BrokenRequests_AreAnOutcome_AndNothingIsKept(string body)
    {
        await using var system = await PharmacySystem.ConnectAsync();

        var answer = await system.PostAsync(Operation, body, Type);

        Assert.Equal((400, "OperationOutcome"), (answer.Status, TypeOf(answer.Body)));
        Assert.DoesNotContain("canaryname", answer.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await system.DisclosuresAsync());
        Assert.Equal(415, (await system.PostAsync(Operation, body, "text/xml")).Status);
    }

    [Fact]
    public async Task Metadata_StatesTheOperation()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        using var statement = await PharmacySystem.BodyOfAsync(system.Client, "/fhir/metadata");

        Assert.Equal(("CapabilityStatement", "4.0.1"), (TypeOf(statement.RootElement), statement.RootElement.GetProperty("fhirVersion").GetString()));
        Assert.Equal("pdmp-history", statement.RootElement.GetProperty("rest")[0].GetProperty("operation")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Hooks_GiveALinkAndNoHistory()
    {
        await using var system = await PharmacySystem.ConnectAsync();

        using var services = await PharmacySystem.BodyOfAsync(system.Client, "/cds-services");
        var (status, body) = await system.PostAsync(
            "/cds-services/pdmp-look-up-patient-view", """{"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"patientId":"1"}}""");

        Assert.Equal(3, services.RootElement.GetProperty("services").GetArrayLength());
        var card = body.GetProperty("cards")[0];
        Assert.Equal((200, "info", "absolute"), (status, card.GetProperty("indicator").GetString(), card.GetProperty("links")[0].GetProperty("type").GetString()));
        Assert.True(card.GetProperty("summary").GetString()!.Length < 140);
        Assert.DoesNotContain("clonazepam", body.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await system.DisclosuresAsync());
        Assert.Equal(400, (await system.PostAsync("/cds-services/pdmp-look-up-patient-view", "{}")).Status);
    }

    internal static string Ask(string family = "Testpatient", string more = "") => $$$"""
        {"resourceType":"Parameters","parameter":[
          {"name":"patient","resource":{"resourceType":"Patient","name":[{"family":"{{{family}}}","given":["Alice"]}],"birthDate":"1980-02-14"}},
          {"name":"authorized-practitioner","resource":{"resourceType":"Practitioner","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1000000012"}]}},
          {"name":"authorized-practitioner-role","resource":{"resourceType":"PractitionerRole","code":[{"text":"Pharmacist"}]}}{{{more}}}]}
        """;

    private static JsonElement Parameter(JsonElement parameters, string name) =>
        parameters.GetProperty("parameter").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);

    private static string? TypeOf(JsonElement resource) => resource.GetProperty("resourceType").GetString();

    private static IEnumerable<string?> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            p.NameEquals("reference") && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
