using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

/// <summary>Commands that change patients or the queue by themselves: one at a time, and none beside a night.</summary>
internal static class LeasedRun
{
    /// <param name="purpose">What for; shown to whoever is refused meanwhile.</param>
    /// <returns>What the action returns, or the exit code for a lease that another run holds.</returns>
    public static async Task<int> RunAsync(Session session, string purpose, Func<Session, Task<int>> action)
    {
        var taken = await session.Service<LeaseService>().TakeAsync(purpose, session.Cancellation);
        if (taken.Refusal is { } held)
        {
            session.Terminal.Error(held.Message);
            return ExitCodes.NightFailed; // as pdmp nightly: nothing was wrong with the arguments, and nothing was done
        }

        await using var lease = taken.Value;
        using var writing = lease.Enter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation, lease.Lost);
        return await action(session.StoppedBy(stop.Token));
    }
}
