using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>Lists of alerts that people keep under a name, for themselves or for the team.</summary>
internal static class ViewEndpoints
{
    public const string Address = "/views";

    public static void MapViews(this IEndpointRouteBuilder app)
    {
        var views = app.MapGroup(Address).RequireAuthorization(Policies.SeeQueue);
        views.MapGet("", async ([AsParameters] ViewRequest request) => await request.ShowAsync(null));
        views.MapPost("", SaveAsync);
        views.MapPost("/{id:long}", ([AsParameters] ViewRequest request, long id, [FromForm] string? name, [FromForm] string? shared) =>
            request.AnswerAsync(request.Views.ChangeAsync(id, request.User, name ?? "", shared is not null, request.Cancellation)));
        views.MapPost("/{id:long}/delete", ([AsParameters] ViewRequest request, long id, IFormCollection form) =>
            request.AnswerAsync(request.Views.DeleteAsync(id, request.User, AlertOpening.ReviewerOf(request.Context.User).IsLead, request.Cancellation)));
    }

    /// <summary>From the queue's page, whose choices the address carries.</summary>
    private static async Task<IResult> SaveAsync([AsParameters] ViewRequest request, [FromForm] string? name)
    {
        var view = QueueView.Of(request.Context.Request.Query, ReviewQueueKind.Review);
        if (!QueueAccess.Sees(request.Context.User, view.Queue))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var saved = await request.Views.SaveAsync(request.User, name ?? "", view.Queue, view.Search, request.Cancellation);
        return saved.Refusal is { } refusal ? await request.ShowAsync(refusal.Message) : Results.LocalRedirect(view.Address);
    }
}

/// <summary>Somebody's request about views.</summary>
internal sealed record ViewRequest(HttpContext Context, SavedViewService Views, CancellationToken Cancellation)
{
    public string User => Context.User.Identity!.Name!;

    /// <param name="wrong">Why the last request was refused; null when none was.</param>
    public async Task<IResult> ShowAsync(string? wrong)
    {
        var views = await Views.ListAsync(User, Cancellation);
        return new RazorComponentResult<ViewsPage>(new
        {
            Views = views.Where(v => QueueAccess.Sees(Context.User, v.Queue)).ToList(), User, AlertOpening.ReviewerOf(Context.User).IsLead, Wrong = wrong,
        }) { StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    public async Task<IResult> AnswerAsync(Task<Refusal?> change) =>
        await change is { } refusal ? await ShowAsync(refusal.Message) : Results.LocalRedirect(ViewEndpoints.Address);
}
