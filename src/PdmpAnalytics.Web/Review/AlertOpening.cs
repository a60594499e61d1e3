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
        var shown = await queue.ShowAsync(id, ReviewerOf(context.User).Name, cancellation);
        if (shown.Refusal is { } refusal)
        {
            return refusal;
        }

        var opened = await SeenAsync(shown.Value, context, inItsList: true, cancellation);
        return opened.Refusal is not null ? opened : opened.Value with
        {
            Done = JustDone.Of(opened.Value.Alert, opened.Value.User, opened.Value.Now, options) ?? await DoneAsync(justDone, opened.Value, cancellation),
            Timeline = await TimelineAsync(shown.Value, opened.Value.View, context.Request.Query, cancellation),
            LawEnforcement = options.LawEnforcementReferrals,
            Colleagues = opened.Value.Reviews ? await ColleaguesAsync(cancellation) : [],
        };
    }

    /// <summary>As <see cref="OpenAsync"/>, with the alert alone: a step is asked for from a page, and answered with another.</summary>
    /// <param name="inItsList">Also what comes before and after it.</param>
    public async Task<Result<OpenedAlert>> GlanceAsync(long id, HttpContext context, bool inItsList, CancellationToken cancellation) =>
        await queue.FindAsync(id, ReviewerOf(context.User).Name, cancellation) is { } alert
            ? await SeenAsync(new AlertDetail(alert, [], [], []), context, inItsList, cancellation)
            : new Refusal(RefusalReason.NotFound, $"There is no alert {id}.");

    private async Task<Result<OpenedAlert>> SeenAsync(AlertDetail detail, HttpContext context, bool inItsList, CancellationToken cancellation)
    {
        if (!QueueAccess.Sees(context.User, detail.Alert.Queue))
        {
            return new Refusal(RefusalReason.NotAllowed, "Your roles do not cover this queue.");
        }

        var by = ReviewerOf(context.User);
        var view = QueueView.Of(context.Request.Query, detail.Alert.Queue);
        var filter = view.Filter(by.Name);
        var neighbours = inItsList && filter.Refusal is null
            ? await views.NeighboursAsync(filter.Value, detail.Alert.Id, cancellation)
            : new AlertNeighbours(null, null, null);
        return new OpenedAlert(detail, view, neighbours, clock.GetUtcNow(), by, QueueAccess.Reviews(context.User));
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

    private async Task<JustDone?> DoneAsync(long? id, OpenedAlert opened, CancellationToken cancellation) =>
        id is { } alert && await queue.FindAsync(alert, opened.User.Name, cancellation) is { } done ? JustDone.Of(done, opened.User, opened.Now, options) : null;

    /// <summary>Accounts that work can be given to.</summary>
    public async Task<IReadOnlyList<string>> ColleaguesAsync(CancellationToken cancellation) =>
    [
        .. from account in await users.ListAsync(cancellation)
           where !account.IsDisabled && account.Roles.Any(role => role is AccountRole.Analyst or AccountRole.Lead)
           select account.Name,
    ];
}
