using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Telemetry;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// Runs nights: those that were missed first, each step by step, noted in the ledger, one run at a time. A run that was killed is
/// completed by the next, whoever starts it; a night that is done is left alone.
/// </summary>
public sealed partial class NightlyRunner
{
    private static readonly Func<ILogger, string, IDisposable?> RunScope = LoggerMessage.DefineScope<string>("run {RunId}");

    private readonly LeaseService _leases;
    private readonly NightLedgerService _ledger;
    private readonly NightStepsService _steps;
    private readonly TimeProvider _clock;
    private readonly ILogger<NightlyRunner> _log;

    internal NightlyRunner(
        LeaseService leases, NightLedgerService ledger, NightStepsService steps, TimeProvider clock, ILogger<NightlyRunner> log) =>
        (_leases, _ledger, _steps, _clock, _log) = (leases, ledger, steps, clock, log);

    /// <summary>Runs the night of a date and every night that was missed before it.</summary>
    /// <returns>Refused when another run is at work, or the date cannot be a night; a night that failed is no refusal.</returns>
    public async Task<Result<NightsRun>> RunAsync(
        NightRequest request, IProgress<NightProgress>? progress = null, CancellationToken cancellation = default)
    {
        // Without the lease first: asking again for a night that is done disturbs nobody.
        var plan = await PlanAsync(request, cancellation);
        if (plan.Refusal is not null || plan.Value.Days.Count == 0)
        {
            return plan.Refusal is { } refused ? refused : new NightsRun([], Failed: null, Overtaken: false);
        }

        var taken = await _leases.TakeForNightAsync(request.Date, cancellation);
        if (taken.Refusal is { } held)
        {
            return held;
        }

        await using var lease = taken.Value;
        using var writing = lease.Enter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        var done = new List<DateOnly>();

        // Again under the lease: the run that held it may have done some of them.
        foreach (var day in (await PlanAsync(request, cancellation)).Value.Days)
        {
            switch (await RunNightAsync(request with { Date = day }, lease, progress, stop.Token, cancellation))
            {
                case AttemptOutcome.Done:
                    done.Add(day);
                    break;
                case AttemptOutcome.Failed:
                    return new NightsRun(done, day, Overtaken: false);
                case AttemptOutcome.Overtaken:
                    return new NightsRun(done, Failed: null, Overtaken: true);
                case AttemptOutcome.Stopped:
                case AttemptOutcome.Running:
                    throw new OperationCanceledException(cancellation);
            }
        }

        return new NightsRun(done, Failed: null, Overtaken: false);
    }

    private async Task<Result<NightPlan>> PlanAsync(NightRequest request, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        var plan = NightPlan.For(request.Date, today, await _ledger.StatesAsync(cancellation));
        return plan.Refusal is null && !request.CatchUp && plan.Value.TooMany() is { } refusal ? refusal : plan;
    }

    private async Task<AttemptOutcome> RunNightAsync(
        NightRequest request, HeldLease lease, IProgress<NightProgress>? progress, CancellationToken stop, CancellationToken asked)
    {
        var runId = Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N");
        using var scope = RunScope(_log, runId);
        using var trace = NightTelemetry.Night(request.Date, runId);
        var outcome = AttemptOutcome.Overtaken;
        try
        {
            var page = await _ledger.BeginAsync(request.Date, runId, stop);
            LogBegun(request.Date, runId);
            outcome = await StepsAsync(page, request, progress, stop, asked);
            if (lease.Lost.IsCancellationRequested)
            {
                outcome = AttemptOutcome.Overtaken;
            }
            else if (outcome != AttemptOutcome.Overtaken)
            {
                await _ledger.EndAttemptAsync(runId, outcome);
            }
        }
        catch (LeaseLostException)
        {
            outcome = AttemptOutcome.Overtaken;
        }

        NightTelemetry.Ended(outcome);
        LogEnded(request.Date, runId, outcome);
        return outcome;
    }

    private async Task<AttemptOutcome> StepsAsync(
        NightPage page, NightRequest request, IProgress<NightProgress>? progress, CancellationToken stop, CancellationToken asked)
    {
        var (night, runId) = (page.Night, page.Attempts[^1].RunId);
        var over = page.Steps.Where(s => s.IsOver).Select(s => s.Kind).ToHashSet();
        foreach (var kind in NightSteps.All.Where(k => !over.Contains(k)))
        {
            using var trace = NightTelemetry.Step(kind);
            try
            {
                var begun = await _ledger.BeginStepAsync(night.BusinessDate, kind, stop);
                progress?.Report(new NightProgress(begun));
                var result = await _steps.DoAsync(kind, night, request, stop);
                (night, var step) = await _ledger.EndStepAsync(night.BusinessDate, kind, result, stop);
                progress?.Report(new NightProgress(step));
                NightTelemetry.Ended(step);
                LogStep(kind, runId, step.CountIn, step.CountOut, step.CountRejected);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return asked.IsCancellationRequested ? AttemptOutcome.Stopped : AttemptOutcome.Overtaken;
            }
            catch (LeaseLostException)
            {
                return AttemptOutcome.Overtaken;
            }
#pragma warning disable CA1031 // Whatever a step fails with, the night is failed and the reason noted.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                trace?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
                LogFailed(kind, runId, fault.GetType().Name);
                return await FailAsync(night.BusinessDate, kind, fault, progress);
            }
        }

        return AttemptOutcome.Done;
    }

    private async Task<AttemptOutcome> FailAsync(DateOnly date, NightStepKind kind, Exception fault, IProgress<NightProgress>? progress)
    {
        try
        {
            var failed = await _ledger.FailStepAsync(date, kind, Reason(fault));
            NightTelemetry.Ended(failed);
            progress?.Report(new NightProgress(failed));
            return AttemptOutcome.Failed;
        }
        catch (LeaseLostException)
        {
            return AttemptOutcome.Overtaken;
        }
    }

    /// <summary>Texts of unknown exceptions may quote the data that caused them, so only their kind is kept.</summary>
    private static string Reason(Exception fault) => fault switch
    {
        NightStepException or RuleSetException or RecordVaultException or StorageNotReadyException or DirectoryNotFoundException => fault.Message,
        _ => DatabaseFault.Of(fault) switch
        {
            { SqlState: { Length: > 0 } state } => $"the database refused a statement (SQLSTATE {state})",
            { } => "the database could not be reached",
            null => fault.GetType().Name,
        },
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Night {Date:yyyy-MM-dd} begun by run {RunId}")]
    private partial void LogBegun(DateOnly date, string runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Night {Date:yyyy-MM-dd}, run {RunId}: {Outcome}")]
    private partial void LogEnded(DateOnly date, string runId, AttemptOutcome outcome);

    [LoggerMessage(Level = LogLevel.Information, Message = "Step {Step} of run {RunId} done: {In} in, {Out} out, {Rejected} rejected")]
    private partial void LogStep(NightStepKind step, string runId, long @in, long @out, long rejected);

    [LoggerMessage(Level = LogLevel.Error, Message = "Step {Step} of run {RunId} failed with {Kind}")]
    private partial void LogFailed(NightStepKind step, string runId, string kind);
}
