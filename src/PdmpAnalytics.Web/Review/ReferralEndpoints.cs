using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Review;

/// <summary>What leaves the programme about an alert: its packet, letters to preview, referrals by two people. Nothing is sent from here.</summary>
internal static class ReferralEndpoints
{
    public static void MapReferrals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/referrals", async (ReferralService referrals, CancellationToken cancellation) =>
            new RazorComponentResult<ReferralsPage>(new { Waiting = await referrals.ListAsync(null, cancellation) })).RequireAuthorization(Policies.Lead);
        var one = app.MapGroup("/alerts/{id:long}").RequireAuthorization(Policies.Review);
        one.MapGet("/referral", async ([AsParameters] ReferralRequest request) => await request.ShowAsync(null));
        one.MapPost("/packet", ([AsParameters] ReferralRequest request, [FromForm] string? format) => request.PacketAsync(format == "json"));
        one.MapPost("/letter", ([AsParameters] ReferralRequest request, [FromForm] string? prescriber, [FromForm] string? template) =>
            request.LetterAsync(prescriber ?? "", string.IsNullOrWhiteSpace(template) ? PrescriberLetter.DefaultTemplate : template));
        one.MapPost("/referral", (
                [AsParameters] ReferralRequest request, [FromForm] ReferralKind? kind, [FromForm] string? caseNumber, [FromForm] string? basis, [FromForm] string? reason) =>
            request.DoAsync(async () => (await request.Referrals.ProposeAsync(
                request.Id, new ReferralGrounds(kind ?? ReferralKind.Board, caseNumber ?? "", basis ?? "", reason ?? ""), request.By, request.Cancellation)).Refusal));
        one.MapPost("/referral/{referral:long}", ([AsParameters] ReferralRequest request, long referral, [FromForm] string? word) =>
            request.DecideAsync(referral, word)).RequireAuthorization(Policies.Lead);
    }
}

/// <summary>Somebody asks for something that leaves the programme about an alert.</summary>
/// <param name="Id">The alert.</param>
internal sealed record ReferralRequest(
    long Id, HttpContext Context, AlertOpening Opening, ReviewQueue Queue, ReferralService Referrals, ReviewOptions Options, CancellationToken Cancellation)
{
    public string By => Context.User.Identity!.Name!;

    /// <param name="wrong">Why the last request was refused; null when none was.</param>
    public async Task<IResult> ShowAsync(string? wrong)
    {
        var seen = await SeenAsync();
        var shown = seen.Refusal is null ? await Queue.ShowAsync(Id, By, Cancellation) : default;
        return seen.Refusal is not null || shown.Refusal is not null ? AlertEndpoints.Show(seen, Context) : new RazorComponentResult<ReferralPage>(new
        {
            Opened = seen.Value,
            Prescribers = shown.Value.Fills.Where(f => f.IsEvidence).GroupBy(f => f.Prescriber).OrderByDescending(g => g.Count())
                .Select(g => new LetterRecipient(g.Key, g.Count())).ToList(),
            Referrals = await Referrals.ListAsync(Id, Cancellation),
            Options.LawEnforcementReferrals,
            Wrong = wrong,
        }) { StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict };
    }

    public async Task<IResult> PacketAsync(bool json)
    {
        var seen = await SeenAsync();
        if (seen.Refusal is not null)
        {
            return AlertEndpoints.Show(seen, Context);
        }

        var made = await Referrals.PacketAsync(Id, By, json ? "json" : "html", Cancellation);
        if (made.Refusal is { } refusal)
        {
            return await ShowAsync(refusal.Message);
        }

        var packet = made.Value;
        var text = json ? packet.Content : PacketHtml.Write(PacketJson.Read(packet.Content), packet.Sha256);
        return Results.File(
            Encoding.UTF8.GetBytes(text), json ? "application/json" : "text/html",
            FormattableString.Invariant($"alert-{packet.AlertId}-version-{packet.AlertVersion}.{(json ? "json" : "html")}"));
    }

    public async Task<IResult> LetterAsync(string prescriber, string template)
    {
        var seen = await SeenAsync();
        if (seen.Refusal is not null)
        {
            return AlertEndpoints.Show(seen, Context);
        }

        var letter = await Referrals.PreviewLetterAsync(Id, prescriber, By, template, Cancellation);
        return new RazorComponentResult<LetterPage>(new
        {
            AlertId = Id, Back = seen.Value.Step("referral"), Prescriber = prescriber, Template = template, Letter = letter.Refusal is null ? letter.Value : null, Wrong = letter.Refusal?.Message,
        }) { StatusCode = letter.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict };
    }

    /// <param name="word"><c>approve</c> or <c>decline</c>.</param>
    public Task<IResult> DecideAsync(long referral, string? word) => DoAsync(async () =>
        word is not ("approve" or "decline") ? new Refusal(RefusalReason.Incomplete, "Approve or decline.")
        : (await Referrals.ListAsync(Id, Cancellation)).All(r => r.Id != referral) ? new Refusal(RefusalReason.NotFound, "There is no such referral of this alert.")
        : (await Referrals.DecideAsync(referral, word == "approve", By, Cancellation)).Refusal);

    public async Task<IResult> DoAsync(Func<Task<Refusal?>> act)
    {
        var seen = await SeenAsync();
        return seen.Refusal is not null ? AlertEndpoints.Show(seen, Context)
            : await act() is { } refusal ? await ShowAsync(refusal.Message)
            : Results.LocalRedirect(seen.Value.Step("referral"));
    }

    private Task<Result<OpenedAlert>> SeenAsync() => Opening.GlanceAsync(Id, Context, inItsList: false, Cancellation);
}

/// <summary>Somebody a letter may go to.</summary>
/// <param name="Name">As submitted.</param>
/// <param name="Fills">Counted fills they wrote.</param>
public readonly record struct LetterRecipient(string Name, int Fills);
