using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace PdmpAnalytics.Storage;

/// <summary>Bulk writing by binary COPY; rows that are stored are changed from a temporary table.</summary>
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
            await WriteAsync(copy, columns, each.Current, cancellationToken);
        }
        while (each.MoveNext());
        return (long)await copy.CompleteAsync(cancellationToken);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Table and column names come from the model.")]
    public async Task UpdateAsync<TEntity>(
        PdmpDbContext db, IReadOnlyCollection<TEntity> rows, Func<TEntity, int> versionRead, CancellationToken cancellationToken)
        where TEntity : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = BulkColumns.Of<TEntity>(db);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var changed = $"changed_{table.Table}";
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TEMPORARY TABLE {changed} (LIKE {table.Table}, version_read integer) ON COMMIT DROP";
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"COPY {changed} ({string.Join(", ", table.All.Select(c => c.Name))}, version_read) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                await WriteAsync(copy, table.All, row, cancellationToken);
                await copy.WriteAsync(versionRead(row), NpgsqlDbType.Integer, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        // With its size known the stored rows are found by their key and not by reading them all.
        command.CommandText =
            $"""
            ANALYZE {changed};
            UPDATE {table.Table} SET {string.Join(", ", table.Written.Select(c => $"{c.Name} = c.{c.Name}"))}
            FROM {changed} c
            WHERE {string.Join(" AND ", table.Key.Select(c => $"{table.Table}.{c.Name} = c.{c.Name}"))} AND {table.Table}.{table.Version.Name} = c.version_read;
            """;
        var written = await command.ExecuteNonQueryAsync(cancellationToken);
        if (written != rows.Count)
        {
            throw new DbUpdateConcurrencyException($"{rows.Count - written} of {rows.Count} rows of {table.Table} are gone or were changed since they were read.");
        }

        command.CommandText = $"DROP TABLE {changed}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, IReadOnlyList<BulkColumn> columns, object row, CancellationToken cancellationToken)
    {
        foreach (var column in columns)
        {
            if (column.Value(row) is { } value)
            {
                await copy.WriteAsync(value, column.StoreType, cancellationToken);
            }
            else
            {
                await copy.WriteNullAsync(cancellationToken);
            }
        }
    }
}
