namespace PdmpAnalytics.Storage;

/// <summary>
/// Writes many rows at once, always inside the transaction the caller opened on the context: PostgreSQL by binary COPY,
/// SQLite by prepared statements.
/// </summary>
public interface IBulkWriter
{
    /// <summary>
    /// Inserts entities into their table, past the change tracker. Keys the database numbers itself stay unknown to the
    /// caller; navigations are not followed.
    /// </summary>
    /// <returns>The number of rows.</returns>
    Task<long> InsertAsync<TEntity>(PdmpDbContext db, IEnumerable<TEntity> rows, CancellationToken cancellationToken)
        where TEntity : class;

    /// <summary>
    /// Writes all columns of entities that are stored, past the change tracker, if each still is at the version that was read:
    /// all of them or, by the exception, none once the caller's transaction is rolled back. Navigations are not followed.
    /// </summary>
    /// <param name="rows">Each key at most once; of an entity with a concurrency token.</param>
    /// <param name="versionRead">The token's value that a change is based on.</param>
    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException">One of them is gone or at another version.</exception>
    Task UpdateAsync<TEntity>(
        PdmpDbContext db, IReadOnlyCollection<TEntity> rows, Func<TEntity, int> versionRead, CancellationToken cancellationToken)
        where TEntity : class;
}
