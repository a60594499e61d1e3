using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>One alert, and whom it is about.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        app.MapGet("/alerts/{id:long}", async (long id, long? after, HttpContext context, AlertOpening opening, CancellationToken cancellation) =>
            Show(await opening.OpenAsync(id, context, after, cancellation), context)).RequireAuthorization(Policies.SeeQueue);
        app.MapGet("/alerts/{id:long}/linked", LinkedAsync).RequireAuthorization(Policies.SeeQueue).WithMetadata(new DoesNotRenewSession());
        app.MapPost("/alerts/{id:long}/identity", IdentityAsync).RequireAuthorization(Policies.Review);
        app.MapSteps();
    }

    /// <summary>The page, or for htmx the part of it that changes.</summary>
    public static IResult Show(Result<OpenedAlert> opened, HttpContext context)
    {
        if (opened.Refusal is { } refusal)
        {
            return Results.StatusCode(StatusOf(refusal.Reason));
        }

        var model = new { Opened = opened.Value };
        var status = opened.Value.Wrong is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        return context.Request.WantsFragment()
            ? new RazorComponentResult<AlertPanel>(model) { StatusCode = status }
            : new RazorComponentResult<AlertPage>(model) { StatusCode = status };
    }

    /// <summary>Asked for by the page once it is there: what it says may take longer than the alert itself.</summary>
    private static async Task<IResult> LinkedAsync(
        long id, HttpContext context, AlertOpening opening, LinkedAlertsService alerts, CancellationToken cancellation)
    {
        var seen = await opening.GlanceAsync(id, context, inItsList: false, cancellation);
        if (seen.Refusal is not null)
        {
            return Show(seen, context);
        }

        var linked = await alerts.OfAsync(id, cancellation);
        return linked.Refusal is { } refusal
            ? Results.StatusCode(StatusOf(refusal.Reason))
            : new RazorComponentResult<LinkedPanel>(new { Linked = linked.Value.Where(l => QueueAccess.Sees(context.User, l.Alert.Queue)).ToList() });
    }

    /// <param name="form">Not looked at: taking it makes the antiforgery token be checked.</param>
    private static async Task<IResult> IdentityAsync(
        long id, IFormCollection form, HttpContext context, AlertOpening opening, SubjectIdentityService identities, CancellationToken cancellation)
    {
        var opened = context.Request.WantsFragment()
            ? await opening.GlanceAsync(id, context, inItsList: false, cancellation)
            : await opening.OpenAsync(id, context, justDone: null, cancellation);
        if (opened.Refusal is not null)
        {
            return Show(opened, context);
        }

        var identity = await identities.OpenAsync(id, opened.Value.User.Name, cancellation);
        return identity.Refusal is { } refusal ? Results.StatusCode(StatusOf(refusal.Reason))
            : context.Request.WantsFragment() ? new RazorComponentResult<IdentityPanel>(new { Opened = opened.Value, Identity = identity.Value })
            : Show(opened.Value with { Identity = identity.Value }, context);
    }

    private static int StatusOf(RefusalReason reason) => reason switch
    {
        RefusalReason.NotFound => StatusCodes.Status404NotFound,
        RefusalReason.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalReason.Stale or RefusalReason.Taken or RefusalReason.WrongState or RefusalReason.Incomplete => StatusCodes.Status409Conflict,
    };
}
