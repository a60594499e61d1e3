using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>One step about everything a list shows: counted first, then taken about as many as were counted. For leads.</summary>
internal static class BulkEndpoints
{
    public static void MapBulk(this IEndpointRouteBuilder app) => app.MapPost("/queue/bulk", BulkAsync).RequireAuthorization(Policies.Lead);

    /// <param name="counted">Null to count.</param>
    private static async Task<IResult> BulkAsync(
        [FromForm] string? step, [FromForm] int? counted, HttpContext context, BulkReviewService bulk, TimeProvider clock, CancellationToken cancellation)
    {
        var view = QueueView.Of(context.Request.Query, ReviewQueueKind.Review);
        var by = AlertOpening.ReviewerOf(context.User);
        if (!QueueAccess.Sees(context.User, view.Queue) || BulkStep.All.SingleOrDefault(s => s.Code == step) is not { } chosen)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var filter = view.Filter(by.Name);
        if (filter.Refusal is { } wrong)
        {
            return Panel(view, chosen, wrong.Message, null);
        }

        var all = filter.Value with { Skip = 0, Top = null };
        var made = chosen.Make(by, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (counted is not { } number)
        {
            var tried = await bulk.TryAsync(all, made, by, cancellation);
            return tried.Refusal is { } refused ? Panel(view, chosen, refused.Message, null) : Panel(view, chosen, Would(tried.Value), tried.Value);
        }

        var taken = await bulk.TakeAsync(all, made, by, number, cancellation);
        return taken.Refusal is { } refusal ? Panel(view, chosen, refusal.Message, null) : Panel(view, chosen, Did(taken.Value), null);
    }

    private static RazorComponentResult<BulkPanel> Panel(QueueView view, BulkStep chosen, string said, BulkReview? tried) =>
        new(new { View = view, Chosen = chosen.Code, Said = said, Tried = tried });

    private static string Would(BulkReview tried) => FormattableString.Invariant($"{tried.Done:#,0} of {tried.Matching:#,0} alerts would change. {Others(tried)}");

    private static string Did(BulkReview taken) => FormattableString.Invariant($"{taken.Done:#,0} of {taken.Matching:#,0} alerts changed. {Others(taken)}");

    private static string Others(BulkReview review) => review.Refused.Count == 0 ? ""
        : string.Join(", ", review.Refused.OrderByDescending(r => r.Value).Select(r => FormattableString.Invariant($"{r.Value:#,0} {Why(r.Key)}"))) + ".";

    private static string Why(RefusalReason reason) => reason switch
    {
        RefusalReason.Taken => "are with somebody else",
        RefusalReason.WrongState => "are in another state",
        RefusalReason.Stale => "changed meanwhile",
        RefusalReason.NotFound => "are gone",
        RefusalReason.Incomplete or RefusalReason.NotAllowed => "may not be changed so",
    };
}
