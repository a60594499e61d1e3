using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>Doubts that records are one person's: raised beside an alert by reviewers, settled by leads, who see both records then.</summary>
internal static class IdentityEndpoints
{
    public const string Address = "/identities";

    public static void MapIdentities(this IEndpointRouteBuilder app)
    {
        app.MapPost("/alerts/{id:long}/doubt", ([AsParameters] StepRequest request, IdentityDoubtService doubts, [FromForm] long? recordA, [FromForm] long? recordB, [FromForm] string? reason) =>
            request.DoAsync(async () => (await doubts.RaiseAsync(request.Id, recordA ?? 0, recordB ?? 0, reason ?? "", request.By.Name, request.Cancellation)).Refusal))
            .RequireAuthorization(Policies.Review);
        var doubted = app.MapGroup(Address).RequireAuthorization(Policies.Lead);
        doubted.MapGet("", async (IdentityDoubtService doubts, CancellationToken cancellation) => Page(await doubts.WaitingAsync(cancellation), null, null));
        doubted.MapPost("/{id:long}/look", LookAsync);
        doubted.MapPost("/{id:long}/settle", SettleAsync);
    }

    /// <param name="form">Not looked at: taking it makes the antiforgery token be checked.</param>
    private static async Task<IResult> LookAsync(
        long id, IFormCollection form, HttpContext context, IdentityDoubtService doubts, SubjectIdentityService identities, CancellationToken cancellation)
    {
        var doubt = await doubts.FindAsync(id, cancellation);
        if (doubt.Refusal is not null)
        {
            return Results.StatusCode(StatusCodes.Status404NotFound);
        }

        var identity = await identities.OpenAsync(doubt.Value.AlertId, context.User.Identity!.Name!, cancellation);
        return Page(await doubts.WaitingAsync(cancellation), identity.Refusal?.Message, identity.Refusal is null ? new SeenDoubt(doubt.Value, identity.Value) : null);
    }

    private static async Task<IResult> SettleAsync(
        long id, [FromForm] string? word, HttpContext context, IdentityDoubtService doubts, CancellationToken cancellation)
    {
        var refusal = word is "part" or "keep"
            ? await doubts.SettleAsync(id, word == "part", context.User.Identity!.Name!, cancellation)
            : new Refusal(RefusalReason.Incomplete, "Two people, or one?");
        return refusal is null ? Results.LocalRedirect(Address) : Page(await doubts.WaitingAsync(cancellation), refusal.Message, null);
    }

    private static RazorComponentResult<IdentitiesPage> Page(IReadOnlyList<IdentityDoubt> waiting, string? wrong, SeenDoubt? seen) =>
        new(new { Waiting = waiting, Wrong = wrong, Seen = seen }) { StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict };
}

/// <summary>A doubt with the two records it is about.</summary>
/// <param name="Identity">Of the patient; the viewer's look is noted.</param>
public sealed record SeenDoubt(IdentityDoubt Doubt, SubjectIdentity Identity)
{
    /// <summary>Those of the two that are still the patient's.</summary>
    public IEnumerable<IdentityRecord> Records => Identity.Records.Where(r => r.Record.Id == Doubt.RecordA || r.Record.Id == Doubt.RecordB);
}
