using Microsoft.Extensions.Logging;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Telemetry;

namespace PdmpAnalytics.Nightly;

/// <summary>Judges a night's ranges one after another: in the night's own process, and in any number of workers beside it.</summary>
public sealed partial class RangeWorkerService(
    NightRangeService ranges, NightLedgerService ledger, QueueUpdateService queue, NightlyOptions options, TimeProvider clock, ILogger<RangeWorkerService> log)
{
    private static readonly Func<ILogger, string, DateOnly, int, IDisposable?> RangeScope =
        LoggerMessage.DefineScope<string, DateOnly, int>("run {RunId} night {Date:yyyy-MM-dd} range {Range}");

    /// <summary>Between two looks for work. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Works until every range is done, also those that other workers have: if one of them dies, its range is taken here. While no night
    /// holds the lease nothing is taken, and what a night that was overtaken would have published is rolled back.
    /// </summary>
    /// <param name="progress">Told of each range when it is taken.</param>
    public async Task WorkUntilDoneAsync(IProgress<NightRange>? progress = null, CancellationToken cancellation = default)
    {
        (WriteRight? Right, DetectionRequest Request, string RunId) prepared = (null, new(default, All: false), "");
        while (true)
        {
            while (await ranges.TakeAsync(cancellation) is var (range, right))
            {
                progress?.Report(range);
                // Another attempt at the night, or another night, may have claimed marks since.
                var known = prepared.Right == right && prepared.Request.AsOf == range.BusinessDate ? prepared.Request : null;
                var run = known is null ? await ranges.RunOfAsync(range.BusinessDate, cancellation) : prepared.RunId;
                prepared = (right, await WorkAsync(range, right, run, known, cancellation), run);
            }

            if ((await ranges.ListAsync(cancellation)).All(r => r.State == NightRangeState.Done))
            {
                return;
            }

            await Task.Delay(LookEvery, clock, cancellation);
        }
    }

    /// <summary>Works until it is stopped, night after night.</summary>
    public async Task WorkAsync(IProgress<NightRange>? progress, CancellationToken cancellation)
    {
        while (true)
        {
            await WorkUntilDoneAsync(progress, cancellation);
            await Task.Delay(LookEvery, clock, cancellation);
        }
    }

    /// <param name="run">Id of the night's run, for the log.</param>
    /// <param name="known">What an earlier range of this attempt was judged by; null to read it.</param>
    /// <returns>What this range was judged by.</returns>
    private async Task<DetectionRequest> WorkAsync(NightRange range, WriteRight right, string run, DetectionRequest? known, CancellationToken cancellation)
    {
        using var writing = CommitFence.Enter(right);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var renewing = RenewAsync(range, stop);
        using var trace = NightTelemetry.Range(range);
        using var scope = RangeScope(log, run, range.BusinessDate, range.Number);
        var begun = clock.GetTimestamp();
        try
        {
            known = await queue.PrepareAsync(known ?? await RequestAsync(range.BusinessDate, stop.Token), stop.Token);
            var request = known with { Range = new PatientRange(range.FirstPatient, range.LastPatient) };
            var update = await queue.UpdatePatientsAsync(request, null, stop.Token);
            await ranges.DoneAsync(range, update.Patients.Judged, update.Fills, cancellation);
            NightTelemetry.Judged(clock.GetElapsedTime(begun), update.Patients.Judged);
            LogJudged(update.Patients.Judged, update.Fills);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Another worker has the range now and judges it from the start.
        }
        catch (LeaseLostException)
        {
            // Another run has the lease now; if it is the night again, the range is taken again.
        }
        finally
        {
            await stop.CancelAsync();
            await renewing;
        }

        return known ?? new DetectionRequest(range.BusinessDate, All: false);
    }

    private async Task<DetectionRequest> RequestAsync(DateOnly date, CancellationToken cancellation) =>
        new(date, All: false) { Models = await ledger.ModelsAsync(date, cancellation) };

    private async Task RenewAsync(NightRange range, CancellationTokenSource stop)
    {
        try
        {
            do
            {
                await Task.Delay(options.Lease / 3, clock, stop.Token);
            }
            while (await StillOursAsync(range, stop.Token));

            await stop.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The range is done, or the work was stopped.
        }
    }

    /// <summary>A database that is away for a moment has taken nothing from anybody; when it is back it says whose the range is.</summary>
    private async Task<bool> StillOursAsync(NightRange range, CancellationToken cancellation)
    {
        try
        {
            return await ranges.RenewAsync(range, cancellation);
        }
        catch (Exception fault) when (DatabaseFault.Of(fault) is not null)
        {
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Patients} patients judged by {Fills} dispensations")]
    private partial void LogJudged(long patients, long fills);
}
