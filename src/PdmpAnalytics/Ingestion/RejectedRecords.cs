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
        await scope.Bulk.InsertAsync(_db, _added, cancellationToken);
        _added.Clear();
    }

    /// <summary>
    /// Closes rejected records of earlier files that good ones replace: same dispenser and prescription, and no readable part of
    /// the key that differs.
    /// </summary>
    /// <param name="good">Keys of records that are in force as new or revised, or were already.</param>
    public async Task CloseAsync(IEnumerable<RecordKey> good, CancellationToken cancellationToken)
    {
        _open ??= await _db.Set<RejectedRecord>()
            .Where(r => r.State == RejectedRecordState.Open && r.RxKey != 0 && r.SubmissionId < _submissionId)
            .Select(r => r.RxKey).Distinct().ToHashSetAsync(cancellationToken);
        var open = _open;
        if (open.Count == 0)
        {
            return;
        }

        var keys = good.Where(key => open.Contains(key.RxKey)).ToLookup(key => key.RxKey);
        foreach (var rxKeys in keys.Select(k => k.Key).Chunk(1000))
        {
            var records = await _db.Set<RejectedRecord>()
                .Where(r => EF.Parameter(rxKeys).Contains(r.RxKey) && r.State == RejectedRecordState.Open && r.SubmissionId < _submissionId)
                .ToListAsync(cancellationToken);
            foreach (var record in records.Where(r => keys[r.RxKey].Any(key => MayBe(r, key))))
            {
                record.State = RejectedRecordState.Replaced;
                record.ClosedBySubmissionId = _submissionId;
                record.Content = [];
            }

            await _db.SaveChangesAsync(cancellationToken);
            _db.ChangeTracker.Clear();
        }
    }

    private static bool MayBe(RejectedRecord record, RecordKey key) =>
        record.DispenserId == key.DispenserId
        && (record.FilledOn is not { } filledOn || filledOn.DayNumber == key.FilledDay)
        && (record.FillNumber ?? key.FillNumber) == key.FillNumber
        && (record.PartialFill ?? key.PartialFill) == key.PartialFill;
}
