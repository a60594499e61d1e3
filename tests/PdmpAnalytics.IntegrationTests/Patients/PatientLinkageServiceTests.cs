using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
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
    public async Task OtherMiddleNamesAtOneDoor_AreJoinedNeitherByAFileNorByLinking_AndShownToAReviewer(StorageProvider provider)
    {
        var person = CsvRow.Sound.With("patient_id", "").With("patient_id_qualifier", "");
        await using var store = await LinkedStore.CreateAsync(
            provider, person.With("patient_middle_name", "LOUISE"), person.Rx("2").With("patient_middle_name", "MARIE"), person.Rx("3").With("patient_middle_name", "Louise").With("patient_zip", "55402"));
        Assert.Equal([1, 2, 1], await store.PatientsAsync());

        await store.LoadAsync(person.Rx("4"));
        await store.LinkAsync();

        Assert.Equal([1, 2, 1, 3], await store.PatientsAsync());
        var pairs = await PairsAsync(store);
        Assert.Equal([(1, 2), (2, 3)], pairs.Where(p => p.Guard == LinkGuard.OtherMiddleName).Select(p => (p.RecordA, p.RecordB)).Order());
        Assert.Contains("Kept apart by the guard for another full middle name", (await store.Database.Get<LinkInspectionService>().ExplainAsync(1, 2)).Value.Outcome, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PairThatAGuardStops_IsShownWithItsGuard_UntilItIsDecided(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(
            provider, CsvRow.Sound.With("patient_suffix", "SR"), LinkedStore.Stranger);
        await store.LinkAsync();
        await store.LoadAsync(CsvRow.Sound.Rx("2").With("patient_suffix", "JR"));
        await store.LinkAsync(new LinkRequest(KeepModel: true));
        Assert.Equal([1, 2, 3], await store.PatientsAsync());
        foreach (var all in new[] { false, true })
        {
            var pair = Assert.Single(await PairsAsync(store));
            Assert.Equal((1, 3, LinkGuard.OtherGeneration), (pair.RecordA, pair.RecordB, pair.Guard));
            Assert.True(pair is { Probability: <= 0.0501, UnguardedProbability: > 0.95 }, pair.ToString());
            await store.LinkAsync(new LinkRequest(All: true));
        }

        await store.DecideAsync(1, 3, LinkVerdict.Different);

        Assert.Empty(await PairsAsync(store));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task BlocksThatAreTooLarge_AreCounted(StorageProvider provider)
    {
        var crowd = Enumerable.Range(0, LinkCounts.LargestBlock + 1).Select(i => LinkedStore.Stranger.Rx($"C{i}")
            .With("patient_last_name", $"{(char)('A' + i / 26)}{(char)('A' + i % 26)}X").With("patient_first_name", $"Y{(char)('A' + i % 26)}{(char)('A' + i / 26)}")
            .With("patient_birth_date", new DateOnly(1930, 1, 1).AddDays(97 * i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .With("patient_address", $"{i + 1} {(char)('A' + i % 26)}{(char)('A' + i / 26)}WAY ST").With("patient_zip", $"{55_400 + i}").With("patient_id", $"D{8_000_000 + 37 * i}")).ToArray();
        await using var store = await LinkedStore.CreateAsync(provider, crowd);

        Assert.Equal(1, (await store.LinkAsync()).BlocksLeftOut);
        await store.LoadAsync(CsvRow.Sound);
        Assert.Equal(0, (await store.LinkAsync(new LinkRequest(KeepModel: true))).BlocksLeftOut);
        await store.LoadAsync(CsvRow.Sound.Rx("2").With("patient_last_name", "NEWCOMER").With("patient_phone", LinkedStore.Stranger["patient_phone"]));
        Assert.Equal(1, (await store.LinkAsync(new LinkRequest(KeepModel: true))).BlocksLeftOut);
        await using var db = store.Database.Open();
        Assert.Equal([1, 0, 1], await db.Set<LinkRun>().OrderBy(r => r.Id).Select(r => r.BlocksLeftOut).ToListAsync());
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

    private static Task<IReadOnlyList<DoubtfulPair>> PairsAsync(LinkedStore store) => store.Database.Get<LinkInspectionService>().PairsAsync(0.5, 0.95);

    private static async Task<List<string>> ConfidencesAsync(LinkedStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<RecordConfidence>().OrderBy(c => c.RecordId).Select(c => $"{c.RecordId} {c.Probability} {c.LinkA} {c.LinkB}").ToListAsync();
    }
}
