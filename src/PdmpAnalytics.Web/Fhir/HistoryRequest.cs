using System.Text.Json;
using System.Text.Json.Nodes;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>What a <c>$pdmp-history</c> request asks. Prints nothing personal.</summary>
internal sealed record HistoryRequest
{
    public required PatientQuery Query { get; init; }

    /// <summary>Who asks: the practitioner who is authorised, by NPI or DEA number, or the delegate, by the accounts that hold the approval.</summary>
    public required EndUser User { get; init; }

    /// <summary>A pharmacist decides about dispensing, anybody else about treatment.</summary>
    public required QueryPurpose Purpose { get; init; }

    /// <summary>Find only, and answer with a key that opens the history later.</summary>
    public bool PreStageOnly { get; init; }

    /// <summary>The key that such a request gave; empty without.</summary>
    public string RetrievalKey { get; init; } = "";

    public override string ToString() => "a history request";

    /// <summary>Reads a Parameters resource; a fault names the parameter, never its value.</summary>
    public static (HistoryRequest? Request, QueryFault? Fault) Read(ReadOnlySpan<byte> json)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return (null, new QueryFault("structure", "", "The body is not JSON."));
        }

        try
        {
            return Read(root);
        }
        catch (Exception shape) when (shape is InvalidOperationException or FormatException or ArgumentException)
        {
            // A node is of another kind than FHIR has there.
            return (null, new QueryFault("structure", "", "The body is no Parameters resource as the operation defines it."));
        }
    }

    private static (HistoryRequest?, QueryFault?) Read(JsonNode? root)
    {
        if (root?["resourceType"]?.GetValue<string>() != "Parameters" || root["parameter"] is not JsonArray parameters)
        {
            return (null, new QueryFault("structure", "", "Send a Parameters resource."));
        }

        var patient = Resource(parameters, "patient", "Patient");
        var practitioner = Resource(parameters, "authorized-practitioner", "Practitioner");
        var role = Resource(parameters, "authorized-practitioner-role", "PractitionerRole");
        if (patient is null || practitioner is null || role is null)
        {
            var missing = patient is null ? "patient" : practitioner is null ? "authorized-practitioner" : "authorized-practitioner-role";
            return (null, new QueryFault("required", missing, $"The parameter {missing} is missing."));
        }

        var isPharmacist = IsPharmacist(role);
        var user = UserOf(practitioner, isPharmacist, Resource(parameters, "delegate-practitioner", "Practitioner"), Named(parameters, "delegate-practitioner") is not null);
        if (!EndUser.IsNumber(Number(practitioner)))
        {
            return (null, new QueryFault("required", "authorized-practitioner", "Give the authorized practitioner's identifier: an NPI or DEA number with a check digit that holds."));
        }

        if (user.Fault() is not null)
        {
            return (null, new QueryFault(
                "forbidden", "delegate-practitioner", $"Name the delegate and the practitioner by the accounts that hold the approval: identifiers of system {FhirSystems.Account}."));
        }

        var name = patient["name"]?.AsArray().FirstOrDefault();
        var given = name?["given"]?.AsArray().Select(g => g?.GetValue<string>() ?? "").ToList() ?? [];
        if (Text(patient["birthDate"]) is not { Length: 10 } born || !DateOnly.TryParseExact(born, "yyyy-MM-dd", out var birthDate))
        {
            return (null, new QueryFault("required", "patient", "Give the patient's birthDate with all ten characters."));
        }

        return (new HistoryRequest
        {
            Query = new PatientQuery
            {
                LastName = Text(name?["family"]),
                FirstName = given.FirstOrDefault() ?? "",
                MiddleName = given.ElementAtOrDefault(1) ?? "",
                Suffix = name?["suffix"]?.AsArray().FirstOrDefault()?.GetValue<string>() ?? "",
                BirthDate = birthDate,
                Sex = Text(patient["gender"]) switch { "female" => "F", "male" => "M", _ => "" },
                Zip = Text(patient["address"]?.AsArray().FirstOrDefault()?["postalCode"]),
                Address = Text(patient["address"]?.AsArray().FirstOrDefault()?["line"]?.AsArray().FirstOrDefault()),
                Phone = Text(patient["telecom"]?.AsArray().FirstOrDefault(t => Text(t?["system"]) == "phone")?["value"]),
            },
            User = user,
            Purpose = isPharmacist ? QueryPurpose.Dispensing : QueryPurpose.Treatment,
            PreStageOnly = Named(parameters, "pre-stage-only")?["valueBoolean"]?.GetValue<bool>() == true,
            RetrievalKey = Text(Named(parameters, "pre-stage-retrieval-key")?["valueString"]),
        }, null);
    }

    private static JsonNode? Named(JsonArray parameters, string name) => parameters.FirstOrDefault(p => Text(p?["name"]) == name);

    private static JsonNode? Resource(JsonArray parameters, string name, string type) =>
        Named(parameters, name)?["resource"] is { } resource && Text(resource["resourceType"]) == type ? resource : null;

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static EndUser UserOf(JsonNode practitioner, bool isPharmacist, JsonNode? @delegate, bool hasDelegate) => hasDelegate
        ? new EndUser(Account(@delegate), InquiryRightsService.DelegateRole, Number(@delegate), Account(practitioner))
        : new EndUser(Number(practitioner), isPharmacist ? "pharmacist" : "practitioner", Number(practitioner), "");

    /// <summary>What the role itself says: a code of NUCC's taxonomy for pharmacists (1835...), HL7's <c>pharmacist</c>, SNOMED's 46255001, or the word.</summary>
    private static bool IsPharmacist(JsonNode role) => role["code"]?.AsArray().Any(code =>
        Text(code?["text"]).Equals("pharmacist", StringComparison.OrdinalIgnoreCase)
        || code?["coding"]?.AsArray().Any(coding => Text(coding?["code"]) is var stated
            && (stated == "46255001" || stated.Equals("pharmacist", StringComparison.OrdinalIgnoreCase) || stated.StartsWith("1835", StringComparison.Ordinal))) == true) == true;

    /// <summary>The first identifier that is an NPI or DEA number; else empty.</summary>
    private static string Number(JsonNode? practitioner) =>
        Identifiers(practitioner).Select(i => Text(i?["value"]).ToUpperInvariant()).FirstOrDefault(EndUser.IsNumber) ?? "";

    private static string Account(JsonNode? practitioner) =>
        Text(Identifiers(practitioner).FirstOrDefault(i => Text(i?["system"]) == FhirSystems.Account)?["value"]);

    private static IEnumerable<JsonNode?> Identifiers(JsonNode? practitioner) => practitioner?["identifier"]?.AsArray() ?? Enumerable.Empty<JsonNode?>();
}
