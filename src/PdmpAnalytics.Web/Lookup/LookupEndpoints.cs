using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>The counter's pages: look up, check, note. Who is asked about travels in forms only.</summary>
internal static class LookupEndpoints
{
    public const string Address = "/look-up";

    private static readonly AccountRole[] Askers = [AccountRole.Pharmacist, AccountRole.Prescriber, AccountRole.Analyst, AccountRole.Lead];

    public static void MapLookup(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Address).RequireAuthorization(Policies.LookUp);
        pages.MapGet("", () => Page(new LookupForm(), null));
        pages.MapPost("", ReportAsync);
        pages.MapPost("/check", CheckAsync);
        pages.MapPost("/note", NoteAsync);
    }

    private static async Task<IResult> ReportAsync([FromForm] LookupForm form, HttpContext context, PatientReportService reports)
    {
        if (Asked(form, context, reports) is not { } asked)
        {
            return Page(form, Wrong(form, context, reports));
        }

        var answer = await reports.ReportAsync(asked.Query, asked.Inquiry, form.Patient, null, context.RequestAborted);
        return answer.Refusal is { } refusal ? Page(form, refusal.Message)
            : answer.Value.Report is { } report ? new RazorComponentResult<ReportPage>(new { Form = form, Report = report })
            : new RazorComponentResult<PickPage>(new { Form = form, answer.Value.Search });
    }

    private static async Task<IResult> CheckAsync(
        [FromForm] LookupForm form, [FromForm] FillForm fill, HttpContext context, PatientReportService reports, DispensingCheckService checks)
    {
        if (Asked(form, context, reports) is not { } asked)
        {
            return Page(form, Wrong(form, context, reports));
        }

        var proposed = fill.ToProposal();
        var answer = await checks.CheckAsync(asked.Query, proposed, asked.Inquiry, form.Patient, context.RequestAborted);
        return answer.Refusal is { } refusal ? Check(form, fill, null, refusal.Message)
            : answer.Value.Check is { } check ? Check(form, fill, check, null)
            : new RazorComponentResult<PickPage>(new { Form = form, answer.Value.Search });
    }

    private static async Task<IResult> NoteAsync([FromForm] LookupForm form, [FromForm] NoteForm note, HttpContext context, ResolutionService resolutions)
    {
        // Boxes of one name come as often as they are ticked, which only the form itself can tell.
        string[] flags = [.. context.Request.Form["flags"].OfType<string>()];
        var draft = new ResolutionDraft(
            note.Report ?? Guid.Empty, flags, note.Called ?? "", Enum.TryParse<DispensingDecision>(note.Decision, out var decision) ? decision : 0, note.Text ?? "");
        var kept = await resolutions.AddAsync(draft, By(context, QueryPurpose.Dispensing), null, context.RequestAborted);
        return new RazorComponentResult<NotePage>(new { Form = form, Note = kept.Refusal is null ? kept.Value : null, Wrong = kept.Refusal?.Message })
        {
            StatusCode = kept.Succeeded ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static (PdmpAnalytics.Lookup.Searching.PatientQuery Query, Inquiry Inquiry)? Asked(LookupForm form, HttpContext context, PatientReportService reports) =>
        form.TryRead(reports.Today, out var query, out var purpose, out _) && MayAsk(context) ? (query, By(context, purpose)) : null;

    private static string Wrong(LookupForm form, HttpContext context, PatientReportService reports) =>
        !MayAsk(context) ? "A delegate looks up once a supervisor's approval is on file. Ask your administrator."
        : form.TryRead(reports.Today, out _, out _, out var fault) ? "" : fault!.Message;

    private static bool MayAsk(HttpContext context) => Askers.Any(role => context.User.IsInRole(role.Code()));

    private static Inquiry By(HttpContext context, QueryPurpose purpose) => new()
    {
        Account = context.User.Identity!.Name!,
        Role = Askers.Where(role => context.User.IsInRole(role.Code())).Select(role => role.Code()).FirstOrDefault(""),
        Purpose = purpose,
        Application = "web",
        ClientAddress = context.Connection.RemoteIpAddress?.ToString() ?? "",
    };

    private static RazorComponentResult<LookupPage> Page(LookupForm form, string? wrong) =>
        new(new { Form = form, Wrong = wrong }) { StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };

    private static RazorComponentResult<CheckPage> Check(LookupForm form, FillForm fill, DispensingCheck? check, string? wrong) =>
        new(new { Form = form, Fill = fill, Check = check, Wrong = wrong }) { StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}
