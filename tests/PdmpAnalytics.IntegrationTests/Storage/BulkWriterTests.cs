using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Storage;

public class BulkWriterTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Insert_EveryKindOfValue_ReadsBackEqual(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var received = new DateTimeOffset(2026, 11, 22, 10, 30, 15, 250, TimeSpan.Zero);

        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var bulk = database.Get<IBulkWriter>();
            await bulk.InsertAsync(db, [Submission(1, received)], default);
            await bulk.InsertAsync(db, [Record(5)], default);
            await bulk.InsertAsync(db, [Dispenser(3, null), Dispenser(4, true)], default);
            await transaction.CommitAsync();
        }

        await using var read = database.Open();
        var submission = await read.Set<Submission>().SingleAsync();
        Assert.Equal(received, submission.ReceivedAt);
        Assert.Equal(SubmissionKind.Csv, submission.Kind);
        Assert.Equal(32, submission.ContentHash.Length);
        Assert.Equal(new DateOnly(1965, 12, 15), (await read.Set<PatientRecord>().SingleAsync()).BirthDate);
        Assert.Equal([null, true], await read.Set<Dispenser>().OrderBy(d => d.Id).Select(d => d.MailOrder).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Insert_TransactionRolledBack_LeavesNothing(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await database.Get<IBulkWriter>().InsertAsync(db, Enumerable.Range(1, 100).Select(i => Dispenser(i, null)), default);
        }

        await using var read = database.Open();
        Assert.Equal(0, await read.Set<Dispenser>().CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Update_RowsAtTheVersionRead_EveryColumnIsWritten(StorageProvider provider)
    {
        await using var database = await JudgedAsync(provider);
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var alerts = await db.Set<Alert>().AsNoTracking().ToListAsync();
            alerts.ForEach(a => a.Withdraw(new DateOnly(2026, 11, 22), "checked, naïve", new HashSet<long> { 7 }));
            await database.Get<IBulkWriter>().UpdateAsync(db, alerts, a => a.Version - 1, default);
            await database.Get<IBulkWriter>().UpdateAsync(db, Array.Empty<Alert>(), a => a.Version, default);
            await transaction.CommitAsync();
        }

        await using var read = database.Open();
        var stored = await read.Set<Alert>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
        Assert.NotEmpty(stored);
        Assert.All(stored, a =>
        {
            Assert.Equal((AlertState.Withdrawn, "checked, naïve", 2), (a.State, a.StateReason, a.Version));
            Assert.Equal([7L], a.Settled!.Evidence);
            Assert.Equal(new DateOnly(2026, 11, 22), a.AsOf);
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Update_OneRowAtAnotherVersion_IsRefusedAndNothingStays(StorageProvider provider)
    {
        await using var database = await JudgedAsync(provider);
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var alerts = await db.Set<Alert>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
            alerts.ForEach(a => a.Withdraw(new DateOnly(2026, 11, 22), "gone", new HashSet<long>()));
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(
                () => database.Get<IBulkWriter>().UpdateAsync(db, alerts, a => a == alerts[^1] ? 99 : a.Version - 1, default));
        }

        await using var read = database.Open();
        Assert.Equal(0, await read.Set<Alert>().CountAsync(a => a.State == AlertState.Withdrawn));
    }

    /// <summary>A store with two alerts in it.</summary>
    private static async Task<TestDatabase> JudgedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var content = AlertContent.Of(Findings.Judge(1, Findings.Of()))!;
        await database.Get<IBulkWriter>().InsertAsync(
            db, [.. Enumerable.Range(1, 2).Select(i => Alert.Raise(i, new AlertSubject(AlertSubjectKind.Patient, i), content, "test", new DateOnly(2026, 11, 22)))], default);
        await transaction.CommitAsync();
        return database;
    }

    private static Submission Submission(int id, DateTimeOffset receivedAt) => new()
    {
        Id = id,
        ContentHash = new byte[32],
        Name = "a.csv",
        Result = SubmissionResult.Accepted,
        Kind = SubmissionKind.Csv,
        ReceivedAt = receivedAt,
        Records = 3_000_000_000,
    };

    private static Dispenser Dispenser(int id, bool? mailOrder) =>
        new() { Id = id, Key = BitConverter.GetBytes(id), Name = "Pharmacy ünïcode", MailOrder = mailOrder };

    private static PatientRecord Record(long id) => new()
    {
        Id = id,
        Key = [1],
        BaseKey = [2],
        PatientId = 1,
        HomePatientId = 1,
        LastName = "A",
        FirstName = "B",
        MiddleName = "",
        Suffix = "",
        BirthDate = new DateOnly(1965, 12, 15),
        Sex = "F",
        Address = "",
        City = "",
        State = "",
        Zip = "",
        Phone = "",
        IdQualifier = 6,
        IdValue = "",
        Animal = false,
    };
}
