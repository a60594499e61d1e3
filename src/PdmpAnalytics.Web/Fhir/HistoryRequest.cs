using System.Text.Json;
using System.Text.Json.Nodes;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>What a <c>$pdmp-history</c> request asks. Prints nothing personal.</summary>
internal sealed record HistoryRequest
{
    public required PatientQuery Query { get; init; }

    /// <summary>Identifier of the practitioner who is authorised; never empty.</summary>
    public required string Practitioner { get; init; }

    /// <summary>A delegate asks for the practitioner.</summary>
    public bool HasDelegate { get; init; }

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

        if (Identifier(practitioner).Length == 0)
        {
            return (null, new QueryFault("required", "authorized-practitioner", "Give the authorized practitioner's identifier: an NPI or DEA number."));
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
            Practitioner = Identifier(practitioner),
            HasDelegate = Named(parameters, "delegate-practitioner") is not null,
            Purpose = role.ToJsonString().Contains("pharmacist", StringComparison.OrdinalIgnoreCase) ? QueryPurpose.Dispensing : QueryPurpose.Treatment,
            PreStageOnly = Named(parameters, "pre-stage-only")?["valueBoolean"]?.GetValue<bool>() == true,
            RetrievalKey = Text(Named(parameters, "pre-stage-retrieval-key")?["valueString"]),
        }, null);
    }

    private static JsonNode? Named(JsonArray parameters, string name) => parameters.FirstOrDefault(p => Text(p?["name"]) == name);

    private static JsonNode? Resource(JsonArray parameters, string name, string type) =>
        Named(parameters, name)?["resource"] is { } resource && Text(resource["resourceType"]) == type ? resource : null;

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static string Identifier(JsonNode practitioner) => Text(practitioner["identifier"]?.AsArray().FirstOrDefault()?["value"]);
}
