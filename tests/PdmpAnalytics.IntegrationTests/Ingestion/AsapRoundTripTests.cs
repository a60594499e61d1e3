using Microsoft.EntityFrameworkCore.Metadata;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;
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
    /// <summary>Positions in the file; the layout of the file is no part of what it says.</summary>
    private static readonly string[] OfTheFile = [nameof(Dispensation.Line)];

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
        return await DatabaseDump.OfAsync(db, Says);
    }

    private static bool Says(IReadOnlyProperty property) =>
        property.DeclaringType.ClrType.Namespace is { } feature
        && (feature == typeof(Dispensation).Namespace || feature == typeof(Patient).Namespace || feature == typeof(PracticeGrouping).Namespace)
        && !OfTheFile.Contains(property.Name);
}
