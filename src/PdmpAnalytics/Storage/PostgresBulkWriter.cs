using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PdmpAnalytics.Storage;

/// <summary>Bulk writing by binary COPY.</summary>
internal sealed class PostgresBulkWriter : IBulkWriter
{
    public async Task<long> InsertAsync<TEntity>(PdmpDbContext db, IEnumerable<TEntity> rows, CancellationToken cancellationToken)
        where TEntity : class
    {
        using var each = rows.GetEnumerator();
        if (!each.MoveNext())
        {
            return 0;
        }

        var table = BulkColumns.Of<TEntity>(db);
        var columns = table.For(each.Current);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {table.Table} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        do
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var column in columns)
            {
                if (column.Value(each.Current) is { } value)
                {
                    await copy.WriteAsync(value, column.StoreType, cancellationToken);
                }
                else
                {
                    await copy.WriteNullAsync(cancellationToken);
                }
            }
        }
        while (each.MoveNext());
        return (long)await copy.CompleteAsync(cancellationToken);
    }
}
