using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Web.Fhir;

namespace PdmpAnalytics.Web.Api;

/// <summary>A problem document (RFC 9457) with a stable code; its texts never quote what was sent.</summary>
internal static class ApiProblem
{
    public const string CodeName = "code";

    public static ProblemHttpResult Of(int status, string code, string detail, string? field = null, object? search = null)
    {
        var extensions = new Dictionary<string, object?> { [CodeName] = code };
        if (field is not null)
        {
            extensions["field"] = field;
        }

        if (search is not null)
        {
            extensions["search"] = search;
        }

        return TypedResults.Problem(statusCode: status, title: TitleOf(status), detail: detail, type: $"urn:pdmp:problem:{code}", extensions: extensions);
    }

    /// <summary>What no handler answered, in the form that the address speaks: an OperationOutcome under <c>/fhir</c>, else a problem document.</summary>
    public static IResult For(HttpContext context, int status, string code, string detail) => context.Request.Path.StartsWithSegments("/fhir")
        ? FhirAnswers.Outcome(status, "error", FhirAnswers.IssueOf(status), detail)
        : Of(status, code, detail);

    /// <summary>To whoever sends what does not work again and again.</summary>
    public static IResult Closed(HttpContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return For(context, StatusCodes.Status429TooManyRequests, "too-many-failures", "Keys or tokens that do not work came too often. Wait, then send one that works.");
    }

    /// <summary>How a refusal of the library is told.</summary>
    public static ProblemHttpResult Of(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.NotFound => Of(StatusCodes.Status404NotFound, "not-found", refusal.Message),
        RefusalReason.Stale => Of(StatusCodes.Status409Conflict, "changed-since", refusal.Message),
        RefusalReason.WrongState => Of(StatusCodes.Status409Conflict, "wrong-state", refusal.Message),
        RefusalReason.Taken => Of(StatusCodes.Status409Conflict, "taken", refusal.Message),
        RefusalReason.Incomplete => Of(StatusCodes.Status422UnprocessableEntity, "incomplete", refusal.Message),
        RefusalReason.NotAllowed => Of(StatusCodes.Status403Forbidden, "not-allowed", refusal.Message),
    };

    /// <summary>A program asks, whatever it accepts.</summary>
    public static bool IsFor(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/fhir") || request.Path.StartsWithSegments("/cds-services");

    /// <summary>Code of an answer that no handler made.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "scope-missing",
        StatusCodes.Status404NotFound => "no-such-address",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status429TooManyRequests => "too-many-requests",
        StatusCodes.Status503ServiceUnavailable => "not-available",
        >= 500 => "failed",
        _ => "request-unreadable",
    };

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read.",
        StatusCodes.Status401Unauthorized => "No key that works.",
        StatusCodes.Status403Forbidden => "Not allowed.",
        StatusCodes.Status404NotFound => "Nothing found.",
        StatusCodes.Status409Conflict => "A decision is needed.",
        StatusCodes.Status412PreconditionFailed => "It was changed.",
        StatusCodes.Status413PayloadTooLarge => "Too large.",
        StatusCodes.Status415UnsupportedMediaType => "Another content type is needed.",
        StatusCodes.Status429TooManyRequests => "Too many requests.",
        StatusCodes.Status503ServiceUnavailable => "Not available.",
        _ => "The request cannot be carried out.",
    };
}
