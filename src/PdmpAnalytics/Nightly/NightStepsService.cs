using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Inbox;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Lookup.Reporting;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>
/// What each step of a night does, by the features' own services. Every step may be killed at any point and done again: the
/// services change nothing twice, and figures are read from the store.
/// </summary>
internal sealed class NightStepsService(
    InboxService inbox,
    PatientLinkageService linkage,
    DispensingReferenceService references,
    PopulationService populations,
    QueueUpdateService queue,
    NightRangeService ranges,
    NightLedgerService ledger,
    RangeWorkerService worker,
    IEnumerable<IJobScheduler> schedulers,
    StorageOptions storage,
    RulesInForceService rules,
    RiskModelsService models,
    NightFiguresService figures,
    NightGateService gate,
    ProjectIndexService indexes,
    AccessJudgingService accesses,
    NightReportService reports)
{
    public Task<StepResult> DoAsync(NightStepKind kind, NightlyRun night, NightRequest request, CancellationToken cancellation) => kind switch
    {
        NightStepKind.Fetch => Task.FromResult(Fetch(request.Inbox)),
        NightStepKind.Load => LoadAsync(night, request.Inbox, cancellation),
        NightStepKind.Reference => ReferenceAsync(cancellation),
        NightStepKind.Link => LinkAsync(night, cancellation),
        NightStepKind.Touched => TouchedAsync(night, cancellation),
        NightStepKind.Population => PopulationAsync(night, cancellation),
        NightStepKind.Detect => DetectAsync(night, cancellation),
        NightStepKind.Network => NetworkAsync(night, cancellation),
        NightStepKind.Publish => PublishAsync(night, cancellation),
        NightStepKind.Delinquency => DelinquencyAsync(night, cancellation),
        NightStepKind.Measures => MeasuresAsync(night, cancellation),
    };

    private static StepResult Fetch(string? inbox)
    {
        if (inbox is null)
        {
            return new StepResult(0, 0, 0, "no inbox: what was imported since the last night counts") { Skipped = true };
        }

        var (files, bytes) = InboxService.Waiting(inbox);
        return new StepResult(files, files, 0, Text($"files waiting: {files}, bytes: {bytes}"));
    }

    private async Task<StepResult> LoadAsync(NightlyRun night, string? folder, CancellationToken cancellation)
    {
        var left = 0;
        if (folder is not null)
        {
            var pass = new InboxPass(_ => new Progress<SubmissionProgress>(), night.AfterSubmissionId);
            await foreach (var result in inbox.RunAsync(folder, pass, cancellation))
            {
                left += result is InboxLeftover { Kind: not InboxLeftoverKind.Waits } ? 1 : 0;
            }
        }

        var through = await figures.LastSubmissionAsync(cancellation);
        var (intake, hash) = await figures.IntakeAsync(night.AfterSubmissionId, through, cancellation);
        return new StepResult(
            intake.Records, intake.Loaded + intake.Revised + intake.Voided, intake.Rejected,
            Text($"files: {intake.Files}, refused: {intake.FilesRefused}, left: {left}"))
        {
            Left = left,
            InputHash = hash,
            Note = n => n.Loaded(through),
        };
    }

    private async Task<StepResult> ReferenceAsync(CancellationToken cancellation)
    {
        var (products, named, factors, zips, prescribers) = await figures.ReferenceAsync(cancellation);
        return new StepResult(
            products, named, products - named,
            Text($"products: {products}, without a known drug: {products - named}, factors: {factors}, ZIP codes: {zips}, prescribers: {prescribers}"));
    }

    private async Task<StepResult> LinkAsync(NightlyRun night, CancellationToken cancellation)
    {
        var linked = await linkage.LinkAsync(new LinkRequest(), cancellation);
        if (linked.Refusal is { } refusal)
        {
            throw new NightStepException(refusal.Message);
        }

        var through = await figures.LastLinkEventAsync(cancellation);
        var moves = await figures.LinkageAsync(night.AfterLinkEventId, through, cancellation);
        return new StepResult(
            linked.Value.Records, linked.Value.Patients, 0,
            Text($"merges: {moves.Merges}, splits: {moves.Splits}, moves: {moves.Moves}, model: {linked.Value.ModelVersion}")
            + (linked.Value.BlocksLeftOut > 0 ? Text($", blocks left out: {linked.Value.BlocksLeftOut}") : ""))
        {
            Note = n => n.Linked(through, linked.Value.ModelVersion),
        };
    }

    private async Task<StepResult> TouchedAsync(NightlyRun night, CancellationToken cancellation)
    {
        var (marked, due) = await figures.TouchedAsync(night.BusinessDate, cancellation);
        return new StepResult(marked + due, marked + due, 0, Text($"changed: {marked}, due: {due}"));
    }

    private async Task<StepResult> PopulationAsync(NightlyRun night, CancellationToken cancellation)
    {
        // Before anything is made of the night's data: a table of broken figures would serve for a week.
        await gate.PassAsync(night, cancellation);
        var reference = await references.LoadAsync(cancellation);
        var table = await populations.CurrentAsync(night.BusinessDate, reference, cancellation);
        return new StepResult(
            table.Patients, 1, 0,
            Text($"table {table.Version} of {table.AsOf:yyyy-MM-dd}, {(table.AsOf == night.BusinessDate ? "taken this night" : "still good")}"))
        {
            Note = n => n.Measured(table.Version),
        };
    }

    private async Task<StepResult> DetectAsync(NightlyRun night, CancellationToken cancellation)
    {
        var catalog = await rules.OnAsync(night.BusinessDate, cancellation);
        var judged = await JudgeAsync(night.BusinessDate, cancellation);
        var changed = await figures.ChangedAsync(night.BusinessDate, patients: true, cancellation);
        return new StepResult(
            judged, changed, 0, Text($"patients judged: {judged}, alerts changed: {changed}") + await ModelAsync(night.BusinessDate, cancellation))
        {
            Note = n => n.JudgedBy(catalog.Set, catalog.Fingerprint),
        };
    }

    /// <summary>By which model the queue is ordered, and which were left out because they do not fit; nothing without any.</summary>
    private async Task<string> ModelAsync(DateOnly date, CancellationToken cancellation)
    {
        var current = await models.PinnedAsync(await ledger.ModelsAsync(date, cancellation), cancellation);
        var champion = current.Champion is { } model ? Text($", model: {model.Id} ({model.Engine})") : "";
        return champion + string.Concat(current.Complaints.Select(complaint => ". " + complaint));
    }

    /// <summary>In ranges: on PostgreSQL other machines may take some too.</summary>
    private async Task<long> JudgeAsync(DateOnly date, CancellationToken cancellation)
    {
        await ranges.PrepareAsync(date, cancellation);
        if (storage.Provider == StorageProvider.Postgres)
        {
            var waiting = (await ranges.ListAsync(cancellation)).Count(r => r.State != NightRangeState.Done);
            foreach (var scheduler in schedulers)
            {
                await scheduler.CallWorkersAsync(waiting, cancellation);
            }
        }

        await worker.WorkUntilDoneAsync(progress: null, cancellation);
        return (await ranges.ListAsync(cancellation)).Sum(r => (long)r.Patients);
    }

    private async Task<StepResult> NetworkAsync(NightlyRun night, CancellationToken cancellation)
    {
        var weekly = await populations.TakenOnAsync(night.BusinessDate, cancellation);
        var update = await queue.UpdateOthersAsync(new DetectionRequest(night.BusinessDate, All: false) { Models = night.Models }, QueueUpdate.None, cancellation);
        var changed = await figures.ChangedAsync(night.BusinessDate, patients: false, cancellation);
        return new StepResult(
            update.Dispensers.Judged, changed, 0,
            Text($"pharmacies judged: {update.Dispensers.Judged}, rules over several: {(weekly ? "looked" : "not due")}, alerts changed: {changed}"));
    }

    private async Task<StepResult> PublishAsync(NightlyRun night, CancellationToken cancellation)
    {
        await indexes.RefreshAsync(night.BusinessDate, cancellation);
        await accesses.JudgeAsync(night.BusinessDate, cancellation: cancellation);
        var levels = await figures.QueueAsync(cancellation);
        return new StepResult(
            levels.Sum(l => l.Open), levels.Sum(l => l.Open), 0, "open: " + string.Join(", ", levels.Select(l => Text($"{l.Severity} {l.Open}"))));
    }

    private async Task<StepResult> DelinquencyAsync(NightlyRun night, CancellationToken cancellation)
    {
        var reporters = await reports.ReportersAsync(night.BusinessDate, cancellation);
        return new StepResult(
            reporters.Expected, reporters.Current, reporters.Late + reporters.Silent,
            Text($"expected: {reporters.Expected}, late as usual: {reporters.Late}, silent: {reporters.Silent}"));
    }

    private async Task<StepResult> MeasuresAsync(NightlyRun night, CancellationToken cancellation)
    {
        var report = await reports.MakeAsync(night, cancellation);
        return new StepResult(
            report.Intake.Records, report.InQueue, report.Intake.Rejected, Text($"alerts raised: {report.Raised}, in the queue: {report.InQueue}"))
        {
            Note = n => reports.End(n, report),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A step that cannot be done; the message quotes no data and may be shown.</summary>
public sealed class NightStepException(string message) : Exception(message);
