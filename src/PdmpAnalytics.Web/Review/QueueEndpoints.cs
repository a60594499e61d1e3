using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>The lists of alerts, one route a queue.</summary>
internal static class QueueEndpoints
{
    /// <summary>Results of a search by name, which has no further pages: its address holds no name (our choice, 2026-11-22).</summary>
    private const int MostByName = 50;

    public static void MapQueues(this IEndpointRouteBuilder app)
    {
        foreach (var queue in QueueAccess.All)
        {
            app.MapGet($"/queue/{AlertCodes.Of(queue)}", (HttpContext context, QueueViewService views, SavedViewService saved, TimeProvider clock, CancellationToken cancellation) =>
                ListAsync(queue, context, views, saved, clock, cancellation)).RequireAuthorization(QueueAccess.PolicyOf(queue));
        }

        app.MapGet("/queue", (HttpContext context) => Results.LocalRedirect($"/queue/{AlertCodes.Of(QueueAccess.For(context.User)[0])}"))
            .RequireAuthorization(Policies.SeeQueue);
        app.MapGet("/queue/counts", async (HttpContext context, QueueViewService views, CancellationToken cancellation) =>
            new RazorComponentResult<QueueCounts>(new { Queues = QueueAccess.For(context.User), Counts = await views.CountsAsync(cancellation) }))
            .RequireAuthorization(Policies.SeeQueue).WithMetadata(new DoesNotRenewSession());
        app.MapPost("/queue/search", SearchAsync).RequireAuthorization(Policies.SeeQueue);
    }

    private static async Task<IResult> ListAsync(
        ReviewQueueKind queue, HttpContext context, QueueViewService views, SavedViewService saved, TimeProvider clock, CancellationToken cancellation)
    {
        var view = QueueView.Of(queue, context.Request.Query);
        var filter = view.Filter(context.User.Identity!.Name!);
        var refusal = filter.Refusal ?? (filter.Value.Name is null ? null
            : new Refusal(RefusalReason.NotAllowed, "Type names into the search box: an address holds none."));
        return await AnswerAsync(view, refusal is null ? filter.Value : null, refusal, context, views, saved, clock, cancellation);
    }

    /// <summary>What was typed into the search box. A name is looked for at once and noted; anything else becomes an address.</summary>
    private static async Task<IResult> SearchAsync(
        [FromForm] string? q, [FromForm] string? queue, HttpContext context, QueueViewService views, SavedViewService saved, AuditLog audit, TimeProvider clock,
        CancellationToken cancellation)
    {
        var queues = QueueAccess.For(context.User);
        var view = new QueueView { Queue = queues.FirstOrDefault(k => AlertCodes.Of(k) == queue, queues[0]), Text = (q ?? "").Trim() };
        var user = context.User.Identity!.Name!;
        var filter = view.Filter(user);
        if (filter.Refusal is not null || filter.Value.Name is null)
        {
            return filter.Refusal is null && filter.Value.AlertId is { } id ? Results.LocalRedirect(view.AddressOf(id)) : Results.LocalRedirect(view.Address);
        }

        view = view with { Text = "" };
        if (!QueueAccess.Reviews(context.User))
        {
            return await AnswerAsync(view, null, new Refusal(RefusalReason.NotAllowed, "Names are searched by analysts only."), context, views, saved, clock, cancellation);
        }

        var found = filter.Value with { Top = MostByName, Skip = 0, IncludeRecorded = true, Snoozed = null };
        var rows = await views.PageAsync(found, cancellation);
        await audit.AppendAsync(
            new AuditEntry(user, "queue.searched-by-name", $"queue:{AlertCodes.Of(view.Queue)}", $"alerts={string.Join(',', rows.Rows.Select(r => r.Alert.Id))}"), cancellation);
        foreach (var row in rows.Rows)
        {
            await audit.AppendAsync(new AuditEntry(user, "queue.found-by-name", FormattableString.Invariant($"alert:{row.Alert.Id}"), ""), cancellation);
        }

        return await PageAsync(view, rows, null, context, views, saved, clock, cancellation, byName: true);
    }

    private static async Task<IResult> AnswerAsync(
        QueueView view, AlertFilter? filter, Refusal? refusal, HttpContext context, QueueViewService views, SavedViewService saved, TimeProvider clock, CancellationToken cancellation)
    {
        var rows = filter is null ? new QueueRows(0, []) : await views.PageAsync(filter, cancellation);
        return await PageAsync(view, rows, refusal, context, views, saved, clock, cancellation);
    }

    private static async Task<IResult> PageAsync(
        QueueView view, QueueRows rows, Refusal? refusal, HttpContext context, QueueViewService views, SavedViewService saved, TimeProvider clock,
        CancellationToken cancellation, bool byName = false)
    {
        var content = new QueueContent(view, rows, refusal?.Message, clock.GetUtcNow(), byName) { Bulk = !byName && AlertOpening.ReviewerOf(context.User).IsLead };
        if (context.Request.WantsFragment())
        {
            return new RazorComponentResult<QueueTable>(new { Content = content });
        }

        return new RazorComponentResult<QueuePage>(new
        {
            Content = content,
            Queues = QueueAccess.For(context.User),
            Counts = await views.CountsAsync(cancellation),
            Views = (await saved.ListAsync(context.User.Identity!.Name!, cancellation)).Where(v => QueueAccess.Sees(context.User, v.Queue)).ToList(),
        });
    }
}

/// <summary>A list of alerts and what is said about it.</summary>
/// <param name="Wrong">Why nothing was looked for; null when something was.</param>
/// <param name="Now">UTC.</param>
/// <param name="ByName">The result of a search by name.</param>
public sealed record QueueContent(QueueView View, QueueRows Found, string? Wrong, DateTimeOffset Now, bool ByName)
{
    /// <summary>Steps about the whole list are offered.</summary>
    public bool Bulk { get; init; }

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public int Pages => Math.Max(1, (Found.Total + QueueView.PageSize - 1) / QueueView.PageSize);

    public QueueView? Earlier => View.Page > 1 ? View with { Page = View.Page - 1 } : null;

    public QueueView? Later => !ByName && View.Page < Pages ? View with { Page = View.Page + 1 } : null;

    /// <summary>What is shown of how many, such as <c>51 to 100 of 1,024</c>.</summary>
    public string Stretch => Found.Rows.Count == 0 ? "none"
        : FormattableString.Invariant($"{((View.Page - 1) * QueueView.PageSize) + 1:#,0} to {((View.Page - 1) * QueueView.PageSize) + Found.Rows.Count:#,0} of {(Found.IsMore ? "more than " : "")}{Found.Total:#,0}");
}
