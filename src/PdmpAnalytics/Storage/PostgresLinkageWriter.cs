using Microsoft.EntityFrameworkCore;
using Npgsql;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Storage;

/// <summary>Linkage on PostgreSQL: rows by COPY, the rest set-based.</summary>
internal sealed class PostgresLinkageWriter : ILinkageWriter
{
    private static readonly string[] BlockColumns = ["key", "record_id"];
    private static readonly string[] LinkColumns = ["record_a", "record_b", "weight", "model_id", "guard", "unguarded_weight"];

    /// <summary>Blocks are read by linking alone, so they are cut off at once; what others read stays readable until the commit.</summary>
    public Task ClearAsync(PdmpDbContext db, CancellationToken cancellationToken) => ExecuteAsync(
        db, "TRUNCATE patient_blocks; DELETE FROM patient_links; DELETE FROM record_confidences", cancellationToken);

    public async Task AddBlocksAsync(PdmpDbContext db, ReadOnlyMemory<BlockRow> rows, CancellationToken cancellationToken)
    {
        await using var copy = await PostgresCopy.BeginAsync(Connection(db), "patient_blocks", BlockColumns, cancellationToken);
        for (var i = 0; i < rows.Length; i++)
        {
            await copy.BeginRowAsync(cancellationToken);
            copy.Int64(rows.Span[i].Key);
            copy.Int64(rows.Span[i].RecordId);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    public async Task<List<BlockRow>> FindBlocksAsync(
        PdmpDbContext db, IReadOnlyList<long> keys, int most, CancellationToken cancellationToken)
    {
        await using var command = Connection(db).CreateCommand();
        command.CommandText =
            """
            SELECT k.key, b.record_id FROM unnest($1::bigint[]) AS k(key)
            CROSS JOIN LATERAL (SELECT record_id FROM patient_blocks WHERE key = k.key LIMIT $2) AS b
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = keys.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<BlockRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new BlockRow(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return found;
    }

    public async Task AddLinksAsync(PdmpDbContext db, IReadOnlyList<StoredLink> links, CancellationToken cancellationToken)
    {
        await using var copy = await PostgresCopy.BeginAsync(Connection(db), "patient_links", LinkColumns, cancellationToken);
        foreach (var link in links)
        {
            await copy.BeginRowAsync(cancellationToken);
            copy.Int64(link.RecordA);
            copy.Int64(link.RecordB);
            copy.Int32(link.Weight);
            copy.Int32(link.ModelId);
            copy.Int32((int)link.Guard);
            copy.Int32(link.UnguardedWeight);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    public async Task MoveRecordsAsync(PdmpDbContext db, long firstEvent, CancellationToken cancellationToken)
    {
        foreach (var sql in RecordMoves.Statements("$1"))
        {
            await ExecuteAsync(db, sql, cancellationToken, firstEvent);
        }
    }

    public Task PointPatientsAsync(
        PdmpDbContext db, IReadOnlyList<(long Patient, long? MergedInto)> pointers, CancellationToken cancellationToken) => ExecuteAsync(
        db,
        "UPDATE patients p SET merged_into = m.into_id FROM unnest($1::bigint[], $2::bigint[]) AS m(id, into_id) WHERE p.id = m.id",
        cancellationToken,
        pointers.Select(p => p.Patient).ToArray(), pointers.Select(p => p.MergedInto).ToArray());

    private static NpgsqlConnection Connection(PdmpDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    private static async Task ExecuteAsync(PdmpDbContext db, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = Connection(db).CreateCommand();
#pragma warning disable CA2100 // Only constants of this class and of RecordMoves are passed.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
