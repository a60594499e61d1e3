using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PdmpAnalytics.Web.Nightly;

namespace PdmpAnalytics.Web.Status;

/// <summary>The start page, which leads everybody to their work, and the state of the service, which anybody may see.</summary>
internal static class StatusEndpoints
{
    /// <summary>
    /// For machines: the service answers and has its database; the same for who sends requests here; nights are done. Apart, so that a
    /// failed night calls an operator and does not take pharmacists' answers away.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var service = new HealthCheckOptions { Predicate = check => check.Name != NightHealth.Name };
        app.MapHealthChecks("/healthz", service).AllowAnonymous();
        app.MapHealthChecks("/readyz", service).AllowAnonymous();
        app.MapHealthChecks("/healthz/nights", new HealthCheckOptions { Predicate = check => check.Name == NightHealth.Name }).AllowAnonymous();
    }

    public static void MapStatus(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", (HttpContext context) => Results.LocalRedirect(StartPage.Of(context.User)));
        app.MapGet("/status", async (HealthCheckService health, CancellationToken cancellation) =>
            new RazorComponentResult<StatusPage>(new { Report = await health.CheckHealthAsync(cancellation) })).AllowAnonymous();
    }
}
