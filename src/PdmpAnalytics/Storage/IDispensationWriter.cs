using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Storage;

/// <summary>
/// The statements of intake that must be fast, for each database. Always inside the transaction the caller opened on the
/// context; one caller at a time.
/// </summary>
internal interface IDispensationWriter
{
    /// <summary>Keeps other loads out until the transaction ends, so that ids can be given by counting on.</summary>
    Task LockAsync(PdmpDbContext db, CancellationToken cancellationToken);

    /// <summary>Finds the live version under each key; <c>default</c> where there is none.</summary>
    Task FindLiveAsync(
        PdmpDbContext db, ReadOnlyMemory<RecordKey> keys, Memory<LiveVersion> live, CancellationToken cancellationToken);

    /// <summary>Closes, adds and re-points versions as planned.</summary>
    Task WriteAsync(PdmpDbContext db, DispensationChanges changes, CancellationToken cancellationToken);

    /// <summary>Adds to the number of live fills of prescriber sites.</summary>
    Task AddFillsAsync(PdmpDbContext db, IReadOnlyDictionary<int, long> fillsBySite, CancellationToken cancellationToken);

    /// <summary>Notes patients for the next judging; those already noted stay.</summary>
    Task MarkToJudgeAsync(PdmpDbContext db, IReadOnlyCollection<long> patients, CancellationToken cancellationToken);

    /// <summary>Moves all records and dispensations of patients to the patients they were merged into.</summary>
    Task MergePatientsAsync(
        PdmpDbContext db, IReadOnlyList<(long From, long Into)> merges, CancellationToken cancellationToken);
}
