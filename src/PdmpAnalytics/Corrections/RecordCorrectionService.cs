using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Corrections;

/// <summary>
/// Lets a data steward see and correct rejected records. Both leave an audit event before anything is shown or loaded: the
/// records hold identity that nobody has vetted. Without the key they were sealed with all of it throws
/// <see cref="RecordVaultException"/>.
/// </summary>
public sealed class RecordCorrectionService(
    IDbContextFactory<PdmpDbContext> contexts, RecordVault vault, SubmissionService submissions, AuditLog audit, TimeProvider clock)
{
    /// <summary>Records of one audit event.</summary>
    private const int RevealedTogether = 1000;

    /// <summary>The same records with their faulty fields as they were sent, as far as they are still kept.</summary>
    public async IAsyncEnumerable<FaultyRecord> RevealAsync(
        IAsyncEnumerable<FaultyRecord> records, string actor, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await SealingKeys.CheckAsync(db, vault, cancellation);
        await foreach (var chunk in records.Chunk(RevealedTogether).WithCancellation(cancellation))
        {
            var revealed = new List<FaultyRecord>(chunk.Length);
            var opened = new List<FaultyRecord>();
            foreach (var record in chunk)
            {
                var kept = await db.Set<RejectedRecord>().AsNoTracking()
                    .SingleOrDefaultAsync(r => r.SubmissionId == record.SubmissionId && r.Line == record.Line, cancellation);
                if (kept is { State: RejectedRecordState.Open } && WithValues(record, kept) is { } withValues)
                {
                    opened.Add(withValues);
                    revealed.Add(withValues);
                }
                else
                {
                    revealed.Add(record);
                }
            }

            foreach (var ofFile in opened.GroupBy(r => r.SubmissionId))
            {
                var places = string.Join(',', ofFile.Select(r => r.Line.ToString(CultureInfo.InvariantCulture)));
                await audit.AppendAsync(new AuditEntry(actor, "record.revealed", Subject(ofFile.Key), $"records={places}"), cancellation);
            }

            foreach (var record in revealed)
            {
                yield return record;
            }
        }
    }

    /// <summary>
    /// Begins a new key when the one that sealed so far is lost for good: the one at hand, which is made if there is none. What is
    /// sealed with another can be opened again only if that comes back.
    /// </summary>
    /// <returns>How many records wait that were sealed before.</returns>
    public async Task<int> BeginNewKeyAsync(string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = await db.Set<RejectedRecord>().CountAsync(r => r.State == RejectedRecordState.Open, cancellation);
        await audit.AppendAsync(
            new AuditEntry(actor, "key.begun", "intake", string.Create(CultureInfo.InvariantCulture, $"records={waiting}")), cancellation);
        await SealingKeys.NoteAsync(db, vault, clock.GetUtcNow(), cancellation);
        return waiting;
    }

    /// <summary>
    /// Begins another key while the former one is at hand, and seals what waits with it. The former keys stay in the file, for backups
    /// hold records that they sealed; a record that changes meanwhile keeps its own. To be repeated when it was broken off.
    /// </summary>
    /// <returns>How many records were sealed again.</returns>
    public async Task<int> RotateKeyAsync(string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await SealingKeys.CheckAsync(db, vault, cancellation);
        var places = await db.Set<RejectedRecord>().Where(r => r.State == RejectedRecordState.Open)
            .Select(r => new { r.SubmissionId, r.Line }).ToListAsync(cancellation);
        await audit.AppendAsync(
            new AuditEntry(actor, "key.rotated", "intake", string.Create(CultureInfo.InvariantCulture, $"records={places.Count}")), cancellation);
        vault.Rotate();
        await SealingKeys.NoteAsync(db, vault, clock.GetUtcNow(), cancellation);
        var sealedAgain = 0;
        foreach (var place in places)
        {
            var record = db.Set<RejectedRecord>().Where(
                r => r.SubmissionId == place.SubmissionId && r.Line == place.Line && r.State == RejectedRecordState.Open);
            if (await record.Select(r => r.Content).SingleOrDefaultAsync(cancellation) is { } kept
                && vault.Open(kept, place.SubmissionId, place.Line) is { Succeeded: true } opened)
            {
                var content = vault.Seal(opened.Value, place.SubmissionId, place.Line);
                sealedAgain += await record.ExecuteUpdateAsync(set => set.SetProperty(r => r.Content, content), cancellation);
            }
        }

        return sealedAgain;
    }

    /// <summary>
    /// Corrects a record and loads it as a file of its own, through the same checks as any other. When it is good the rejected
    /// one is closed; otherwise it stays as it was, nothing is kept of the attempt but its audit event, and the outcome says why.
    /// </summary>
    /// <param name="corrections">None to send the record again as it is.</param>
    public async Task<Result<SubmissionOutcome>> ResubmitAsync(
        int submissionId, int line, IReadOnlyList<FieldCorrection> corrections, string actor, CancellationToken cancellation = default)
    {
        var corrected = await CorrectAsync(submissionId, line, corrections, cancellation);
        if (corrected.Refusal is { } refusal)
        {
            return refusal;
        }

        var fields = string.Join(',', corrections.Select(c => c.Field));
        await audit.AppendAsync(
            new AuditEntry(actor, "record.resubmitted", Subject(submissionId), string.Create(CultureInfo.InvariantCulture, $"record={line} fields={fields}")),
            cancellation);
        var (content, submitter) = corrected.Value;
        var name = string.Create(
            CultureInfo.InvariantCulture, $"submission-{submissionId}-record-{line}.{(CorrectedFile.IsAsap(content) ? "dat" : "csv")}");
        if (await submissions.LoadCorrectionAsync(new MemoryStream(content), name, submitter, submissionId, line, cancellation) is { } outcome)
        {
            return outcome.IsOvertaken
                ? new Refusal(
                    RefusalReason.WrongState,
                    $"Record {line} of submission {submissionId} was not loaded: the same fill was reported or voided after it, and an older report must not replace a newer one. The pharmacy sends a revision (01) if what is in force is wrong.")
                : outcome;
        }

        // Someone closed it meanwhile: a file arrived, or another steward was faster.
        return (await CorrectAsync(submissionId, line, corrections, cancellation)).Refusal!;
    }

    private async Task<Result<(byte[] Content, string? Submitter)>> CorrectAsync(
        int submissionId, int line, IReadOnlyList<FieldCorrection> corrections, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await SealingKeys.CheckAsync(db, vault, cancellation);
        var record = await db.Set<RejectedRecord>().AsNoTracking()
            .SingleOrDefaultAsync(r => r.SubmissionId == submissionId && r.Line == line, cancellation);
        if (record is null)
        {
            return new Refusal(
                RefusalReason.NotFound,
                $"Submission {submissionId} has no rejected record {line}; pdmp submissions errors lists all. Of a file that was rejected as a whole none is kept.");
        }

        if (record.State != RejectedRecordState.Open)
        {
            return new Refusal(RefusalReason.WrongState, record.State == RejectedRecordState.Withdrawn
                ? $"Record {line} of submission {submissionId} was withdrawn with its whole transaction by submission {record.ClosedBySubmissionId}; there is nothing to correct."
                : $"Record {line} of submission {submissionId} was corrected by submission {record.ClosedBySubmissionId}.");
        }

        var opened = vault.Open(record.Content, submissionId, line);
        if (opened.Refusal is { } sealedFor)
        {
            return sealedFor;
        }

        // To the millisecond: the number is new each time, so that a second try is no copy of the first.
        var now = clock.GetUtcNow();
        var number = string.Create(CultureInfo.InvariantCulture, $"C{submissionId}-{line}-{now.UtcDateTime:yyyyMMddHHmmssfff}");
        var corrected = CorrectedFile.Of(opened.Value, corrections, now, number);
        return corrected.Refusal is { } refusal
            ? refusal
            : (corrected.Value, await db.Set<Submission>().Where(s => s.Id == submissionId).Select(s => s.Submitter).SingleAsync(cancellation));
    }

    /// <summary>The record with its faulty fields; null when it cannot be opened.</summary>
    private FaultyRecord? WithValues(FaultyRecord record, RejectedRecord kept)
    {
        var opened = vault.Open(kept.Content, kept.SubmissionId, kept.Line);
        if (!opened.Succeeded)
        {
            return null;
        }

        var quotes = KeptRecord.Quote(opened.Value, kept.ReceivedAt, [.. record.Faults.Select(f => f.Field)]);
        return record with { Faults = [.. record.Faults.Select((fault, i) => fault with { AsSent = quotes[i] })] };
    }

    private static string Subject(int submissionId) => string.Create(CultureInfo.InvariantCulture, $"submission:{submissionId}");
}
