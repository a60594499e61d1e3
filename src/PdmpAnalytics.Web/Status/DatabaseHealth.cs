using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Web.Status;

/// <summary>Says whether the database answers and has this program's schema; never why not, since that may quote a connection string.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<PdmpDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database does not answer.");
        }
        catch (StorageNotReadyException)
        {
            return HealthCheckResult.Unhealthy("The database lacks this program's schema: run pdmp migrate.");
        }
#pragma warning disable CA1031 // A health check reports every failure as unhealthy.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
