namespace PdmpAnalytics.Nightly;

/// <summary>Asks the ledger and the clock whether the night that should be done is done.</summary>
public sealed class NightWatchService(NightLedgerService ledger, NightlyOptions options, TimeProvider clock)
{
    /// <returns>Refused when the settings do not say when nights begin.</returns>
    public async Task<Result<NightWatchVerdict>> CheckAsync(CancellationToken cancellation = default) =>
        options.Schedule is { } schedule
            ? NightWatch.Check(clock.GetUtcNow(), schedule, options.Allowed, await ledger.StatesAsync(cancellation))
            : new Refusal(RefusalReason.Incomplete, "The settings do not say when nights begin: set Nightly:At, such as 02:00.");
}
