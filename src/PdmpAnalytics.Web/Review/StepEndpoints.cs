using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>What people do about an alert. Each answer is a redirect: to the same alert, or to the next one when this one is dealt with.</summary>
internal static class StepEndpoints
{
    /// <summary>Far beyond what any programme allows: what is allowed the step says.</summary>
    private const int MostDays = 10_000;

    public static void MapSteps(this IEndpointRouteBuilder app)
    {
        var steps = app.MapGroup("/alerts/{id:long}").RequireAuthorization(Policies.Review);
        steps.MapPost("/claim", ([AsParameters] StepRequest request, [FromForm] int? version) =>
            request.TakeAsync(new ClaimAlert(), version, movesOn: false));
        steps.MapPost("/release", ([AsParameters] StepRequest request, [FromForm] int? version) =>
            request.TakeAsync(new ReleaseAlert(), version, movesOn: false));
        steps.MapPost("/assign", async ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? to) =>
            to is not null && (await request.Opening.ColleaguesAsync(request.Cancellation)).Contains(to)
                ? await request.TakeAsync(new AssignAlert(to), version, movesOn: false)
                : await request.RefusedAsync(new Refusal(RefusalReason.Incomplete, "Choose an analyst or a lead who may sign in.")));
        steps.MapPost("/snooze", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] int? days, [FromForm] string? wakes, TimeProvider clock) =>
            request.TakeAsync(new SnoozeAlert(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(Math.Clamp(days ?? 0, 0, MostDays)), wakes is not null), version, movesOn: true));
        steps.MapPost("/wake", ([AsParameters] StepRequest request, [FromForm] int? version) =>
            request.TakeAsync(new WakeAlert(), version, movesOn: false));
        steps.MapPost("/watch", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? reason) =>
            request.TakeAsync(new WatchAlert(Until: null, reason ?? ""), version, movesOn: true));
        steps.MapPost("/plan", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] PlannedAction? action, [FromForm] string? reason) =>
            action is { } planned
                ? request.TakeAsync(new PlanAction(planned, reason ?? ""), version, movesOn: false)
                : request.RefusedAsync(new Refusal(RefusalReason.Incomplete, "Choose what is to be prepared.")));
        steps.MapPost("/conclude", ConcludeAsync);
        steps.MapPost("/reopen", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? reason) =>
            request.TakeAsync(new ReopenAlert(reason ?? ""), version, movesOn: false));
        steps.MapPost("/note", ([AsParameters] StepRequest request, [FromForm] string? text) =>
            request.DoAsync(async () => (await request.Work.NoteAsync(request.Id, text ?? "", request.By, request.Cancellation)).Refusal));
        steps.MapPost("/undo", ([AsParameters] StepRequest request, [FromForm] string? token) =>
            request.DoAsync(async () => (await request.Work.UndoAsync(request.Id, request.By, request.Cancellation)).Refusal));
    }

    private static async Task<IResult> ConcludeAsync(
        [AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? disposition, [FromForm] string? reason, [FromForm] string? explanations)
    {
        // Looked at before the step, which takes the alert out of most lists.
        var seen = await request.GlanceAsync(inItsList: true);
        if (seen.Refusal is not null)
        {
            return AlertEndpoints.Show(seen, request.Context);
        }

        if (!Dispositions.TryParse(disposition, out var conclusion))
        {
            return await request.RefusedAsync(new Refusal(RefusalReason.Incomplete, "Choose a conclusion."));
        }

        var because = string.IsNullOrWhiteSpace(reason) ? DispositionKeys.StandardReason(conclusion) : reason;
        ReviewStep step = seen.Value.Conclusion switch
        {
            ConclusionKind.Second => new ReadAgain(conclusion, because),
            ConclusionKind.Settling => new SettleReadings(conclusion, because),
            ConclusionKind.First or ConclusionKind.None => new ConcludeAlert(conclusion, because) 
            {
                OtherExplanations = (explanations ?? "").Trim(),
                ByRule = RuleVerdicts.Read(request.Context.Request.Form),
            },
        };
        return await request.TakeAsync(seen.Value, step, version, movesOn: true);
    }
}

/// <summary>A step somebody asks for, and what is needed to take it.</summary>
/// <param name="Id">The alert.</param>
internal sealed record StepRequest(long Id, HttpContext Context, ReviewWorkService Work, AlertOpening Opening, CancellationToken Cancellation)
{
    public Reviewer By => AlertOpening.ReviewerOf(Context.User);

    /// <inheritdoc cref="AlertOpening.GlanceAsync"/>
    public Task<Result<OpenedAlert>> GlanceAsync(bool inItsList) => Opening.GlanceAsync(Id, Context, inItsList, Cancellation);

    /// <param name="version">The version the reviewer looked at.</param>
    /// <param name="movesOn">The alert is dealt with: the next one of the list follows.</param>
    public async Task<IResult> TakeAsync(ReviewStep step, int? version, bool movesOn)
    {
        // Looked at before the step, which takes the alert out of most lists.
        var seen = await GlanceAsync(inItsList: movesOn);
        return seen.Refusal is not null ? AlertEndpoints.Show(seen, Context) : await TakeAsync(seen.Value, step, version, movesOn);
    }

    /// <param name="seen">The alert before the step.</param>
    public async Task<IResult> TakeAsync(OpenedAlert seen, ReviewStep step, int? version, bool movesOn)
    {
        var taken = await Work.TakeAsync(Id, step, By, version, Cancellation);
        return taken.Refusal is { } refusal ? await RefusedAsync(refusal) : Onward(seen, movesOn);
    }

    /// <summary>Something that leaves the alert in its list, once it is known to be theirs to see.</summary>
    public async Task<IResult> DoAsync(Func<Task<Refusal?>> act)
    {
        var seen = await GlanceAsync(inItsList: false);
        return seen.Refusal is not null ? AlertEndpoints.Show(seen, Context)
            : await act() is { } refusal ? await RefusedAsync(refusal)
            : Onward(seen.Value, movesOn: false);
    }

    /// <summary>The same alert again, with why nothing was done.</summary>
    public async Task<IResult> RefusedAsync(Refusal refusal)
    {
        var opened = await Opening.OpenAsync(Id, Context, justDone: null, Cancellation);
        Context.Response.ShowAddress("false"); // the page stays where it is
        return AlertEndpoints.Show(opened.Refusal is null ? opened.Value with { Wrong = refusal.Message } : opened, Context);
    }

    private static IResult Onward(OpenedAlert opened, bool movesOn)
    {
        var id = opened.Alert.Id.ToString(CultureInfo.InvariantCulture);
        return Results.LocalRedirect(
            !movesOn ? opened.View.AddressOf(opened.Alert.Id)
            : opened.Neighbours.Next is { } next ? $"{opened.View.AddressOf(next)}&after={id}"
            : $"{opened.View.AddressOf(opened.Alert.Id)}");
    }
}
