using System.Runtime.InteropServices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Gives what a plan adds its ids, writes it, and keeps count of what the file changes in prescribers and products.</summary>
internal sealed class PlanWriter(LoadScope scope, StoreIds ids, RecordChecks checks)
{
    private readonly StorePatients _patients = new(scope.Db, scope.Links, scope.Writer);
    private readonly long[] _patientRecordIds = new long[RecordBatch.Capacity];
    private readonly long[] _sortKeys = new long[RecordBatch.Capacity];
    private readonly int[] _order = new int[RecordBatch.Capacity];
    private readonly Dictionary<int, long> _fillsBySite = [];
    private readonly Dictionary<int, long> _unknownProducts = [];

    /// <summary>The highest version id given so far.</summary>
    public long LastVersion { get; private set; } = scope.LastVersion;

    /// <summary>Product codes nobody has named, with the number of versions that were in force.</summary>
    public IReadOnlyList<UnknownProduct> UnknownProducts =>
    [
        .. _unknownProducts
            .Select(p => (checks.Products[p.Key].ListedCode, Records: p.Value))
            .GroupBy(p => p.ListedCode, (code, same) => new UnknownProduct(code, same.Sum(p => p.Records)))
            .OrderByDescending(p => p.Records).ThenBy(p => p.Code, StringComparer.Ordinal),
    ];

    public async Task WriteAsync(RecordPlan plan, RecordBatch batch, CancellationToken cancellationToken)
    {
        await ResolveAsync(plan, batch, cancellationToken);
        await MarkToJudgeAsync(plan, batch, cancellationToken);
        await scope.Writer.WriteAsync(
            scope.Db,
            new DispensationChanges
            {
                Batch = batch,
                Plan = plan,
                PatientRecordIds = _patientRecordIds,
                Order = Sorted(plan, batch),
                SubmissionId = scope.SubmissionId,
                ReceivedAt = scope.ReceivedAt,
            },
            cancellationToken);
    }

    /// <summary>Writes what was gathered over the whole file.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => scope.Writer.AddFillsAsync(scope.Db, _fillsBySite, cancellationToken);

    /// <summary>Puts the store's ids into the records that are written and gives versions theirs.</summary>
    private async Task ResolveAsync(RecordPlan plan, RecordBatch batch, CancellationToken cancellationToken)
    {
        var records = batch.Records;
        await ids.ResolveSitesAsync(
            plan.Inserts.ConvertAll(v => records[v.Record].Fill.PrescriberSiteId), checks.Prescribers, cancellationToken);
        await ids.ResolveDrugsAsync(plan.Inserts.ConvertAll(v => records[v.Record].Fill.DrugId), checks.Products, cancellationToken);
        if (plan.Inserts.Count > 0)
        {
            var merges = await _patients.ResolveAsync(plan.Inserts.ConvertAll(v => records[v.Record].Patient), batch, cancellationToken);
            if (merges.Count > 0)
            {
                // The plan was made before the merge and names the patients of stored versions.
                plan.FollowMerges(merges.ToDictionary(m => m.From, m => m.Into));
            }
        }

        foreach (var version in plan.Inserts)
        {
            ref var record = ref records[version.Record];
            if (plan.Outcomes[version.Record].IsVersion())
            {
                CountProduct(record.Fill.DrugId);
            }

            record.Fill.DrugId = ids.Drug(record.Fill.DrugId);
            record.Fill.PrescriberSiteId = ids.Site(record.Fill.PrescriberSiteId);
            record.Fill.PatientId = _patients.Patient(record.Patient);
            record.Fill.DispensationId = ++LastVersion;
            _patientRecordIds[version.Record] = _patients.Record(record.Patient);
            AddFills(record.Fill.PrescriberSiteId, version.IsLive ? 1 : 0);
        }

        foreach (ref var copy in CollectionsMarshal.AsSpan(plan.Copies))
        {
            copy = copy with { DispensationId = ++LastVersion };
            AddFills(copy.Source.PrescriberSiteId, 1);
        }

        plan.Closings.ForEach(closed => AddFills(closed.PrescriberSiteId, -1));
    }

    /// <summary>Notes the patients whose live versions change, and no others.</summary>
    private async Task MarkToJudgeAsync(RecordPlan plan, RecordBatch batch, CancellationToken cancellationToken)
    {
        await _patients.MarkAsync(
            plan.Inserts.Where(v => v.IsLive).Select(v => batch.Records[v.Record].Patient), cancellationToken);
        if (plan.Closings.Count + plan.Copies.Count > 0)
        {
            var touched = plan.Closings.Concat(plan.Copies.Select(c => c.Source)).Select(v => v.PatientId).ToHashSet();
            await scope.Writer.MarkToJudgeAsync(scope.Db, touched, cancellationToken);
        }
    }

    private ReadOnlyMemory<int> Sorted(RecordPlan plan, RecordBatch batch)
    {
        var count = plan.Inserts.Count;
        for (var i = 0; i < count; i++)
        {
            // Patient, then position: unique keys sort the same way every time.
            _sortKeys[i] = batch.Records[plan.Inserts[i].Record].Fill.PatientId * RecordBatch.Capacity + i;
            _order[i] = i;
        }

        Array.Sort(_sortKeys, _order, 0, count);
        return _order.AsMemory(0, count);
    }

    private void CountProduct(int number)
    {
        if (checks.Products[number].Known is null)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_unknownProducts, number, out _)++;
        }
    }

    private void AddFills(int site, int fills) => CollectionsMarshal.GetValueRefOrAddDefault(_fillsBySite, site, out _) += fills;
}
