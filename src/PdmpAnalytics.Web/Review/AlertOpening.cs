using System.Security.Claims;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Timeline;

namespace PdmpAnalytics.Web.Review;

/// <summary>Collects what the page of an alert shows.</summary>
internal sealed class AlertOpening(ReviewQueue queue, QueueViewService views, UserService users, PatientDosesService doses, DispenserCoverageService coverage,
    ReviewOptions options, TimeProvider clock)
{
    /// <summary>NotFound when there is no such alert; NotAllowed when it waits in a queue that the one who asks may not see.</summary>
    /// <param name="justDone">The alert about which the viewer has just taken a step, when it is not this one.</param>
    public async Task<Result<OpenedAlert>> OpenAsync(long id, HttpContext context, long? justDone, CancellationToken cancellation)
    {
        var by = ReviewerOf(context.User);
        var shown = await queue.ShowAsync(id, by.Name, cancellation);
        if (shown.Refusal is { } refusal)
        {
            return refusal;
        }

        var detail = shown.Value;
        if (!QueueAccess.Sees(context.User, detail.Alert.Queue))
        {
            return new Refusal(RefusalReason.NotAllowed, "Your roles do not cover this queue.");
        }

        var view = QueueView.Of(context.Request.Query, detail.Alert.Queue);
        var filter = view.Filter(by.Name);
        var now = clock.GetUtcNow();
        var reviews = QueueAccess.Reviews(context.User);
        return new OpenedAlert(
            detail, view, filter.Refusal is null ? await views.NeighboursAsync(filter.Value, id, cancellation) : new AlertNeighbours(null, null, null),
            now, by, reviews)
        {
            Done = JustDone.Of(detail.Alert, by, now, options) ?? await DoneAsync(justDone, by, now, cancellation),
            Timeline = await TimelineAsync(detail, view, context.Request.Query, cancellation),
            Colleagues = reviews ? await ColleaguesAsync(cancellation) : [],
        };
    }

    public static Reviewer ReviewerOf(ClaimsPrincipal user) => new(user.Identity!.Name!, user.IsInRole(AccountRole.Lead.Code()));

    /// <summary>Null for an alert about anybody but a patient.</summary>
    private async Task<AlertTimelineModel?> TimelineAsync(AlertDetail detail, QueueView view, IQueryCollection query, CancellationToken cancellation)
    {
        if (detail.Alert.SubjectKind != AlertSubjectKind.Patient || detail.Fills.Count == 0)
        {
            return null;
        }

        var known = await doses.OfAsync(detail.Alert.SubjectId, detail.Alert.AsOf, cancellation);
        var through = await coverage.DataThroughAsync([.. known.Fills.Values.Select(f => f.DispenserId).Distinct()], cancellation);
        return AlertTimelineModel.Of(detail, known, through, TimelineView.Parse(query["lanes"], query["from"], query["to"]), view);
    }

    private async Task<JustDone?> DoneAsync(long? id, Reviewer by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (id is not { } alert)
        {
            return null;
        }

        var page = await queue.PageAsync(new AlertFilter { AlertId = alert, IncludeRecorded = true, Top = 1 }, cancellation);
        return page.Alerts.Count == 1 ? JustDone.Of(page.Alerts[0], by, now, options) : null;
    }

    private async Task<IReadOnlyList<string>> ColleaguesAsync(CancellationToken cancellation) =>
    [
        .. from account in await users.ListAsync(cancellation)
           where !account.IsDisabled && account.Roles.Any(role => role is AccountRole.Analyst or AccountRole.Lead)
           select account.Name,
    ];
}
