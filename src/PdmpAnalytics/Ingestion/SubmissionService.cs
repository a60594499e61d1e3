using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Loads submitted files. A file is one transaction: wholly in the store (without its rejected records) or not at all, whatever
/// happens meanwhile; the same bytes again change nothing. Of a file that is refused the store keeps that it came and why.
/// </summary>
public sealed partial class SubmissionService
{
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly IBulkWriter _bulk;
    private readonly IDispensationWriter _writer;
    private readonly PatientLinkService _links;
    private readonly RecordVault _vault;
    private readonly IngestionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SubmissionService> _log;

    internal SubmissionService(
        IDbContextFactory<PdmpDbContext> contexts, IBulkWriter bulk, IDispensationWriter writer, PatientLinkService links,
        RecordVault vault, IngestionOptions options, TimeProvider clock, ILogger<SubmissionService> log) =>
        (_contexts, _bulk, _writer, _links, _vault, _options, _clock, _log) =
        (contexts, bulk, writer, links, vault, options, clock, log);

    /// <summary>Loads a file by its path. A file that cannot be opened throws, as any other fault of the disk.</summary>
    /// <param name="submitter">Name of the submitter's inbox folder; null for none.</param>
    public async Task<SubmissionOutcome> LoadAsync(
        string path, IProgress<SubmissionProgress>? progress = null, string? submitter = null,
        CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(
            path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 256 * 1024 });
        return await LoadAsync(file, Path.GetFileName(path), progress, submitter, cancellationToken);
    }

    /// <summary>Loads a file from a stream, which stays open. One that can be rewound is read twice: first for its hash.</summary>
    /// <param name="name">File name without folder; <c>-</c> for standard input.</param>
    /// <param name="submitter">Name of the submitter's inbox folder; null for none.</param>
    public async Task<SubmissionOutcome> LoadAsync(
        Stream file, string name, IProgress<SubmissionProgress>? progress = null, string? submitter = null,
        CancellationToken cancellationToken = default) =>
        await LoadOnceAsync(file, name, progress, submitter, refusedAfter: int.MaxValue, cancellationToken);

    /// <summary>Loads a file of an inbox; one that this pass over the inbox refused before, and was killed, is not refused once more.</summary>
    /// <param name="refusedAfter">The last submission before the pass; a later one that was refused counts as known.</param>
    internal async Task<SubmissionOutcome> LoadOnceAsync(
        Stream file, string name, IProgress<SubmissionProgress>? progress, string? submitter, int refusedAfter, CancellationToken cancellationToken) =>
        (await LoadAsync(file, new ReceivedFile(name, submitter, Now()) { RefusedAfter = refusedAfter }, progress, cancellationToken))!;

    /// <summary>
    /// Loads the correction of a rejected record and closes that record, both or neither. One that is not taken leaves nothing:
    /// what is to be corrected is listed already.
    /// </summary>
    /// <param name="submissionId">Where the record was rejected, with its position.</param>
    /// <returns>Null when the record is not open any more. See also <see cref="SubmissionOutcome.IsOvertaken"/>.</returns>
    internal Task<SubmissionOutcome?> LoadCorrectionAsync(
        Stream file, string name, string? submitter, int submissionId, int line, CancellationToken cancellationToken) =>
        LoadAsync(file, new ReceivedFile(name, submitter, Now()) { Corrects = (submissionId, line) }, progress: null, cancellationToken);

    private async Task<SubmissionOutcome?> LoadAsync(
        Stream file, ReceivedFile received, IProgress<SubmissionProgress>? progress, CancellationToken cancellationToken)
    {
        var hashBefore = file.CanSeek ? await SHA256.HashDataAsync(file, cancellationToken) : null;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        SubmissionOutcome outcome;
        byte[] hash;
        await using (var transaction = await _writer.BeginAsync(db, cancellationToken))
        {
            await SealingKeys.CheckAsync(db, _vault, cancellationToken);
            if (received.Corrects is { } place && !await RejectedRecords.IsOpenAsync(db, place, cancellationToken))
            {
                return null;
            }

            if (hashBefore is not null && await FindAsync(db, hashBefore, received, cancellationToken) is { } loaded)
            {
                await CloseCorrectedAsync(db, received, loaded.Id, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return await AlreadyLoadedAsync(db, loaded, received, cancellationToken);
            }

            if (file.CanSeek)
            {
                file.Position = 0;
            }

            var load = new FileLoad(await ScopeAsync(db, received, cancellationToken), await KnownProductsAsync(db, cancellationToken));
            hash = await load.ReadAsync(file, hashBefore, progress, cancellationToken);
            if (hashBefore is null && await FindAsync(db, hash, received, cancellationToken) is { } known)
            {
                return await AlreadyLoadedAsync(db, known, received, cancellationToken);
            }

            if (!load.IsRefused)
            {
                await load.EndAsync(cancellationToken);
            }

            outcome = load.Outcome(received) with { ContentHash = hash };
            if (received.Corrects is not null && (outcome.IsOvertaken || outcome.Result is not SubmissionResult.Accepted))
            {
                return outcome with { SubmissionId = null };
            }

            if (outcome.Result is SubmissionResult.Accepted or SubmissionResult.AcceptedInPart)
            {
                await SaveAsync(db, outcome, received.Corrects, load.LastVersion, cancellationToken);
                await CloseCorrectedAsync(db, received, outcome.SubmissionId!.Value, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                LogLoaded(outcome.SubmissionId!.Value, outcome.Counts.Read, outcome.Counts.Rejected);
                return outcome;
            }
        }

        return outcome.Result == SubmissionResult.Tested ? outcome : await RefuseAsync(db, outcome, cancellationToken);
    }

    /// <summary>Keeps that a file was refused and why, after all else of it is undone.</summary>
    private async Task<SubmissionOutcome> RefuseAsync(
        PdmpDbContext db, SubmissionOutcome outcome, CancellationToken cancellationToken)
    {
        LogRejected(outcome.Counts.Read);
        if (_options.Endpoint == IntakeEndpoint.Test)
        {
            return outcome;
        }

        db.ChangeTracker.Clear();
        await using var transaction = await _writer.BeginAsync(db, cancellationToken);
        outcome = outcome with { SubmissionId = await NextIdAsync(db, cancellationToken) };
        await SaveAsync(db, outcome, corrects: null, await LastVersionAsync(db, cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    private async Task<LoadScope> ScopeAsync(PdmpDbContext db, ReceivedFile received, CancellationToken cancellationToken)
    {
        var receivedAt = received.At;
        // A clock that was set back must not put a file before those that came earlier.
        var lastFile = await db.Set<SubmittedTransaction>().Where(t => t.ControlNumber == "")
            .MaxAsync(t => (DateTimeOffset?)t.ReportedAt, cancellationToken) ?? receivedAt;
        return new LoadScope(db, _writer, _bulk, _links)
        {
            Vault = _vault,
            Options = _options,
            SubmissionId = await NextIdAsync(db, cancellationToken),
            ReceivedAt = receivedAt,
            Submitter = received.Submitter,
            Rejected = received.Corrects is { } place ? await RejectedRecords.PlaceAsync(db, place, cancellationToken) : null,
            FileTime = lastFile > receivedAt ? lastFile : receivedAt,
            LastVersion = await LastVersionAsync(db, cancellationToken),
        };
    }

    private async Task SaveAsync(
        PdmpDbContext db, SubmissionOutcome outcome, (int SubmissionId, int Line)? corrects, long lastVersion, CancellationToken cancellationToken)
    {
        var counts = outcome.Counts;
        var id = outcome.SubmissionId!.Value;
        var submission = new Submission
        {
            Id = id,
            ContentHash = outcome.ContentHash,
            CorrectsSubmissionId = corrects?.SubmissionId,
            CorrectsLine = corrects?.Line,
            Name = outcome.Name,
            Kind = outcome.Kind,
            ReceivedAt = outcome.ReceivedAt,
            Result = outcome.Result,
            Submitter = outcome.Submitter,
            Records = counts.Read,
            Loaded = counts.Loaded,
            Revised = counts.Revised,
            Voided = counts.Voided + counts.Withdrawn,
            Duplicates = counts.Duplicates,
            NotFound = counts.NotFound,
            Rejected = counts.Rejected,
            Serious = counts.Serious,
            ZeroReports = counts.ZeroReports,
            ZeroReportsRefused = counts.ZeroReportsRefused,
            UnknownProducts = counts.UnknownProducts,
            LastDispensationId = lastVersion,
        };
        await _bulk.InsertAsync(db, [submission], cancellationToken);
        await _bulk.InsertAsync(db, outcome.Faults.Select((fault, index) => new SubmissionError
        {
            SubmissionId = id,
            Sequence = index + 1,
            Line = fault.Line,
            Field = fault.Column,
            Code = fault.Code,
            Level = fault.Code.Level(),
        }), cancellationToken);
    }

    private static Task CloseCorrectedAsync(PdmpDbContext db, ReceivedFile received, int closedBy, CancellationToken cancellationToken) =>
        received.Corrects is { } place ? RejectedRecords.CloseCorrectedAsync(db, place, closedBy, cancellationToken) : Task.CompletedTask;

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The submission of the same bytes that stands for this file: it was taken, or refused by the same pass.</summary>
    private Task<Submission?> FindAsync(PdmpDbContext db, byte[] contentHash, ReceivedFile received, CancellationToken cancellationToken) =>
        _options.Endpoint == IntakeEndpoint.Test
            ? Task.FromResult<Submission?>(null)
            : db.Set<Submission>().AsNoTracking()
                .Where(s => s.ContentHash == contentHash && (s.Result != SubmissionResult.Rejected || s.Id > received.RefusedAfter))
                .OrderBy(s => s.Result == SubmissionResult.Rejected).ThenBy(s => s.Id)
                .FirstOrDefaultAsync(cancellationToken);

    private static async Task<int> NextIdAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        (await db.Set<Submission>().MaxAsync(s => (int?)s.Id, cancellationToken) ?? 0) + 1;

    private static async Task<long> LastVersionAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        await db.Set<Submission>().MaxAsync(s => (long?)s.LastDispensationId, cancellationToken) ?? 0;

    private static async Task<KnownProducts> KnownProductsAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        new(DrugCatalog.Shipped, await db.Set<DrugProduct>().AsNoTracking().ToListAsync(cancellationToken));

    private static async Task<SubmissionOutcome> AlreadyLoadedAsync(
        PdmpDbContext db, Submission submission, ReceivedFile received, CancellationToken cancellationToken) => new()
    {
        Result = SubmissionResult.AlreadyLoaded,
        Name = received.Name,
        SubmissionId = submission.Id,
        ContentHash = submission.ContentHash,
        Submitter = received.Submitter,
        Kind = submission.Kind,
        ReceivedAt = submission.ReceivedAt,
        Transactions = [],
        Waiting = await db.Set<RejectedRecord>()
            .CountAsync(r => r.SubmissionId == submission.Id && r.State == RejectedRecordState.Open, cancellationToken),
        Counts = new SubmissionCounts(),
        FaultCounts = new Dictionary<SubmissionErrorCode, long>(),
        Faults = [],
        UnknownProducts = [],
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Submission {Id} loaded: {Records} records, {Rejected} rejected")]
    private partial void LogLoaded(int id, long records, long rejected);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A submission was rejected after {Records} records")]
    private partial void LogRejected(long records);
}

/// <summary>A file as it came in.</summary>
/// <param name="Name">File name without folder; <c>-</c> for standard input.</param>
/// <param name="Submitter">Name of the submitter's inbox folder; null for none.</param>
internal sealed record ReceivedFile(string Name, string? Submitter, DateTimeOffset At)
{
    /// <summary>The rejected record it corrects; null for a file that a submitter sent.</summary>
    public (int SubmissionId, int Line)? Corrects { get; init; }

    /// <summary>A refused submission of the same bytes with a higher id is this very file.</summary>
    public int RefusedAfter { get; init; } = int.MaxValue;
}
