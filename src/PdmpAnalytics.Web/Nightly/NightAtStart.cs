using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Web.Nightly;

/// <summary>
/// Begins the night that fell due while no host ran, where the schedule is in the memory of one process: on SQLite. On PostgreSQL the
/// schedulers keep what they missed. A store without any night is not touched: nobody has asked for the first one yet.
/// </summary>
internal sealed class NightAtStart(IJobScheduler scheduler, NightLedgerService ledger, NightlyOptions options, TimeProvider clock) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var due = options.Schedule!.Due(clock.GetUtcNow());
        var nights = await ledger.StatesAsync(cancellationToken);
        if (nights.Count > 0 && !nights.Any(n => n.Key >= due && n.Value == NightState.Done))
        {
            await scheduler.RunNowAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
