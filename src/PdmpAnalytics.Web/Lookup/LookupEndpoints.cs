using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Checking;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>The counter's pages: look up, check, note. Who is asked about travels in forms only.</summary>
internal static class LookupEndpoints
{
    public const string Address = "/look-up";

    public static void MapLookup(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Address).RequireAuthorization(Policies.LookUp);
        pages.MapGet("", (HttpContext context, DelegationService delegations) => PageAsync(new LookupForm(), context, delegations, null));
        pages.MapPost("", ReportAsync);
        pages.MapPost("/pdf", PdfAsync);
        pages.MapPost("/check", CheckAsync);
        pages.MapPost("/note", NoteAsync);
    }

    private static async Task<IResult> ReportAsync([FromForm] LookupForm form, HttpContext context, PatientReportService reports, DelegationService delegations)
    {
        if (!form.TryRead(reports.Today, out var query, out var purpose, out var fault))
        {
            return await PageAsync(form, context, delegations, fault!.Message);
        }

        var answer = await reports.ReportAsync(query, Asker.Of(context, form, purpose), form.Patient, null, context.RequestAborted);
        return answer.Refusal is { } refusal ? await PageAsync(form, context, delegations, refusal.Message)
            : answer.Value.Report is { } report ? new RazorComponentResult<ReportPage>(new
            {
                Form = form, Report = report, Opened = form.Override is { Length: > 0 }, MayOpen = Asker.MayOpen(context), MayNote = Asker.MayNote(context),
            })
            : await PickAsync(form, context, delegations, answer.Value.Search);
    }

    /// <summary>Asks anew: what leaves as a file is a disclosure of its own.</summary>
    private static async Task<IResult> PdfAsync([FromForm] LookupForm form, HttpContext context, PatientReportService reports, DelegationService delegations)
    {
        if (!form.TryRead(reports.Today, out var query, out var purpose, out var fault))
        {
            return await PageAsync(form, context, delegations, fault!.Message);
        }

        var answer = await reports.ReportAsync(query, Asker.WithoutEmergency(context, form, purpose), form.Patient, null, context.RequestAborted);
        return answer.Refusal is { } refusal ? await PageAsync(form, context, delegations, refusal.Message)
            : answer.Value.Report is { } report ? Results.File(ReportPdf.Of(report), "application/pdf", $"report-{report.ReportId:D}.pdf")
            : await PickAsync(form, context, delegations, answer.Value.Search);
    }

    private static async Task<IResult> CheckAsync(
        [FromForm] LookupForm form, [FromForm] FillForm fill, HttpContext context, PatientReportService reports, DispensingCheckService checks,
        DelegationService delegations)
    {
        if (!form.TryRead(reports.Today, out var query, out var purpose, out var fault))
        {
            return await PageAsync(form, context, delegations, fault!.Message);
        }

        if (!fill.TryRead(Asker.FacilityOf(context), out var proposal, out var wrong))
        {
            return Check(context, form, fill, null, wrong);
        }

        var answer = await checks.CheckAsync(query, proposal, Asker.WithoutEmergency(context, form, purpose), form.Patient, context.RequestAborted);
        return answer.Refusal is { Reason: RefusalReason.NotAllowed } barred ? await PageAsync(form, context, delegations, barred.Message)
            : answer.Refusal is { } refusal ? Check(context, form, fill, null, refusal.Message)
            : answer.Value.Check is { } check ? Check(context, form, fill, check, null)
            : await PickAsync(form, context, delegations, answer.Value.Search);
    }

    private static async Task<IResult> NoteAsync([FromForm] LookupForm form, [FromForm] NoteForm note, HttpContext context, ResolutionService resolutions)
    {
        var draft = note.ToDraft(context.Request.Form["flags"]);
        Result<ResolutionNote> kept = Asker.MayNote(context) ? await resolutions.AddAsync(draft, Asker.Of(context, form, QueryPurpose.Dispensing), null, context.RequestAborted)
            : new Refusal(RefusalReason.NotAllowed, "Who answers for dispensing writes the note; a delegate does not.");
        return new RazorComponentResult<NotePage>(new { Form = form, Note = kept.Refusal is null ? kept.Value : null, Wrong = kept.Refusal?.Message })
        {
            StatusCode = kept.Succeeded ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<IResult> PageAsync(LookupForm form, HttpContext context, DelegationService delegations, string? wrong) =>
        new RazorComponentResult<LookupPage>(new { Form = form, Wrong = wrong, For = await Asker.ForAsync(context, delegations) })
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    private static async Task<IResult> PickAsync(LookupForm form, HttpContext context, DelegationService delegations, PatientSearch search) =>
        new RazorComponentResult<PickPage>(new { Form = form, Search = search, For = await Asker.ForAsync(context, delegations) });

    private static RazorComponentResult<CheckPage> Check(HttpContext context, LookupForm form, FillForm fill, DispensingCheck? check, string? wrong) =>
        new(new { Form = form, Fill = fill, Check = check, Wrong = wrong, MayNote = Asker.MayNote(context) })
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
