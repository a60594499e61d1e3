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
}
