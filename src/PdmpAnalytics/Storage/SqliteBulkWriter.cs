using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace PdmpAnalytics.Storage;

/// <summary>Bulk writing by prepared statements.</summary>
internal sealed class SqliteBulkWriter : IBulkWriter
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
        await using var command = Command(
            db,
            $"""
            INSERT INTO {table.Table} ({string.Join(", ", columns.Select(c => c.Name))})
            VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})
            """,
            columns.Count);
        long count = 0;
        do
        {
            Bind(command, columns, each.Current);
            await command.ExecuteNonQueryAsync(cancellationToken);
            count++;
        }
        while (each.MoveNext());
        return count;
    }

    public async Task UpdateAsync<TEntity>(
        PdmpDbContext db, IReadOnlyCollection<TEntity> rows, Func<TEntity, int> versionRead, CancellationToken cancellationToken)
        where TEntity : class
    {
        var table = BulkColumns.Of<TEntity>(db);
        BulkColumn[] columns = [.. table.Written, .. table.Key];
        var written = table.Written.Count();
        await using var command = Command(
            db,
            $"""
            UPDATE {table.Table} SET {string.Join(", ", table.Written.Select((c, i) => $"{c.Name} = $p{i}"))}
            WHERE {string.Join(" AND ", table.Key.Select((c, i) => $"{c.Name} = $p{written + i}"))} AND {table.Version.Name} = $p{columns.Length}
            """,
            columns.Length + 1);
        foreach (var row in rows)
        {
            Bind(command, columns, row);
            command.Parameters[columns.Length].Value = versionRead(row);
            if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
            {
                throw new DbUpdateConcurrencyException($"A row of {table.Table} is gone or was changed since it was read.");
            }
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "Table and column names come from the model.")]
    private static SqliteCommand Command(PdmpDbContext db, string sql, int parameters)
    {
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        }

        return command;
    }

    private static void Bind(SqliteCommand command, IReadOnlyList<BulkColumn> columns, object row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            command.Parameters[i].Value = columns[i].Value(row) ?? DBNull.Value;
        }
    }
}
