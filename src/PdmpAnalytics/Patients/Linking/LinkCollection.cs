using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>Every record of the store, ready for linking from scratch: numbers only, the text is interned.</summary>
internal sealed class LinkCollection
{
    private readonly List<HousedRecord> _records = [];

    private LinkCollection()
    {
    }

    public PatientLinker Linker { get; } = new();

    /// <summary>By record number, ascending by id.</summary>
    public IReadOnlyList<HousedRecord> Records => _records;

    public ExactPairs Exact { get; } = new();

    /// <summary>Streams all records; a base key that this edition would make otherwise is brought up to date.</summary>
    public static async Task<LinkCollection> ReadAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var collection = new LinkCollection();
        var renewed = new List<(long Record, byte[] BaseKey)>();
        await foreach (var record in db.Set<PatientRecord>().AsNoTracking().OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var particulars = PatientParticulars.Of(record);
            var baseKey = ExactIdentity.BaseKey(particulars);
            if (!baseKey.AsSpan().SequenceEqual(record.BaseKey))
            {
                renewed.Add((record.Id, baseKey));
            }

            var number = collection.Linker.Add(LinkFields.Of(particulars));
            collection.Exact.Add(number, baseKey, record);
            collection._records.Add(new HousedRecord(record.Id, record.PatientId, record.HomePatientId));
        }

        foreach (var (record, baseKey) in renewed)
        {
            await db.Set<PatientRecord>().Where(r => r.Id == record)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.BaseKey, baseKey), cancellationToken);
        }

        return collection;
    }

    /// <summary>The number of a record by its id; null for an id that no record has.</summary>
    public int? NumberOf(long id)
    {
        var (low, high) = (0, _records.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_records[middle].Id == id)
            {
                return middle;
            }

            (low, high) = _records[middle].Id < id ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    public StoredLink Stored(PatientLink link, int model) => new()
    {
        RecordA = _records[link.A].Id,
        RecordB = _records[link.B].Id,
        Weight = link.Weight,
        ModelId = model,
        Guard = link.Guard,
        UnguardedWeight = link.UnguardedWeight,
    };

    public BlockRow[] Blocks() => BlockRows.Of(Linker.Records, number => _records[number].Id);
}

/// <summary>Blocking keys as rows.</summary>
internal static class BlockRows
{
    /// <summary>In order of key and record.</summary>
    public static BlockRow[] Of(LinkRecords records, Func<int, long> idOf)
    {
        var (keys, rows) = (new List<ulong>(), new List<BlockRow>(records.Count * 9));
        for (var i = 0; i < records.Count; i++)
        {
            keys.Clear();
            BlockingKeys.AddTo(keys, records, records[i]);
            foreach (var key in keys)
            {
                // Databases have signed numbers only.
                rows.Add(new BlockRow(unchecked((long)key), idOf(i)));
            }
        }

        var sorted = rows.ToArray();
        Array.Sort(sorted, (x, y) => x.Key != y.Key ? x.Key.CompareTo(y.Key) : x.RecordId.CompareTo(y.RecordId));
        return sorted;
    }
}
