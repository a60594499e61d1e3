using System.Text.Json.Nodes;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>Answers of the operation, and the statement of what this server can do.</summary>
internal static class FhirAnswers
{
    public static IResult Outcome(int status, string severity, string code, string text) => Json(status, OutcomeOf(severity, code, text));

    /// <summary>R4's type of issue (value set issue-type) for an answer that no handler made.</summary>
    public static string IssueOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "login",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "not-supported",
        StatusCodes.Status429TooManyRequests => "throttled",
        StatusCodes.Status503ServiceUnavailable => "transient",
        >= 500 => "exception",
        _ => "invalid",
    };

    /// <summary>The history inside Parameters, with the days it is of.</summary>
    public static IResult History(PatientReport report)
    {
        var bundle = new HistoryBundle(report);
        var answer = Parameters(
            ("pdmp-history-data", "resource", bundle.Make()),
            ("outcome", "resource", OutcomeOf("information", "informational", "The history is complete as far as it was reported.", (FhirSystems.PmixStatus, "complete"))));
        answer["parameter"]![0]!["extension"] = new JsonArray(bundle.ActivityPeriod());
        return Json(StatusCodes.Status200OK, answer);
    }

    /// <summary>Nobody, or nobody surely: no bundle is made.</summary>
    /// <param name="code">Of R4's issue types.</param>
    public static IResult NoHistory(string code, string text) =>
        Json(StatusCodes.Status200OK, Parameters(("outcome", "resource", OutcomeOf("information", code, text, (FhirSystems.PmixStatus, "no-data")))));

    public static IResult PreStaged(string key) =>
        Json(StatusCodes.Status200OK, Parameters(
            ("pre-stage-retrieval-key", "valueString", key),
            ("outcome", "resource", OutcomeOf("information", "informational", "The history may be asked for with this key.", (FhirSystems.GuideStatus, "pre-stage-accepted")))));

    public static IResult Capability(DateOnly date) => Json(StatusCodes.Status200OK, new JsonObject
    {
        ["resourceType"] = "CapabilityStatement",
        ["status"] = "active",
        ["date"] = date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["kind"] = "instance",
        ["software"] = new JsonObject { ["name"] = "PdmpAnalytics" },
        ["implementation"] = new JsonObject { ["description"] = "Dispensing history of one patient" },
        ["fhirVersion"] = "4.0.1",
        ["format"] = new JsonArray("json"),
        ["implementationGuide"] = new JsonArray($"{FhirSystems.Guide}/ImplementationGuide/hl7.fhir.us.pdmp"),
        ["rest"] = new JsonArray(new JsonObject
        {
            ["mode"] = "server",
            ["security"] = new JsonObject { ["description"] = "A pharmacy system's key as bearer token." },
            ["resource"] = new JsonArray(new JsonObject { ["type"] = "Patient", ["operation"] = new JsonArray(Operation()) }),
            ["operation"] = new JsonArray(Operation()),
        }),
    });

    private static JsonObject Operation() => new() { ["name"] = "pdmp-history", ["definition"] = $"{FhirSystems.Guide}/OperationDefinition/pdmp-history" };

    /// <param name="status">Code system and code of the guide's response status (no-data, ...); null where R4's code says it all.</param>
    private static JsonObject OutcomeOf(string severity, string code, string text, (string System, string Code)? status = null)
    {
        var issue = new JsonObject { ["severity"] = severity, ["code"] = code, ["diagnostics"] = text };
        if (status is { } stated)
        {
            issue["details"] = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = stated.System, ["code"] = stated.Code }),
            };
        }

        return new JsonObject { ["resourceType"] = "OperationOutcome", ["issue"] = new JsonArray(issue) };
    }

    private static JsonObject Parameters(params (string Name, string Kind, JsonNode Value)[] parameters) => new()
    {
        ["resourceType"] = "Parameters",
        ["meta"] = new JsonObject { ["profile"] = new JsonArray(FhirSystems.Profile("pdmp-parameters-response")) },
        ["parameter"] = new JsonArray([.. parameters.Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, [p.Kind] = p.Value })]),
    };

    private static IResult Json(int status, JsonNode body) => Results.Content(body.ToJsonString(), FhirSystems.ContentType, System.Text.Encoding.UTF8, status);
}
