using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class LinkCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task RecordsThatImportResolved_AreLeftAsTheyAre(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        var before = await DumpAsync(database);

        Assert.Equal((0, "3 patient records of 3 patients; no record waits to be resolved.\n"), await LinkAsync(database));
        Assert.Equal((0, "3 patient records of 3 patients; merged into others: 0.\n"), await LinkAsync(database, "--all"));

        Assert.Equal(before, await DumpAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RecordsThatAreOnePersonNow_AreMergedIntoTheLowestId_AndAgainChangesNothing(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await using (var db = database.Open())
        {
            // As if an older edition had read the third record's name otherwise: its base key no longer fits its particulars.
            await db.Set<PatientRecord>().Where(r => r.Id == 3).ExecuteUpdateAsync(set => set.SetProperty(r => r.LastName, "TESTPATIENT"));
            await db.Set<PatientToJudge>().ExecuteDeleteAsync();
        }

        Assert.Equal((0, "3 patient records of 2 patients; merged into others: 1.\n"), await LinkAsync(database, "--all"));

        await using (var db = database.Open())
        {
            Assert.Equal([1, 2, 1], await db.Set<PatientRecord>().OrderBy(r => r.Id).Select(r => r.PatientId).ToListAsync());
            Assert.Equal([1, 2, 1], await db.Set<Dispensation>().OrderBy(d => d.Id).Select(d => d.PatientId).ToListAsync());
            Assert.Equal([1, 2, 1], await db.Set<DispensationKey>().OrderBy(k => k.DispensationId).Select(k => k.PatientId).ToListAsync());
            Assert.Equal([null, null, 1L], await db.Set<Patient>().OrderBy(p => p.Id).Select(p => p.MergedInto).ToListAsync());
            Assert.Equal([1, 3], await db.Set<PatientToJudge>().Select(p => p.PatientId).Order().ToListAsync());
        }

        var after = await DumpAsync(database);
        Assert.Equal((0, "3 patient records of 2 patients; merged into others: 0.\n"), await LinkAsync(database, "--all"));
        Assert.Equal(after, await DumpAsync(database));

        // An id once given is not given again.
        await LoadAsync(database, CsvRow.Sound.Rx("4").With("patient_last_name", "NEWCOMER"));
        await using var later = database.Open();
        Assert.Equal(4, await later.Set<PatientRecord>().MaxAsync(r => r.PatientId));
    }

    /// <summary>Three strangers at one address.</summary>
    private static async Task<TestDatabase> LoadedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(
            database,
            CsvRow.Sound,
            CsvRow.Sound.Rx("2").With("patient_first_name", "BRENDA"),
            CsvRow.Sound.Rx("3").With("patient_last_name", "OTHERNAME"));
        return database;
    }

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, params CsvRow[] rows) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "test.csv");

    private static async Task<(int ExitCode, string Said)> LinkAsync(TestDatabase database, params string[] arguments)
    {
        var run = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, ["link", .. arguments]);
        return (run.ExitCode, run.Error);
    }

    private static async Task<string> DumpAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await DatabaseDump.OfAsync(db);
    }
}
