using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Loads submitted files. A file is one transaction: wholly in the store (without its rejected rows) or not at all, whatever
/// happens meanwhile; the same bytes again change nothing.
/// </summary>
public sealed partial class SubmissionService
{
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly IBulkWriter _bulk;
    private readonly IDispensationWriter _writer;
    private readonly PatientLinkService _links;
    private readonly IngestionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SubmissionService> _log;

    internal SubmissionService(
        IDbContextFactory<PdmpDbContext> contexts, IBulkWriter bulk, IDispensationWriter writer, PatientLinkService links,
        IngestionOptions options, TimeProvider clock, ILogger<SubmissionService> log) =>
        (_contexts, _bulk, _writer, _links, _options, _clock, _log) = (contexts, bulk, writer, links, options, clock, log);

    /// <summary>Loads a file by its path. A file that cannot be opened throws, as any other fault of the disk.</summary>
    public async Task<SubmissionOutcome> LoadAsync(
        string path, IProgress<SubmissionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(
            path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 256 * 1024 });
        return await LoadAsync(file, Path.GetFileName(path), progress, cancellationToken);
    }

    /// <summary>Loads a file from a stream, which stays open. One that can be rewound is read twice: first for its hash.</summary>
    /// <param name="name">File name without folder; <c>-</c> for standard input.</param>
    public async Task<SubmissionOutcome> LoadAsync(
        Stream file, string name, IProgress<SubmissionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var receivedAt = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await _writer.LockAsync(db, cancellationToken);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[]? contentHash = null;
        if (file.CanSeek)
        {
            contentHash = await SHA256.HashDataAsync(file, cancellationToken);
            file.Position = 0;
            if (await FindAsync(db, contentHash, cancellationToken) is { } loaded)
            {
                return AlreadyLoaded(loaded, name);
            }
        }

        var input = contentHash is null ? new HashingStream(file, hash) : file;
        var load = await LoadRecordsAsync(db, input, file.CanSeek ? file.Length : null, name, receivedAt, progress, cancellationToken);
        contentHash ??= hash.GetHashAndReset();
        if (!file.CanSeek && await FindAsync(db, contentHash, cancellationToken) is { } known)
        {
            return AlreadyLoaded(known, name);
        }

        if (load.Outcome.Result == SubmissionResult.Rejected)
        {
            LogRejected(load.Outcome.Counts.Read);
            return load.Outcome;
        }

        await SaveAsync(db, load, contentHash, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogLoaded(load.SubmissionId, load.Outcome.Counts.Read, load.Outcome.Counts.Rejected);
        return load.Outcome;
    }

    private async Task<Load> LoadRecordsAsync(
        PdmpDbContext db, Stream file, long? length, string name, DateTimeOffset receivedAt,
        IProgress<SubmissionProgress>? progress, CancellationToken cancellationToken)
    {
        using var text = SubmittedStream.Open(file);
        using var reader = SubmissionReaders.Open(text, _options, receivedAt);
        var submissionId = (await db.Set<Submission>().MaxAsync(s => (int?)s.Id, cancellationToken) ?? 0) + 1;
        var checks = new RecordChecks(
            await KnownProductsAsync(db, cancellationToken), _options, DateOnly.FromDateTime(receivedAt.UtcDateTime));
        var writer = new BatchWriter(
            db, _writer, new StoreIds(db, _bulk), new StorePatients(db, _links, _writer), checks, submissionId, receivedAt);
        writer.LastVersion = await LastVersionAsync(db, cancellationToken);
        await new BatchReader(reader, checks, () => text.BytesRead).RunAsync(
            async (batch, cancellation) =>
            {
                await writer.WriteAsync(batch, cancellation);
                progress?.Report(new SubmissionProgress(writer.Counts.Read, batch.BytesRead, length));
            },
            cancellationToken);
        await writer.EndAsync(cancellationToken);
        return new Load(submissionId, reader.Kind, writer.LastVersion, Outcome(name, receivedAt, submissionId, reader, writer));
    }

    private static SubmissionOutcome Outcome(
        string name, DateTimeOffset receivedAt, int submissionId, SubmissionReader reader, BatchWriter writer)
    {
        writer.Faults.AddNotes(reader);
        if (reader.Fault is { } fault)
        {
            writer.Faults.Add(fault);
        }

        // A fault of the file undoes what was written before it showed.
        var counts = reader.Fault is null
            ? writer.Counts
            : new SubmissionCounts { Read = writer.Counts.Read, Rejected = writer.Counts.Read };
        var nothing = reader.Fault is not null || counts.Rejected == counts.Read;
        return new SubmissionOutcome
        {
            Result = nothing ? SubmissionResult.Rejected
                : counts.Rejected > 0 ? SubmissionResult.AcceptedInPart
                : SubmissionResult.Accepted,
            Name = name,
            SubmissionId = nothing ? null : submissionId,
            ReceivedAt = receivedAt,
            Counts = counts,
            FaultCounts = writer.Faults.Counts,
            Faults =
            [
                .. writer.Faults.OfFile.Select(f => new SubmissionFault(f.Line, f.Detail, f.Code)),
                .. writer.Faults.Listed.Select(f => new SubmissionFault(f.Line, f.Field.Column(), f.Code)),
            ],
            UnknownProducts = nothing ? [] : writer.UnknownProducts,
        };
    }

    private async Task SaveAsync(PdmpDbContext db, Load load, byte[] contentHash, CancellationToken cancellationToken)
    {
        var outcome = load.Outcome;
        var counts = outcome.Counts;
        var submission = new Submission
        {
            Id = load.SubmissionId,
            ContentHash = contentHash,
            Name = outcome.Name,
            Kind = load.Kind,
            ReceivedAt = outcome.ReceivedAt,
            Result = outcome.Result,
            Records = counts.Read,
            Loaded = counts.Loaded,
            Revised = counts.Revised,
            Voided = counts.Voided,
            Duplicates = counts.Duplicates,
            NotFound = counts.NotFound,
            Rejected = counts.Rejected,
            UnknownProducts = counts.UnknownProducts,
            LastDispensationId = load.LastVersion,
        };
        await _bulk.InsertAsync(db, [submission], cancellationToken);
        await _bulk.InsertAsync(db, outcome.Faults.Select((fault, index) => new SubmissionError
        {
            SubmissionId = load.SubmissionId,
            Sequence = index + 1,
            Line = fault.Line,
            Field = fault.Column,
            Code = fault.Code,
            Level = fault.Code.Level(),
        }), cancellationToken);
    }

    private static Task<Submission?> FindAsync(PdmpDbContext db, byte[] contentHash, CancellationToken cancellationToken) =>
        db.Set<Submission>().AsNoTracking()
            .SingleOrDefaultAsync(s => s.ContentHash == contentHash && s.Result != SubmissionResult.Rejected, cancellationToken);

    private static async Task<long> LastVersionAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        await db.Set<Submission>().MaxAsync(s => (long?)s.LastDispensationId, cancellationToken) ?? 0;

    private static async Task<KnownProducts> KnownProductsAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        new(DrugCatalog.Shipped, await db.Set<DrugProduct>().AsNoTracking().ToListAsync(cancellationToken));

    private static SubmissionOutcome AlreadyLoaded(Submission submission, string name) => new()
    {
        Result = SubmissionResult.AlreadyLoaded,
        Name = name,
        SubmissionId = submission.Id,
        ReceivedAt = submission.ReceivedAt,
        Counts = new SubmissionCounts(),
        FaultCounts = new Dictionary<SubmissionErrorCode, long>(),
        Faults = [],
        UnknownProducts = [],
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Submission {Id} loaded: {Records} records, {Rejected} rejected")]
    private partial void LogLoaded(int id, long records, long rejected);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A submission was rejected after {Records} records")]
    private partial void LogRejected(long records);

    private sealed record Load(int SubmissionId, SubmissionKind Kind, long LastVersion, SubmissionOutcome Outcome);
}
