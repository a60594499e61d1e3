using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PdmpAnalytics.Web.Status;

/// <summary>The start page, which leads everybody to their work, and the state of the service, which anybody may see.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", (HttpContext context) => Results.LocalRedirect(StartPage.Of(context.User)));
        app.MapGet("/status", async (HealthCheckService health, CancellationToken cancellation) =>
            new RazorComponentResult<StatusPage>(new { Report = await health.CheckHealthAsync(cancellation) })).AllowAnonymous();
    }
}
