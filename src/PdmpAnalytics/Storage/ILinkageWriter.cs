using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Storage;

/// <summary>A blocking key of a record, as a row.</summary>
internal readonly record struct BlockRow(long Key, long RecordId);

/// <summary>
/// The statements of linkage that must be fast, for each database. Always inside the transaction the caller opened on the
/// context; one caller at a time.
/// </summary>
internal interface ILinkageWriter
{
    /// <summary>Forgets blocks, links and confidences.</summary>
    Task ClearAsync(PdmpDbContext db, CancellationToken cancellationToken);

    /// <param name="rows">In order of key and record, each once.</param>
    Task AddBlocksAsync(PdmpDbContext db, ReadOnlyMemory<BlockRow> rows, CancellationToken cancellationToken);

    /// <summary>The records under some keys; of a key with more than <paramref name="most"/> records only so many.</summary>
    Task<List<BlockRow>> FindBlocksAsync(PdmpDbContext db, IReadOnlyList<long> keys, int most, CancellationToken cancellationToken);

    Task AddLinksAsync(PdmpDbContext db, IReadOnlyList<StoredLink> links, CancellationToken cancellationToken);

    /// <summary>Gives records, and all that was reported about them, the patients that journal entries name.</summary>
    /// <param name="firstEvent">This entry and all after it.</param>
    Task MoveRecordsAsync(PdmpDbContext db, long firstEvent, CancellationToken cancellationToken);

    /// <summary>Says where patients went; null for one in use.</summary>
    Task PointPatientsAsync(
        PdmpDbContext db, IReadOnlyList<(long Patient, long? MergedInto)> pointers, CancellationToken cancellationToken);
}
