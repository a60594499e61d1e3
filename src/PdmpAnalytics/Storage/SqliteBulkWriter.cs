using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace PdmpAnalytics.Storage;

/// <summary>Bulk writing by prepared statements.</summary>
internal sealed class SqliteBulkWriter : IBulkWriter
{
    [SuppressMessage("Security", "CA2100", Justification = "Table and column names come from the model.")]
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
        await using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText =
            $"""
            INSERT INTO {table.Table} ({string.Join(", ", columns.Select(c => c.Name))})
            VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})
            """;
        for (var i = 0; i < columns.Count; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        }

        long count = 0;
        do
        {
            for (var i = 0; i < columns.Count; i++)
            {
                command.Parameters[i].Value = columns[i].Value(each.Current) ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
            count++;
        }
        while (each.MoveNext());
        return count;
    }
}
