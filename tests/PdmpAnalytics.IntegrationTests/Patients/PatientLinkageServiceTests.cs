using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

public class PatientLinkageServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task OnePersonMisspelled_IsMergedIntoTheLowerId_JournalledAndJudgedAgain(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger, LinkedStore.Slip);
        Assert.Equal([1, 2, 3], await store.PatientsAsync());
        await store.ForgetMarksAsync();

        var counts = await store.LinkAsync();

        Assert.Equal((3, 2, 3, 1, 0), (counts.Records, counts.Patients, counts.Compared, counts.Merges, counts.Splits));
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        Assert.Equal([1, 3], await store.ToJudgeAsync());
        var entry = Assert.Single(await store.JournalAsync());
        Assert.Equal((LinkEventKind.Merge, LinkCause.Model, "system", 3, 1), (entry.Kind, entry.Cause, entry.By, entry.FromPatientId, entry.IntoPatientId));
        Assert.Equal([(1, false), (3, true)], entry.Records.OrderBy(r => r.RecordId).Select(r => (r.RecordId, r.Moved)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LinkingAgain_ChangesNothing_AndNeitherDoesLinkingFromScratch(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger, LinkedStore.Slip);
        await store.LinkAsync();
        var before = await store.DumpAsync();

        Assert.Equal((0, true), (await store.LinkAsync() is var again ? again.Compared : 0, again.ChangedNothing));
        Assert.Equal(before, await store.DumpAsync());
        Assert.Equal((3, true), (await store.LinkAsync(new LinkRequest(All: true)) is var all ? all.Compared : 0, all.ChangedNothing));
        Assert.Equal(before, await store.DumpAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NewRecords_AreComparedWithWhatIsStored_AndJoinPatientsThatWereApart(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger);
        await store.LinkAsync();
        await store.LoadAsync(LinkedStore.Slip);

        var counts = await store.LinkAsync(new LinkRequest(KeepModel: true));

        Assert.Equal((1, 1), (counts.Compared, counts.Merges));
        Assert.Equal([1, 2, 1], await store.PatientsAsync());
        await store.LoadAsync(CsvRow.Sound.Rx("9").With("patient_last_name", "NEWCOMER").With("patient_birth_date", "1999-09-09"));
        Assert.Equal([1, 2, 1, 4], await store.PatientsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AnEarlierEditionsBaseKeys_AreRenewedFromScratch(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Stranger);
        var before = await store.DumpAsync();
        await using (var db = store.Database.Open())
        {
            await db.Set<PatientRecord>().Where(r => r.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(r => r.BaseKey, new byte[16]));
        }

        await store.LinkAsync(new LinkRequest(All: true));

        await using var after = store.Database.Open();
        Assert.Contains(Convert.ToHexString((await after.Set<PatientRecord>().SingleAsync(r => r.Id == 2)).BaseKey), before, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WeakestLinkOfARecord_IsItsConfidenceInTheExport(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, CsvRow.Sound, LinkedStore.Slip);
        await store.LinkAsync();
        await using var db = store.Database.Open();
        Assert.Empty(await db.Set<RecordConfidence>().ToListAsync());
        db.Add(new RecordConfidence { RecordId = 2, Probability = 0.96, LinkA = 1, LinkB = 2 });
        await db.SaveChangesAsync();

        Assert.Equal([1, 0.96], (await store.Database.Get<LinkExportService>().ReadAsync().ToListAsync()).Select(l => l.Confidence));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task BatchByBatch_EndsAsFromScratch_WithTheSameModel(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider);
        var rows = Families.Rows(families: 60, seed: 3);
        var random = new Random(5);
        for (var start = 0; start < rows.Count;)
        {
            var end = Math.Min(rows.Count, start + 1 + random.Next(60));
            await store.LoadAsync([.. rows.Skip(start).Take(end - start)]);
            await store.LinkAsync(new LinkRequest(KeepModel: true));
            start = end;
        }

        var before = await store.PatientsAsync();
        var confidences = await ConfidencesAsync(store);
        var counts = await store.LinkAsync(new LinkRequest(All: true, KeepModel: true));

        Assert.True(before.Distinct().Count() < before.Count - 20, "The families have misspelled members.");
        Assert.Equal(before, await store.PatientsAsync());
        Assert.True(counts.ChangedNothing);
        Assert.NotEmpty(confidences);
        Assert.Equal(confidences, await ConfidencesAsync(store));
    }

    private static async Task<List<string>> ConfidencesAsync(LinkedStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<RecordConfidence>().OrderBy(c => c.RecordId).Select(c => $"{c.RecordId} {c.Probability} {c.LinkA} {c.LinkB}").ToListAsync();
    }
}
