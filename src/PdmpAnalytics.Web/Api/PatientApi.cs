using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Lookup.Searching;

namespace PdmpAnalytics.Web.Api;

/// <summary>Search, report and check for pharmacies' systems.</summary>
internal static class PatientApi
{
    private const string Application = "api";

    public static void MapPatientApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapPost("/patients/search", SearchAsync).ForKeys(ApiScope.Search).Accepts<QueryBody>("application/json", "*/*").Produces<SearchReply>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503)
            .WithSummary("Who is meant, without opening anything.");
        api.MapPost("/patients/report", ReportAsync).ForKeys(ApiScope.Report).Accepts<QueryBody>("application/json", "*/*").Produces<PatientReport>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503)
            .WithSummary("The report on the one patient who is meant; 404 for nobody, 409 with a pick list or the item to add.");
        api.MapPost("/checks", CheckAsync).ForKeys(ApiScope.Check).Accepts<CheckBody>("application/json", "*/*").Produces<DispensingCheck>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503)
            .WithSummary("What a proposed fill would trigger. Stores nothing but the disclosure.");
    }

    private static async Task<IResult> SearchAsync(HttpContext context, PatientReportService reports)
    {
        var (asked, problem) = await ReadAsync(context, reports);
        if (asked is null)
        {
            return problem!;
        }

        var answer = await reports.SearchAsync(asked.Query, asked.Inquiry, context.RequestAborted);
        return answer.Refusal is { } refusal ? ApiProblem.Of(refusal) : Results.Json(SearchReply.Of(answer.Value.Search), LookupJson.Options);
    }

    private static async Task<IResult> ReportAsync(HttpContext context, PatientReportService reports)
    {
        var (asked, problem) = await ReadAsync(context, reports);
        if (asked is null)
        {
            return problem!;
        }

        var answer = await reports.ReportAsync(asked.Query, asked.Inquiry, asked.Picked, asked.AsOf, context.RequestAborted);
        return answer.Refusal is { } refusal ? ApiProblem.Of(refusal)
            : answer.Value.Report is { } report ? Results.Json(report, LookupJson.Options)
            : Unopened(answer.Value.Search);
    }

    private static async Task<IResult> CheckAsync(HttpContext context, PatientReportService reports, DispensingCheckService checks)
    {
        var (body, unreadable) = await ApiBody.ReadJsonAsync<CheckBody>(context);
        if (body is null)
        {
            return unreadable!;
        }

        var (asked, problem) = Read(context, body.Patient, body.Purpose, body.PatientId, body.User, reports.Today);
        if (asked is null)
        {
            return problem!;
        }

        if (body.Fill?.PaymentFault() is { } unknown)
        {
            return Faulty(unknown);
        }

        var proposed = (body.Fill ?? new FillBody(null, null, null, null, null, null)).ToProposal(asked.Inquiry.Facility);
        if (proposed.Faults(reports.Today) is [var fault, ..])
        {
            return Faulty(fault);
        }

        var answer = await checks.CheckAsync(asked.Query, proposed, asked.Inquiry, asked.Picked, context.RequestAborted);
        return answer.Refusal is { } refusal ? ApiProblem.Of(refusal)
            : answer.Value.Check is { } check ? Results.Json(check, LookupJson.Options)
            : Unopened(answer.Value.Search);
    }

    /// <summary>Not found and too many are different answers; a pick list comes with the problem.</summary>
    internal static ProblemHttpResult Unopened(PatientSearch search) => ApiProblem.Of(
        search.Outcome == SearchOutcome.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict,
        search.Outcome == SearchOutcome.NotFound ? "patient-not-found" : SearchWords.Code(search.Outcome), SearchWords.Advice(search), search: SearchReply.Of(search));

    internal static ProblemHttpResult Faulty(QueryFault fault) => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, fault.Code, fault.Message, fault.Field);

    private static async Task<(Asked? Asked, IResult? Problem)> ReadAsync(HttpContext context, PatientReportService reports)
    {
        var (body, problem) = await ApiBody.ReadJsonAsync<QueryBody>(context);
        if (body is null)
        {
            return (null, problem);
        }

        if (body.AsOf > reports.Today)
        {
            return (null, Faulty(new QueryFault("day-to-come", "asOf", "Give a day up to today as asOf, or leave it out.")));
        }

        var (asked, fault) = Read(context, body.Patient, body.Purpose, body.PatientId, body.User, reports.Today);
        return (asked is null ? null : asked with { AsOf = body.AsOf }, fault);
    }

    private static (Asked? Asked, IResult? Problem) Read(HttpContext context, PatientBody? patient, string? purpose, long? picked, UserBody? user, DateOnly today)
    {
        if (!Purposes.TryReadOfKey(purpose, out var stated))
        {
            return (null, ApiProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "purpose-missing", "State the purpose: treatment or dispensing.", "purpose"));
        }

        var (inquiry, unknown) = ApiUser.Put(context, ApiSetup.InquiryOf(context, stated, Application), user);
        return inquiry is null ? (null, Faulty(unknown!))
            : (patient ?? new PatientBody()).TryRead(today, out var query, out var fault) ? (new Asked(query, inquiry, picked), null)
            : (null, Faulty(fault!));
    }

    private sealed record Asked(PatientQuery Query, Inquiry Inquiry, long? Picked)
    {
        public DateOnly? AsOf { get; init; }

        public override string ToString() => "a request";
    }
}
