using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Storage;

/// <summary>Linkage on SQLite by prepared statements.</summary>
internal sealed class SqliteLinkageWriter : ILinkageWriter
{
    public Task ClearAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        foreach (var table in new[] { "patient_blocks", "patient_links", "record_confidences" })
        {
            using var delete = new SqliteStatement(Connection(db), $"DELETE FROM {table}");
            delete.Run();
        }

        return Task.CompletedTask;
    }

    public Task AddBlocksAsync(PdmpDbContext db, ReadOnlyMemory<BlockRow> rows, CancellationToken cancellationToken)
    {
        using var insert = new SqliteStatement(Connection(db), "INSERT INTO patient_blocks (\"key\", record_id) VALUES (?, ?)");
        foreach (var row in rows.Span)
        {
            insert.Add(row.Key);
            insert.Add(row.RecordId);
            insert.Run();
        }

        return Task.CompletedTask;
    }

    public Task<List<BlockRow>> FindBlocksAsync(PdmpDbContext db, IReadOnlyList<long> keys, int most, CancellationToken cancellationToken)
    {
        var found = new List<BlockRow>();
        using var find = new SqliteStatement(Connection(db), "SELECT record_id FROM patient_blocks WHERE \"key\" = ? LIMIT ?");
        foreach (var key in keys)
        {
            find.Add(key);
            find.Add(most);
            while (find.Step())
            {
                found.Add(new BlockRow(key, find.Int64(0)));
            }

            find.Reset();
        }

        return Task.FromResult(found);
    }

    public Task AddLinksAsync(PdmpDbContext db, IReadOnlyList<StoredLink> links, CancellationToken cancellationToken)
    {
        using var insert = new SqliteStatement(
            Connection(db), "INSERT INTO patient_links (record_a, record_b, weight, model_id, guard, unguarded_weight) VALUES (?, ?, ?, ?, ?, ?)");
        foreach (var link in links)
        {
            insert.Add(link.RecordA);
            insert.Add(link.RecordB);
            insert.Add(link.Weight);
            insert.Add(link.ModelId);
            insert.Add((int)link.Guard);
            insert.Add(link.UnguardedWeight);
            insert.Run();
        }

        return Task.CompletedTask;
    }

    public Task MoveRecordsAsync(PdmpDbContext db, long firstEvent, CancellationToken cancellationToken)
    {
        foreach (var sql in RecordMoves.Statements("?"))
        {
            using var move = new SqliteStatement(Connection(db), sql);
            move.Add(firstEvent);
            move.Run();
        }

        return Task.CompletedTask;
    }

    public Task PointPatientsAsync(
        PdmpDbContext db, IReadOnlyList<(long Patient, long? MergedInto)> pointers, CancellationToken cancellationToken)
    {
        using var point = new SqliteStatement(Connection(db), "UPDATE patients SET merged_into = ? WHERE id = ?");
        foreach (var (patient, into) in pointers)
        {
            // No patient has the id 0.
            point.AddUnless(into ?? 0, 0);
            point.Add(patient);
            point.Run();
        }

        return Task.CompletedTask;
    }

    private static SqliteConnection Connection(PdmpDbContext db) => (SqliteConnection)db.Database.GetDbConnection();
}
