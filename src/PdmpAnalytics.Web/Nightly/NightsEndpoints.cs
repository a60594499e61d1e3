using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Nights and their reports, for those who operate the programme.</summary>
internal static class NightsEndpoints
{
    public static void MapNights(this WebApplication app)
    {
        SchedulerSetup.Map(app);
        app.MapGet("/nights", ListAsync).RequireAuthorization(Policies.Operate);
        app.MapGet("/nights/{date}", ShowAsync).RequireAuthorization(Policies.Operate);
        app.MapPost("/nights/run", RunAsync).RequireAuthorization(Policies.Operate);
    }

    private static async Task<IResult> ListAsync(NightLedgerService ledger, IServiceProvider services, CancellationToken cancellation)
    {
        var scheduler = services.GetService<IJobScheduler>();
        return new RazorComponentResult<NightsPage>(new
        {
            Nights = await ledger.ListAsync(RowBand.Nights, cancellation),
            Scheduler = scheduler?.Name,
            Next = scheduler is null ? null : await scheduler.NextAsync(cancellation),
        });
    }

    private static async Task<IResult> ShowAsync(string date, NightLedgerService ledger, CancellationToken cancellation) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && await ledger.FindAsync(day, cancellation) is { Refusal: null } night
            ? new RazorComponentResult<NightReportPage>(new { Night = night.Value })
            : Results.NotFound();

    /// <summary>The night that is due, begun by hand: the same job as the schedule's.</summary>
    private static async Task<IResult> RunAsync(HttpContext context, IServiceProvider services, CancellationToken cancellation)
    {
        // Reading the form makes its antiforgery token be checked.
        await context.Request.ReadFormAsync(cancellation);
        if (services.GetService<IJobScheduler>() is not { } scheduler)
        {
            return Results.NotFound();
        }

        await scheduler.RunNowAsync(cancellation);
        return Results.LocalRedirect("/nights");
    }
}
