using Microsoft.Extensions.Diagnostics.HealthChecks;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>Unhealthy when the night that should be done by now is not; for monitors, not for who sends requests here.</summary>
internal sealed class NightHealth(NightWatchService watch) : IHealthCheck
{
    public const string Name = "nights";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var watched = await watch.CheckAsync(cancellationToken);
            return watched.Refusal is not null ? HealthCheckResult.Healthy("The settings do not say when nights are due; none is looked for.")
                : watched.Value.IsGood ? HealthCheckResult.Healthy(watched.Value.Message)
                : HealthCheckResult.Unhealthy(watched.Value.Message);
        }
#pragma warning disable CA1031 // A health check reports every failure as unhealthy; the text could quote a connection string.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return HealthCheckResult.Unhealthy("The ledger of nights cannot be read.");
        }
    }
}
