using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>What people do about an alert. Each answer is a redirect: to the same alert, or to the next one when this one is dealt with.</summary>
internal static class StepEndpoints
{
    public static void MapSteps(this IEndpointRouteBuilder app)
    {
        var steps = app.MapGroup("/alerts/{id:long}").RequireAuthorization(Policies.Review);
        steps.MapPost("/claim", ([AsParameters] StepRequest request, [FromForm] int? version) =>
            request.TakeAsync(new ClaimAlert(), version, movesOn: false));
        steps.MapPost("/release", ([AsParameters] StepRequest request, [FromForm] int? version) =>
            request.TakeAsync(new ReleaseAlert(), version, movesOn: false));
        steps.MapPost("/assign", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? to) =>
            request.TakeAsync(new AssignAlert(to ?? ""), version, movesOn: false));
        steps.MapPost("/snooze", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] int? days, [FromForm] string? wakes, TimeProvider clock) =>
            request.TakeAsync(new SnoozeAlert(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(days ?? 0), wakes is not null), version, movesOn: true));
        steps.MapPost("/conclude", ConcludeAsync);
        steps.MapPost("/reopen", ([AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? reason) =>
            request.TakeAsync(new ReopenAlert(reason ?? ""), version, movesOn: false));
        steps.MapPost("/note", async ([AsParameters] StepRequest request, [FromForm] string? text) =>
            await request.AnswerAsync((await request.Work.NoteAsync(request.Id, text ?? "", request.By, request.Cancellation)).Refusal, movesOn: false));
        steps.MapPost("/undo", async ([AsParameters] StepRequest request, [FromForm] string? token) =>
            await request.AnswerAsync((await request.Work.UndoAsync(request.Id, request.By, request.Cancellation)).Refusal, movesOn: false));
    }

    private static async Task<IResult> ConcludeAsync(
        [AsParameters] StepRequest request, [FromForm] int? version, [FromForm] string? disposition, [FromForm] string? reason, [FromForm] string? explanations)
    {
        var opened = await request.Opening.OpenAsync(request.Id, request.Context, justDone: null, request.Cancellation);
        if (opened.Refusal is not null)
        {
            return AlertEndpoints.Show(opened, request.Context);
        }

        if (!Dispositions.TryParse(disposition, out var conclusion))
        {
            return await request.AnswerAsync(new Refusal(RefusalReason.Incomplete, "Choose a conclusion."), movesOn: false);
        }

        var because = string.IsNullOrWhiteSpace(reason) ? DispositionKeys.StandardReason(conclusion) : reason;
        ReviewStep step = opened.Value.Conclusion switch
        {
            ConclusionKind.Second => new ReadAgain(conclusion, because),
            ConclusionKind.Settling => new SettleReadings(conclusion, because),
            ConclusionKind.First or ConclusionKind.None => new ConcludeAlert(conclusion, because) { OtherExplanations = (explanations ?? "").Trim() },
        };
        return await request.TakeAsync(step, version, movesOn: true);
    }
}

/// <summary>A step somebody asks for, and what is needed to take it.</summary>
/// <param name="Id">The alert.</param>
internal sealed record StepRequest(long Id, HttpContext Context, ReviewWorkService Work, AlertOpening Opening, CancellationToken Cancellation)
{
    public Reviewer By => AlertOpening.ReviewerOf(Context.User);

    /// <param name="version">The version the reviewer looked at.</param>
    /// <param name="movesOn">The alert is dealt with: the next one of the list follows.</param>
    public async Task<IResult> TakeAsync(ReviewStep step, int? version, bool movesOn)
    {
        // Looked at before the step, which takes the alert out of most lists.
        var opened = await Opening.OpenAsync(Id, Context, justDone: null, Cancellation);
        if (opened.Refusal is not null)
        {
            return AlertEndpoints.Show(opened, Context);
        }

        var taken = await Work.TakeAsync(Id, step, By, version, Cancellation);
        return taken.Refusal is { } refusal ? Refused(await Opening.OpenAsync(Id, Context, justDone: null, Cancellation), refusal) : Onward(opened.Value, movesOn);
    }

    /// <summary>After something that leaves the alert in its list.</summary>
    public async Task<IResult> AnswerAsync(Refusal? refusal, bool movesOn)
    {
        var opened = await Opening.OpenAsync(Id, Context, justDone: null, Cancellation);
        return opened.Refusal is not null ? AlertEndpoints.Show(opened, Context)
            : refusal is not null ? Refused(opened, refusal)
            : Onward(opened.Value, movesOn);
    }

    private IResult Refused(Result<OpenedAlert> opened, Refusal refusal)
    {
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
