using System.Runtime.InteropServices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Takes the checked batches of one file into the store, in file order, inside one transaction.</summary>
internal sealed class BatchWriter(
    PdmpDbContext db, IDispensationWriter writer, StoreIds ids, StorePatients patients, RecordChecks checks, int submissionId,
    DateTimeOffset receivedAt)
{
    private readonly RecordPlan _plan = new();
    private readonly RecordKey[] _keys = new RecordKey[RecordBatch.Capacity];
    private readonly LiveVersion[] _live = new LiveVersion[RecordBatch.Capacity];
    private readonly long[] _patientRecordIds = new long[RecordBatch.Capacity];
    private readonly long[] _sortKeys = new long[RecordBatch.Capacity];
    private readonly int[] _order = new int[RecordBatch.Capacity];
    private readonly Dictionary<int, long> _fillsBySite = [];
    private readonly Dictionary<int, long> _unknownProducts = [];

    /// <summary>The highest version id given so far; set to the store's before the first batch.</summary>
    public long LastVersion { get; set; }

    public SubmissionCounts Counts { get; } = new();

    public FaultLog Faults { get; } = new();

    /// <summary>Product codes nobody has named, with the number of versions written.</summary>
    public IReadOnlyList<UnknownProduct> UnknownProducts =>
    [
        .. _unknownProducts
            .Select(p => (checks.Products[p.Key].ListedCode, Records: p.Value))
            .GroupBy(p => p.ListedCode, (code, same) => new UnknownProduct(code, same.Sum(p => p.Records)))
            .OrderByDescending(p => p.Records).ThenBy(p => p.Code, StringComparer.Ordinal),
    ];

    public async Task WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        await PlanAsync(batch, cancellationToken);
        Counts.Read += batch.RecordsRead;
        Counts.Rejected += batch.RecordsRead - batch.Count;
        Counts.Add(_plan.Counts);
        Faults.Add(batch.Faults);
        Faults.Add(_plan.Faults);

        await ResolveAsync(batch, cancellationToken);
        await writer.WriteAsync(
            db,
            new DispensationChanges
            {
                Batch = batch,
                Plan = _plan,
                PatientRecordIds = _patientRecordIds,
                Order = Sorted(batch),
                SubmissionId = submissionId,
                ReceivedAt = receivedAt,
            },
            cancellationToken);
    }

    /// <summary>Writes what was gathered over the whole file.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => writer.AddFillsAsync(db, _fillsBySite, cancellationToken);

    private async Task PlanAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var records = batch.Records.AsMemory(0, batch.Count);
        await ids.ResolveDispensersAsync(Dispensers(batch), checks.Dispensers, cancellationToken);
        for (var i = 0; i < batch.Count; i++)
        {
            ref var fill = ref batch.Records[i].Fill;
            fill.DispenserId = ids.Dispenser(fill.DispenserId);
            _keys[i] = new RecordKey(fill.FilledDay, fill.DispenserId, fill.RxKey, fill.FillNumber, fill.PartialFill);
        }

        var keys = _keys.AsMemory(0, batch.Count);
        var live = _live.AsMemory(0, batch.Count);
        await writer.FindLiveAsync(db, keys, live, cancellationToken);
        _plan.Make(records.Span, keys.Span, live.Span);
    }

    /// <summary>Puts the store's ids into the records that are written, gives them version ids and keeps count of fills.</summary>
    private async Task ResolveAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var inserted = _plan.Inserts;
        await ids.ResolveSitesAsync(
            inserted.ConvertAll(v => batch.Records[v.Record].Fill.PrescriberSiteId), checks.Prescribers, cancellationToken);
        await ids.ResolveDrugsAsync(inserted.ConvertAll(v => batch.Records[v.Record].Fill.DrugId), checks.Products, cancellationToken);
        await patients.ResolveAsync(inserted.ConvertAll(v => batch.Records[v.Record].Patient), batch, cancellationToken);

        foreach (var version in _plan.Inserts)
        {
            ref var record = ref batch.Records[version.Record];
            CountProduct(record.Fill.DrugId);
            record.Fill.DrugId = ids.Drug(record.Fill.DrugId);
            record.Fill.PrescriberSiteId = ids.Site(record.Fill.PrescriberSiteId);
            record.Fill.PatientId = patients.Patient(record.Patient);
            record.Fill.DispensationId = ++LastVersion;
            _patientRecordIds[version.Record] = patients.Record(record.Patient);
            AddFills(record.Fill.PrescriberSiteId, version.IsLive ? 1 : 0);
        }

        foreach (var closed in _plan.Closings)
        {
            AddFills(closed.PrescriberSiteId, -1);
        }

        if (_plan.Closings.Count > 0)
        {
            await writer.MarkToJudgeAsync(db, _plan.Closings.Select(c => c.PatientId).ToHashSet(), cancellationToken);
        }
    }

    private ReadOnlyMemory<int> Sorted(RecordBatch batch)
    {
        var count = _plan.Inserts.Count;
        for (var i = 0; i < count; i++)
        {
            // Patient, then position: unique keys sort the same way every time.
            _sortKeys[i] = batch.Records[_plan.Inserts[i].Record].Fill.PatientId * RecordBatch.Capacity + i;
            _order[i] = i;
        }

        Array.Sort(_sortKeys, _order, 0, count);
        return _order.AsMemory(0, count);
    }

    private void CountProduct(int number)
    {
        if (checks.Products[number].Known is null)
        {
            Counts.UnknownProducts++;
            CollectionsMarshal.GetValueRefOrAddDefault(_unknownProducts, number, out _)++;
        }
    }

    private void AddFills(int site, int fills) => CollectionsMarshal.GetValueRefOrAddDefault(_fillsBySite, site, out _) += fills;

    private static List<int> Dispensers(RecordBatch batch)
    {
        var numbers = new List<int>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            numbers.Add(batch.Records[i].Fill.DispenserId);
        }

        return numbers;
    }
}
