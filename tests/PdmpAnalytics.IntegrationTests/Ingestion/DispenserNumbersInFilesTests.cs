using System.Text;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>A pharmacy that leaves out one of its numbers is the same pharmacy: else a correction would make a second fill.</summary>
public class DispenserNumbersInFilesTests
{
    private static readonly CsvRow Full = CsvRow.Sound.With("pharmacy_ncpdp", "2400018");
    private static readonly CsvRow WithoutDea = Full.With("pharmacy_dea", "");

    [Theory, OnSqlite, OnPostgres]
    public async Task RevisionWithFewerNumbers_RevisesTheFill(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Full);

        var outcome = await LoadAsync(database, WithoutDea.With("report_status", "01").With("quantity", "90"));

        Assert.Equal((0, 1), (outcome.Counts.Loaded, outcome.Counts.Revised));
        Assert.Equal([90], await LiveAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidWithMoreNumbers_VoidsTheFill(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, WithoutDea);

        await LoadAsync(database, Full.With("report_status", "02"));

        Assert.Empty(await LiveAsync(database));
        await LoadAsync(database, Full.Rx("2").With("pharmacy_npi", "").With("pharmacy_ncpdp", ""));
        await using var db = database.Open();
        Assert.Equal("FP1234563", (await db.Set<Dispenser>().SingleAsync()).Dea);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task OtherRegistrationUnderOneNpi_IsAnotherPharmacy(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(database, Full, Full.With("pharmacy_dea", "BS2048711"));

        Assert.Equal([60, 60], await LiveAsync(database));
    }

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, params CsvRow[] rows) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "pharmacy.csv");

    private static async Task<List<int>> LiveAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return [.. (await db.Set<Dispensation>().Where(d => d.ValidTo == null).Select(d => d.Quantity).ToListAsync()).Select(q => (int)q)];
    }
}
