using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Synthetic;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>
/// A CSV, and the ASAP 5.0 file made of it, end in the same store: dispensations with all their values, patients, dispensers,
/// prescribers and products. Only what names file and position differs.
/// </summary>
public class AsapRoundTripTests
{
    /// <summary>Tables that say what was dispensed by whom to whom, not how it was submitted.</summary>
    private static readonly string[] Tables =
        ["dispensations", "dispensation_keys", "dispensers", "drugs", "patient_records", "patients", "prescriber_sites", "prescribers"];

    [Theory, OnSqlite, OnPostgres]
    public async Task GeneratedCsv_AndItsAsapFile_AreTheSameStore(StorageProvider provider)
    {
        var folder = Directory.CreateTempSubdirectory("pdmp-round-trip-");
        try
        {
            PopulationWriter.Write(new PopulationOptions { Patients = 300, Seed = 5 }, DrugCatalog.Shipped, folder.FullName);
            await using var csv = File.OpenRead(Path.Combine(folder.FullName, "dispensations.csv"));

            await IsTheSameStoreAsync(provider, csv);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SharedFilesTheory, OnSqlite, OnPostgres]
    public async Task SampleOfTwoYears_AndItsAsapFile_AreTheSameStore(StorageProvider provider)
    {
        var csv = new MemoryStream();
        await using (var packed = SharedFiles.OpenGzip(Path.Combine("samples", "dispensations-two-years.csv.gz")))
        {
            await packed.CopyToAsync(csv);
        }

        csv.Position = 0;
        await IsTheSameStoreAsync(provider, csv);
    }

    private static async Task IsTheSameStoreAsync(StorageProvider provider, Stream csv)
    {
        var asap = new MemoryStream();
        Assert.Empty(AsapFromCsv.Write(csv, asap, AsapRelease.V50));
        csv.Position = asap.Position = 0;

        Assert.Equal(await StoreOfAsync(provider, csv), await StoreOfAsync(provider, asap));
    }

    private static async Task<string> StoreOfAsync(StorageProvider provider, Stream file)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var outcome = await database.Get<SubmissionService>().LoadAsync(file, "dispensations");
        Assert.NotEqual(SubmissionResult.Rejected, outcome.Result);
        await using var db = database.Open();
        // Positions in the file: its layout is no part of what it says.
        await db.Set<Dispensation>().ExecuteUpdateAsync(d => d.SetProperty(x => x.Line, 0));
        var sections = (await DatabaseDump.OfAsync(db)).Split("== ").Where(section => Tables.Contains(section.Split('\n')[0].Trim())).ToList();
        Assert.Equal(Tables.Length, sections.Count);
        return string.Concat(sections);
    }
}
