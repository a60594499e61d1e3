using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

/// <summary>A store with a few people, and short words for loading and linking them.</summary>
internal sealed class LinkedStore(TestDatabase database) : IAsyncDisposable
{
    public static readonly LinkAuthor Ana = new("ana", "seen the card");

    /// <summary>The same person with a slip in the last name and another first pharmacy; nothing equal that import joins by.</summary>
    public static CsvRow Slip { get; } = CsvRow.Sound.Rx("2").With("patient_last_name", "TESTPATEINT").With("patient_id", "").With("patient_id_qualifier", "");

    /// <summary>Somebody else altogether.</summary>
    public static CsvRow Stranger { get; } = CsvRow.Sound.Rx("3")
        .With("patient_last_name", "OTHERNAME").With("patient_first_name", "ZELDA").With("patient_birth_date", "1951-07-30")
        .With("patient_id", "X9").With("patient_address", "900 Elm St").With("patient_zip", "55901").With("patient_phone", "5075550199");

    public TestDatabase Database => database;

    public static async Task<LinkedStore> CreateAsync(StorageProvider provider, params CsvRow[] rows)
    {
        var store = new LinkedStore(await TestDatabase.CreateAsync(
            provider, services => services.AddSingleton<TimeProvider>(new StoppedClock(new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero)))));
        if (rows.Length > 0)
        {
            await store.LoadAsync(rows);
        }

        return store;
    }

    public async Task LoadAsync(params CsvRow[] rows)
    {
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), $"{Guid.NewGuid()}.csv");
        Assert.True(outcome.Result == SubmissionResult.Accepted, $"{outcome.Result}: {string.Join(' ', outcome.FaultCounts)}");
    }

    public async Task<LinkCounts> LinkAsync(LinkRequest? request = null) =>
        (await database.Get<PatientLinkageService>().LinkAsync(request ?? new LinkRequest())).Value;

    public Task<Result<LinkChange>> DecideAsync(long a, long b, LinkVerdict verdict) =>
        database.Get<LinkDecisionService>().DecideAsync(a, b, verdict, Ana);

    public Task<Result<LinkChange>> UndoAsync(long entry) => database.Get<LinkDecisionService>().UndoAsync(entry, Ana);

    /// <summary>By record id: the patient, as records, fills and keys say; fails where they differ.</summary>
    public async Task<List<long>> PatientsAsync()
    {
        await using var db = database.Open();
        var patients = await db.Set<PatientRecord>().OrderBy(r => r.Id).ToDictionaryAsync(r => r.Id, r => r.PatientId);
        var fills = await db.Set<Dispensation>().AsNoTracking().ToListAsync();
        Assert.All(fills, fill => Assert.Equal(patients[fill.PatientRecordId], fill.PatientId));
        var ofVersion = fills.ToDictionary(f => f.Id, f => f.PatientId);
        Assert.All(await db.Set<DispensationKey>().AsNoTracking().ToListAsync(), key => Assert.Equal(ofVersion[key.DispensationId], key.PatientId));
        foreach (var patient in await db.Set<Patient>().AsNoTracking().ToListAsync())
        {
            Assert.Equal(patient.MergedInto is null, patients.ContainsValue(patient.Id));
        }

        return [.. patients.Values];
    }

    public async Task<string> DumpAsync()
    {
        await using var db = database.Open();
        return await DatabaseDump.OfAsync(db);
    }

    public async Task<List<long>> ToJudgeAsync()
    {
        await using var db = database.Open();
        return await db.Set<PatientToJudge>().Select(p => p.PatientId).Order().ToListAsync();
    }

    public async Task ForgetMarksAsync()
    {
        await using var db = database.Open();
        await db.Set<PatientToJudge>().ExecuteDeleteAsync();
    }

    public async Task<List<LinkEvent>> JournalAsync() =>
        [.. (await database.Get<LinkInspectionService>().JournalAsync(null, 100)).Reverse()];

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
