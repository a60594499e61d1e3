using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Overview;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Overview;

/// <summary>How the queue, the rules, the nights and the dispensers fare.</summary>
internal static class OverviewEndpoints
{
    /// <summary>Nights shown: two weeks (our choice, 2026-11-22).</summary>
    private const int NightsShown = 14;

    /// <summary>Dispensers listed (our choice, 2026-11-22).</summary>
    private const int LateShown = 12;

    /// <summary>Business days within which a dispenser reports (domain reference 1.8: the next business day), with one to spare.</summary>
    private const int ReportingDays = 2;

    public static void MapOverview(this IEndpointRouteBuilder app) =>
        app.MapGet("/overview", ShowAsync).RequireAuthorization(Policies.SeeQueue);

    private static async Task<RazorComponentResult<OverviewPage>> ShowAsync(
        ClaimsPrincipal user, ReviewOverviewService overview, RuleStatisticsService rules, SecondReadingService readings, NightLedgerService nights,
        DispenserCoverageService coverage, CancellationToken cancellation)
    {
        var queue = await overview.TodayAsync(cancellation);
        var reviews = Policies.RolesOf(Policies.Review).Any(role => user.IsInRole(Accounts.AccountRoles.Code(role)));
        var late = (await coverage.ListAsync(queue.Today, ReportingDays, cancellation))
            .Where(d => d.Punctuality is DispenserPunctuality.Late or DispenserPunctuality.Silent).Take(LateShown).ToList();
        return new(new
        {
            Figures = new OverviewFigures(
                queue, await rules.ConcludedAsync(cancellation), reviews ? await readings.AgreementAsync(cancellation: cancellation) : null,
                await nights.ListAsync(NightsShown, cancellation), late, HidesSmall: !reviews),
        });
    }
}
