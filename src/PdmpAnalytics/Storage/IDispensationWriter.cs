using Microsoft.EntityFrameworkCore.Storage;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>
/// The statements of intake that must be fast, for each database. Always inside the transaction of <see cref="BeginAsync"/>;
/// one caller at a time.
/// </summary>
internal interface IDispensationWriter
{
    /// <summary>
    /// Begins a transaction that keeps other loads out until it ends, so that ids can be given by counting on. Waits as long as
    /// another load takes.
    /// </summary>
    Task<IDbContextTransaction> BeginAsync(PdmpDbContext db, CancellationToken cancellationToken);

    /// <summary>Finds what the store knows of each key; <c>default</c> where it was never reported.</summary>
    Task FindAsync(
        PdmpDbContext db, ReadOnlyMemory<RecordKey> keys, Memory<StoredKey> found, CancellationToken cancellationToken);

    /// <summary>The listed reports of keys that have them.</summary>
    Task<Dictionary<RecordKey, List<KeyReport>>> FindReportsAsync(
        PdmpDbContext db, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken);

    /// <summary>The keys that some lines of a loaded file reported as new or revised, both lines included.</summary>
    Task<List<RecordKey>> FindSubmittedAsync(
        PdmpDbContext db, int submissionId, int firstLine, int lastLine, CancellationToken cancellationToken);

    /// <summary>Closes and adds versions, keys and reports as planned.</summary>
    Task WriteAsync(PdmpDbContext db, DispensationChanges changes, CancellationToken cancellationToken);

    /// <summary>Adds to the number of live fills of prescriber sites.</summary>
    Task AddFillsAsync(PdmpDbContext db, IReadOnlyDictionary<int, long> fillsBySite, CancellationToken cancellationToken);

    /// <summary>Adds to the monthly figures of dispensers; a figure that is not there yet begins at zero.</summary>
    Task AddFiguresAsync(PdmpDbContext db, IReadOnlyList<DispenserMonth> figures, CancellationToken cancellationToken);

    /// <summary>Notes patients for the next judging; those already noted stay.</summary>
    Task MarkToJudgeAsync(PdmpDbContext db, IReadOnlyCollection<long> patients, CancellationToken cancellationToken);
}
