using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Keeps the rejected records of one file, sealed, and closes earlier ones that a good record of the file replaces.</summary>
internal sealed class RejectedRecords(LoadScope scope)
{
    private readonly PdmpDbContext _db = scope.Db;
    private readonly int _submissionId = scope.SubmissionId;

    /// <summary>Prescriptions with records of earlier files that are still to be corrected; null until they are asked for.</summary>
    private HashSet<long>? _open;
    private readonly List<RejectedRecord> _added = [];
    private bool _isKeyNoted;

    /// <summary>Keeps a record until <see cref="SaveAsync"/>.</summary>
    /// <param name="dispenser">Id in the store; null when the record names none.</param>
    public void Add(FailedRecord record, int? dispenser) => _added.Add(new RejectedRecord
    {
        SubmissionId = _submissionId,
        Line = record.Line,
        ReceivedAt = scope.ReceivedAt,
        DispenserId = dispenser,
        RxKey = record.RxKey,
        FilledOn = record.FilledDay > 0 ? DateOnly.FromDayNumber(record.FilledDay) : null,
        FillNumber = record.FillNumber >= 0 ? record.FillNumber : null,
        PartialFill = record.PartialFill >= 0 ? (byte)record.PartialFill : null,
        Content = scope.Vault.Seal(record.Content, _submissionId, record.Line),
    });

    /// <summary>Stores what was added.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_added.Count > 0 && !_isKeyNoted)
        {
            await SealingKeys.NoteAsync(_db, scope.Vault, scope.ReceivedAt, cancellationToken);
            _isKeyNoted = true;
        }

        await scope.Bulk.InsertAsync(_db, _added, cancellationToken);
        _added.Clear();
    }

    /// <summary>
    /// Closes rejected records of earlier files that good ones replace: same dispenser and prescription, no readable part of
    /// the key that differs, and not reported after them: the original that comes late is no correction of its revision.
    /// </summary>
    /// <param name="good">
    /// Keys of records that are in force as new or revised, or were already, with their effective time (milliseconds since 1970, UTC).
    /// </param>
    public async Task CloseAsync(IEnumerable<(RecordKey Key, long ReportedAt)> good, CancellationToken cancellationToken)
    {
        _open ??= await _db.Set<RejectedRecord>()
            .Where(r => r.State == RejectedRecordState.Open && r.RxKey != 0 && r.SubmissionId < _submissionId)
            .Select(r => r.RxKey).Distinct().ToHashSetAsync(cancellationToken);
        var open = _open;
        if (open.Count == 0)
        {
            return;
        }

        var keys = good.Where(g => open.Contains(g.Key.RxKey)).ToLookup(g => g.Key.RxKey);
        foreach (var rxKeys in keys.Select(k => k.Key).Chunk(1000))
        {
            var records = await (
                from record in _db.Set<RejectedRecord>()
                where EF.Parameter(rxKeys).Contains(record.RxKey) && record.State == RejectedRecordState.Open && record.SubmissionId < _submissionId
                from sent in _db.Set<SubmittedTransaction>()
                where sent.SubmissionId == record.SubmissionId && record.Line >= sent.FirstLine && record.Line <= sent.LastLine
                select new { Record = record, sent.ReportedAt }).ToListAsync(cancellationToken);
            foreach (var record in
                from r in records
                let reportedAt = r.ReportedAt.ToUnixTimeMilliseconds()
                where keys[r.Record.RxKey].Any(g => g.ReportedAt >= reportedAt && MayBe(r.Record, g.Key))
                select r.Record)
            {
                record.State = RejectedRecordState.Replaced;
                record.ClosedBySubmissionId = _submissionId;
                record.Content = [];
            }

            await _db.SaveChangesAsync(cancellationToken);
            _db.ChangeTracker.Clear();
        }
    }

    /// <summary>Closes the records of a transaction that was withdrawn, open or corrected here; true when there were any.</summary>
    public async Task<bool> WithdrawAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        var target = withdrawal.Target;
        return await _db.Set<RejectedRecord>()
            .Where(r => r.SubmissionId == target.SubmissionId && r.Line >= target.FirstLine && r.Line <= target.LastLine
                && (r.State == RejectedRecordState.Open || r.State == RejectedRecordState.Resubmitted))
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.State, RejectedRecordState.Withdrawn)
                    .SetProperty(r => r.ClosedBySubmissionId, withdrawal.Void.SubmissionId)
                    .SetProperty(r => r.Content, Array.Empty<byte>()),
                cancellationToken) > 0;
    }

    public static Task<bool> IsOpenAsync(PdmpDbContext db, (int SubmissionId, int Line) place, CancellationToken cancellationToken) =>
        db.Set<RejectedRecord>().AnyAsync(
            r => r.SubmissionId == place.SubmissionId && r.Line == place.Line && r.State == RejectedRecordState.Open, cancellationToken);

    /// <summary>Where a rejected record stands in the effective order.</summary>
    public static async Task<KeyReport> PlaceAsync(PdmpDbContext db, (int SubmissionId, int Line) place, CancellationToken cancellationToken)
    {
        var reportedAt = await db.Set<SubmittedTransaction>()
            .Where(t => t.SubmissionId == place.SubmissionId && t.FirstLine <= place.Line && t.LastLine >= place.Line)
            .Select(t => t.ReportedAt).SingleAsync(cancellationToken);
        return new KeyReport(reportedAt.ToUnixTimeMilliseconds(), place.SubmissionId, place.Line, default, 0, 0, default);
    }

    /// <summary>
    /// Closes a record that was corrected here. Loading may have closed it already, as replaced; its content is not needed any more
    /// either way.
    /// </summary>
    public static Task CloseCorrectedAsync(
        PdmpDbContext db, (int SubmissionId, int Line) place, int closedBy, CancellationToken cancellationToken) =>
        db.Set<RejectedRecord>().Where(r => r.SubmissionId == place.SubmissionId && r.Line == place.Line).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, RejectedRecordState.Resubmitted)
                .SetProperty(r => r.ClosedBySubmissionId, closedBy)
                .SetProperty(r => r.Content, Array.Empty<byte>()),
            cancellationToken);

    private static bool MayBe(RejectedRecord record, RecordKey key) =>
        record.DispenserId == key.DispenserId
        && (record.FilledOn is not { } filledOn || filledOn.DayNumber == key.FilledDay)
        && (record.FillNumber ?? key.FillNumber) == key.FillNumber
        && (record.PartialFill ?? key.PartialFill) == key.PartialFill;
}
