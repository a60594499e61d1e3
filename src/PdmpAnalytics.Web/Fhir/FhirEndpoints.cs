using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Web.Api;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>FHIR R4: the operation <c>$pdmp-history</c> of the US PDMP guide, on Patient and on the system, and what the server can do.</summary>
internal static class FhirEndpoints
{
    /// <summary>How long a pre-staged history may be fetched. Our choice, 2026-11-22: a visit.</summary>
    private static readonly TimeSpan KeyServes = TimeSpan.FromMinutes(30);

    public static void MapFhir(this IEndpointRouteBuilder app)
    {
        app.MapGet("/fhir/metadata", (PatientReportService reports) => FhirAnswers.Capability(reports.Today)).AllowAnonymous();
        app.MapPost("/fhir/Patient/$pdmp-history", HistoryAsync).ForKeys(ApiScope.Fhir).ExcludeFromDescription();
        app.MapPost("/fhir/$pdmp-history", HistoryAsync).ForKeys(ApiScope.Fhir).ExcludeFromDescription();
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, PatientReportService reports, IDataProtectionProvider protection)
    {
        var type = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        var (bytes, problem) = await ApiBody.ReadAsync(context, type == "application/json" ? type : FhirSystems.ContentType, ApiBody.MostJsonBytes);
        if (problem is not null)
        {
            return FhirAnswers.Outcome(problem.StatusCode, "error", problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-long" : "not-supported", problem.ProblemDetails.Detail ?? "");
        }

        var (request, fault) = HistoryRequest.Read(bytes.Span);
        if (request is null)
        {
            return FhirAnswers.Outcome(
                fault!.Code == "forbidden" ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, "error", fault.Code, fault.Message);
        }

        if (QueryChecks.Of(request.Query, reports.Today) is [var wrong, ..])
        {
            return FhirAnswers.Outcome(StatusCodes.Status400BadRequest, "error", "value", wrong.Message);
        }

        var inquiry = ApiSetup.InquiryOf(context, request.Purpose, "fhir") with
        {
            User = request.User.Id, Role = request.User.Role, Licence = request.User.Licence, Supervisor = request.User.Supervisor,
        };
        var keys = new PreStageKeys(protection, KeyServes, inquiry.Asker);
        if (request.RetrievalKey.Length > 0 && !keys.Fits(request.RetrievalKey, request.Query))
        {
            return FhirAnswers.Outcome(StatusCodes.Status400BadRequest, "error", "expired", "The retrieval key has expired or belongs to another patient or system.");
        }

        if (request.PreStageOnly)
        {
            var searched = await reports.SearchAsync(request.Query, inquiry, context.RequestAborted);
            if (searched.Refusal is { } barred)
            {
                return Refused(barred);
            }

            var found = searched.Value.Search;
            return found.Outcome == SearchOutcome.Found
                ? FhirAnswers.PreStaged(keys.Of(request.Query))
                : FhirAnswers.NoHistory(CodeOf(found.Outcome), SearchWords.Advice(found));
        }

        var told = await reports.ReportAsync(request.Query, inquiry, null, null, context.RequestAborted);
        if (told.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        var answer = told.Value;
        return answer.Report switch
        {
            { Prescriptions.Count: > 0 } report => FhirAnswers.History(report),
            not null => FhirAnswers.NoHistory("informational", "Nothing is on record in the period. Absence of data is not proof."),
            null => FhirAnswers.NoHistory(CodeOf(answer.Search.Outcome), SearchWords.Advice(answer.Search)),
        };
    }

    private static IResult Refused(Refusal refusal) => refusal.Reason == RefusalReason.NotAllowed
        ? FhirAnswers.Outcome(StatusCodes.Status403Forbidden, "error", "forbidden", refusal.Message)
        : FhirAnswers.Outcome(StatusCodes.Status400BadRequest, "error", "value", refusal.Message);

    /// <summary>FHIR's codes of issues; a list of look-alikes never leaves here.</summary>
    private static string CodeOf(SearchOutcome outcome) => outcome switch
    {
        SearchOutcome.NotFound or SearchOutcome.Found => "not-found",
        SearchOutcome.PickOne or SearchOutcome.OneMoreItem or SearchOutcome.TooMany => "multiple-matches",
    };
}

/// <summary>Keys that open a pre-staged history: sealed, short-lived, and good for the same query by the same system only.</summary>
/// <param name="account">Who was given the key.</param>
internal sealed class PreStageKeys(IDataProtectionProvider protection, TimeSpan serves, string account)
{
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("pdmp-history pre-stage").ToTimeLimitedDataProtector();

    public string Of(PatientQuery query) => _protector.Protect(Digest(query), serves);

    public bool Fits(string key, PatientQuery query)
    {
        try
        {
            return _protector.Unprotect(key) == Digest(query);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string Digest(PatientQuery query) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}|{query.LastName.ToUpperInvariant()}|{query.FirstName.ToUpperInvariant()}|{query.BirthDateText}|{query.Suffix}|{query.Zip}|{query.MiddleName}")));
}
