using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Resolutions;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Lookup;

/// <summary>Resolution notes after they were written: the list, every version, a correction, for whoever answers for dispensing and not for delegates; and beside an alert where the programme allows it.</summary>
internal static class NoteEndpoints
{
    public const string Address = LookupEndpoints.Address + "/notes";
    private const int PageSize = 25;

    public static void MapNotes(this IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup(Address).RequireAuthorization(Policies.LookUp);
        notes.MapGet("", ListAsync);
        notes.MapGet("/{id:guid}", (Guid id, HttpContext context, ResolutionService resolutions) => ShowAsync(id, context, resolutions, null));
        notes.MapPost("/{id:guid}", CorrectAsync);
        app.MapGet("/alerts/{id:long}/counter-notes", AboutAsync).RequireAuthorization(Policies.Review);
    }

    private static async Task<IResult> ListAsync(int? page, HttpContext context, ResolutionService resolutions)
    {
        if (!Asker.MayNote(context))
        {
            return Results.NotFound();
        }

        var shown = Math.Max(1, page ?? 1);
        var (notes, total) = await resolutions.PageAsync(By(context), shown, PageSize, context.RequestAborted);
        return new RazorComponentResult<NotesPage>(new { Notes = notes, Facility = Asker.FacilityOf(context), Page = shown, HasMore = shown * PageSize < total });
    }

    private static async Task<IResult> ShowAsync(Guid id, HttpContext context, ResolutionService resolutions, string? wrong) =>
        Asker.MayNote(context) && await resolutions.HistoryAsync(id, By(context), context.RequestAborted) is { } history
            ? new RazorComponentResult<NoteVersionsPage>(new { History = history, Wrong = wrong })
            {
                StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            }
            : Results.NotFound();

    private static async Task<IResult> CorrectAsync(Guid id, [FromForm] NoteForm note, HttpContext context, ResolutionService resolutions)
    {
        if (!Asker.MayNote(context))
        {
            return Results.NotFound();
        }

        var corrected = await resolutions.CorrectAsync(id, note.Version ?? 0, note.ToDraft(context.Request.Form["flags"]), By(context), context.RequestAborted);
        return corrected.Succeeded ? Results.Redirect($"{Address}/{id:D}")
            : corrected.Refusal!.Reason == RefusalReason.NotFound ? Results.NotFound()
            : await ShowAsync(id, context, resolutions, corrected.Refusal.Message);
    }

    private static async Task<IResult> AboutAsync(long id, HttpContext context, ReviewQueue queue, ResolutionService resolutions)
    {
        var alert = await queue.ShowAsync(id, context.User.Identity!.Name!, context.RequestAborted);
        if (!alert.Succeeded || alert.Value.Alert.SubjectKind != AlertSubjectKind.Patient || !QueueAccess.Sees(context.User, alert.Value.Alert.Queue))
        {
            return Results.NotFound();
        }

        var notes = await resolutions.AboutAsync(alert.Value.Alert.SubjectId, context.User.Identity!.Name!, context.RequestAborted);
        return notes.Succeeded ? new RazorComponentResult<CounterNotesPage>(new { Notes = notes.Value, Alert = id }) : Results.NotFound();
    }

    private static Inquiry By(HttpContext context) => Asker.Of(context, new LookupForm(), QueryPurpose.Dispensing);
}
