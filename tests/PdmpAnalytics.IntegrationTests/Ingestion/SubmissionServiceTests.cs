using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Reference;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

public class SubmissionServiceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task SoundRecord_IsStoredWithEveryField(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var row = CsvRow.Sound
            .With("date_sold", "2025-01-11").With("diagnosis_code", "g40.909").With("treatment_type", "08")
            .With("transmission_form", "05").With("blank_serial_state", "MN").With("blank_serial", "77001")
            .With("quantity_prescribed", "90").With("partial_fill", "01").With("prescriber_address", "1 Elm Street, Suite 2")
            .With("prescriber_zip", "55403-1234");

        var outcome = await LoadAsync(database, row);

        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        await using var db = database.Open();
        var stored = await db.Set<Dispensation>().SingleAsync();
        Assert.Equal(new DateOnly(2025, 1, 10), stored.FilledOn);
        Assert.Equal(new DateOnly(2025, 1, 11), stored.SoldOn);
        Assert.Equal(new DateOnly(2025, 1, 10), stored.WrittenOn);
        Assert.Equal(60, stored.Quantity);
        Assert.Equal(30, stored.DaysSupply);
        Assert.Equal("700101", stored.RxNumber);
        Assert.Equal((short)2, stored.RefillsAuthorized);
        Assert.Equal(1, stored.PartialFill);
        Assert.Equal(PaymentType.CommercialInsurance, stored.Payment);
        Assert.Equal(5, stored.TransmissionForm);
        Assert.Equal(FillContext.Seizure | FillContext.Taper, stored.Context);
        Assert.Equal(RecordQuality.Sound, stored.Quality);
        Assert.Equal(55402, stored.PatientZip);
        Assert.Equal(44, stored.PatientAge);
        Assert.Equal("G40909", stored.DiagnosisCode);
        Assert.Equal(90, stored.QuantityPrescribed);
        Assert.Equal("MN-77001", stored.BlankSerial);
        Assert.Equal(2, stored.Line);
        Assert.Null(stored.ValidTo);
        var site = await db.Set<PrescriberSite>().SingleAsync();
        Assert.Equal("1 ELM ST|2|55403", site.AddressKey);
        Assert.Equal(1, site.Fills);
        Assert.Equal("clonazepam", (await db.Set<DrugProduct>().SingleAsync()).Ingredient);
        Assert.Equal([stored.PatientId], await db.Set<PatientToJudge>().Select(p => p.PatientId).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SameFileTwice_ChangesNothing(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);
        var before = await DumpAsync(database);

        var again = await LoadAsync(database, CsvRow.Sound);

        Assert.Equal(SubmissionResult.AlreadyLoaded, again.Result);
        Assert.Equal(1, again.SubmissionId);
        Assert.Equal(before, await DumpAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PartlyRejectedFileAgain_SaysHowManyRecordsWait(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        CsvRow[] rows = [CsvRow.Sound, CsvRow.Sound.Rx("2").With("quantity", "none"), CsvRow.Sound.Rx("3").With("quantity", "none")];
        await LoadAsync(database, rows);
        await LoadAsync(database, CsvRow.Sound.Rx("2"));

        var again = await LoadAsync(database, rows);

        Assert.Equal((SubmissionResult.AlreadyLoaded, 1, false), (again.Result, again.Waiting, again.IsRefusal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SameRecordInAnotherFile_IsADuplicate(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);

        // Other spellings of the same values say the same.
        var outcome = await LoadAsync(database, CsvRow.Sound.With("quantity", "60.0").With("date_filled", "20250110"), CsvRow.Sound);

        Assert.Equal((2, 2, 0), (outcome.Counts.Read, outcome.Counts.Duplicates, outcome.Counts.Loaded));
        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        Assert.Equal(2, outcome.FaultCounts[SubmissionErrorCode.Duplicate]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NewRecordUnderATakenKey_IsRejected(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);

        var outcome = await LoadAsync(database, CsvRow.Sound.With("quantity", "45"), CsvRow.Sound.Rx("700102"));

        Assert.Equal(SubmissionResult.AcceptedInPart, outcome.Result);
        Assert.Equal((1, 1), (outcome.Counts.Loaded, outcome.Counts.Rejected));
        Assert.Equal(new SubmissionFault(2, "", SubmissionErrorCode.KeyExists), outcome.Faults.Single());
        await using var db = database.Open();
        var versions = await db.Set<Dispensation>().OrderBy(d => d.Id).ToListAsync();
        Assert.Equal([60, 45, 60], versions.Select(v => v.Quantity));
        // Kept for a void that may yet come late, but never in force.
        Assert.Equal([false, true, false], versions.Select(v => v.ValidTo == v.ValidFrom));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Revise_ClosesTheLiveVersionAndAddsAnother(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);

        var outcome = await LoadAsync(database, CsvRow.Sound.With("report_status", "01").With("quantity", "45"));

        Assert.Equal(1, outcome.Counts.Revised);
        await using var db = database.Open();
        var versions = await db.Set<Dispensation>().OrderBy(d => d.Id).ToListAsync();
        Assert.Equal([60, 45], versions.Select(v => v.Quantity));
        Assert.Equal(outcome.ReceivedAt, versions[0].ValidTo);
        Assert.Equal(2, versions[0].ClosedBySubmissionId);
        Assert.Null(versions[1].ValidTo);
        Assert.Equal(2, (await db.Set<DispensationKey>().SingleAsync()).DispensationId);
        Assert.Equal(1, (await db.Set<PrescriberSite>().SingleAsync()).Fills);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReviseToAnotherPatient_BothPatientsAreJudgedAgain(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);
        await ClearJudgingAsync(database);

        await LoadAsync(database, CsvRow.Sound.With("report_status", "01").With("patient_first_name", "BOB"));

        await using var db = database.Open();
        Assert.Equal([1, 2], await db.Set<PatientToJudge>().Select(p => p.PatientId).Order().ToListAsync());
        Assert.Equal(2, (await db.Set<Dispensation>().SingleAsync(d => d.ValidTo == null)).PatientId);
        Assert.Equal(2, (await db.Set<DispensationKey>().SingleAsync()).PatientId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ReviseOfAnUnknownRecord_IsInsertedWithAWarning(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);

        var outcome = await LoadAsync(database, CsvRow.Sound.With("report_status", "01"));

        Assert.Equal(SubmissionResult.Accepted, outcome.Result);
        Assert.Equal((1, 1), (outcome.Counts.Loaded, outcome.Counts.NotFound));
        Assert.Equal(1, outcome.FaultCounts[SubmissionErrorCode.TargetNotFound]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Void_ClosesTheRecordAndFreesItsKey(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);
        await ClearJudgingAsync(database);

        var outcome = await LoadAsync(database, CsvRow.Sound.With("report_status", "02"));
        var again = await LoadAsync(database, CsvRow.Sound.With("report_status", "02"), CsvRow.Sound.With("quantity", "30"));

        Assert.Equal(1, outcome.Counts.Voided);
        Assert.Equal((1, 1), (again.Counts.NotFound, again.Counts.Loaded));
        await using var db = database.Open();
        Assert.Equal(30, (await db.Set<Dispensation>().SingleAsync(d => d.ValidTo == null)).Quantity);
        Assert.Equal(2, await db.Set<Dispensation>().CountAsync());
        Assert.Equal(1, await db.Set<PatientToJudge>().CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidOfAPartThatCannotBeRead_LeavesTheWholeFill(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);

        var outcome = await LoadAsync(database, CsvRow.Sound.With("report_status", "02").With("partial_fill", "A1"));

        Assert.Equal((0, 1), (outcome.Counts.Voided, outcome.Counts.Rejected));
        Assert.Equal(1, outcome.FaultCounts[SubmissionErrorCode.PartialFillInvalid]);
        await using var db = database.Open();
        Assert.Null((await db.Set<Dispensation>().SingleAsync()).ValidTo);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidWithAnotherQuantity_LeavesTheRecord(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.Sound);

        var outcome = await LoadAsync(database, CsvRow.Sound.With("report_status", "02").With("quantity", "45"));

        Assert.Equal((SubmissionResult.AcceptedInPart, 1), (outcome.Result, outcome.Counts.Rejected));
        Assert.Equal(1, outcome.FaultCounts[SubmissionErrorCode.VoidMismatch]);
        await using var db = database.Open();
        Assert.Null((await db.Set<Dispensation>().SingleAsync()).ValidTo);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NewReviseVoidNewInOneFile_KeepsEveryVersion(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);

        var outcome = await LoadAsync(
            database, CsvRow.Sound, CsvRow.Sound.With("report_status", "01").With("quantity", "45"),
            CsvRow.Sound.With("report_status", "02").With("quantity", "45"), CsvRow.Sound.With("quantity", "30"));

        Assert.Equal((2, 1, 1, 4), (outcome.Counts.Loaded, outcome.Counts.Revised, outcome.Counts.Voided, outcome.Counts.Read));
        await using var db = database.Open();
        var versions = await db.Set<Dispensation>().OrderBy(d => d.Id).ToListAsync();
        Assert.Equal([60, 45, 30], versions.Select(v => v.Quantity));
        Assert.Equal([false, false, true], versions.Select(v => v.ValidTo is null));
        Assert.Equal(3, (await db.Set<DispensationKey>().SingleAsync()).DispensationId);
        Assert.Equal(1, (await db.Set<PrescriberSite>().SingleAsync()).Fills);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RowFaults_LoadTheRest(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);

        var outcome = await LoadAsync(
            database, CsvRow.Sound, CsvRow.Sound.Rx("2").With("days_supply", "0"), CsvRow.Sound.Rx("3").With("ndc", "12345678901"));

        Assert.Equal(SubmissionResult.AcceptedInPart, outcome.Result);
        Assert.Equal((3, 2, 1, 1), (outcome.Counts.Read, outcome.Counts.Loaded, outcome.Counts.Rejected, outcome.Counts.UnknownProducts));
        Assert.Contains(new SubmissionFault(3, "days_supply", SubmissionErrorCode.DaysSupplyInvalid), outcome.Faults);
        Assert.Equal(new UnknownProduct("12345678901", 1), outcome.UnknownProducts.Single());
        await using var db = database.Open();
        Assert.Equal(2, await db.Set<SubmissionError>().CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task CutOffGzip_LoadsNothing(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var whole = Gzip(CsvRow.File([.. Enumerable.Range(0, 500).Select(i => CsvRow.Sound.Rx(i.ToString(CultureInfo.InvariantCulture)))]));
        var before = await DumpAsync(database);

        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(whole[..^9]), "a.csv.gz");

        Assert.Equal(SubmissionResult.Rejected, outcome.Result);
        Assert.Equal(SubmissionErrorCode.FileTruncated, outcome.Faults.Single().Code);
        Assert.Equal(0, outcome.Counts.Loaded);
        await using (var db = database.Open())
        {
            // Only that it came and why it was refused is kept.
            Assert.Equal(SubmissionResult.Rejected, (await db.Set<Submission>().SingleAsync()).Result);
            Assert.Equal(SubmissionErrorCode.FileTruncated, (await db.Set<SubmissionError>().SingleAsync()).Code);
            await db.Set<Submission>().ExecuteDeleteAsync();
            await db.Set<SubmissionError>().ExecuteDeleteAsync();
        }

        Assert.Equal(before, await DumpAsync(database));
        Assert.Equal(500, (await database.Get<SubmissionService>().LoadAsync(new MemoryStream(whole), "a.csv.gz")).Counts.Loaded);
    }

    /// <summary>Wherever it is cut, what is read behind the cut is noise and not told.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task CutOffGzipOfAsap_IsOneFault(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var whole = Gzip(AsapText.File([AsapText.Pha, .. Enumerable.Range(0, 200).SelectMany(i => new[]
        {
            AsapText.Pat, AsapText.Dsp.Replace("700101", $"{700101 + 7919 * i}", StringComparison.Ordinal), AsapText.Pre,
        })]));
        foreach (var cut in new[] { 9, whole.Length / 3, whole.Length / 2, whole.Length - 60 })
        {
            var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(whole[..^cut]), "a.asap.gz");

            Assert.Equal([SubmissionErrorCode.FileTruncated], outcome.Faults.Select(f => f.Code));
            Assert.Equal([SubmissionErrorCode.FileTruncated], outcome.FaultCounts.Keys);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task BridgingRecord_MergesTwoPatients(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var here = CsvRow.Sound.With("patient_id", "").With("patient_id_qualifier", "");
        var there = here.Rx("2").With("patient_zip", "10001").With("patient_phone", "2125550199");
        await LoadAsync(database, here, there);
        await ClearJudgingAsync(database);

        // The phone of the one, the ZIP of the other.
        await LoadAsync(database, here.Rx("3").With("patient_zip", "10001"));

        await using var db = database.Open();
        Assert.Equal([1, 1, 1], await db.Set<Dispensation>().Select(d => d.PatientId).ToListAsync());
        Assert.Equal([1, 1, 1], await db.Set<DispensationKey>().Select(d => d.PatientId).ToListAsync());
        Assert.Equal([1, 1, 1], await db.Set<PatientRecord>().Select(d => d.PatientId).ToListAsync());
        Assert.Equal([null, 1L], await db.Set<Patient>().OrderBy(p => p.Id).Select(p => p.MergedInto).ToListAsync());
        Assert.Equal([1, 2], await db.Set<PatientToJudge>().Select(p => p.PatientId).Order().ToListAsync());
    }

    [SharedFilesTheory, OnSqlite, OnPostgres]
    public async Task SampleOfTwoYears_IsTakenWhole(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await database.Get<ReferenceImportService>().ImportAsync(
            ReferenceKind.Ndc, SharedFiles.PathOf("reference/fda-ndc-controlled-2015-12.csv.gz"), default);

        var outcome = await database.Get<SubmissionService>().LoadAsync(SharedFiles.PathOf("samples/dispensations-two-years.csv.gz"));

        Assert.Equal((34_397, 34_397, 0, 0), (outcome.Counts.Read, outcome.Counts.Loaded, outcome.Counts.Rejected, outcome.Counts.UnknownProducts));
    }

    [Fact]
    public async Task BothDatabases_HoldTheSame()
    {
        var rows = Enumerable.Range(0, 300).Select(i => CsvRow.Sound
            .Rx((i % 250).ToString(CultureInfo.InvariantCulture))
            .With("patient_first_name", "P" + (char)('A' + i % 26))
            .With("patient_zip", (55401 + i % 7).ToString(CultureInfo.InvariantCulture))
            .With("report_status", i % 11 == 0 ? "02" : i % 5 == 0 ? "01" : "00")
            .With("quantity", i % 3 == 0 ? "30" : "60")).ToArray();
        var dumps = new List<string>();
        StorageProvider[] providers = PostgresServer.AdminConnectionString is null
            ? [StorageProvider.Sqlite, StorageProvider.Sqlite]
            : [StorageProvider.Sqlite, StorageProvider.Postgres];
        foreach (var provider in providers)
        {
            await using var database = await CreateAsync(provider);
            await LoadAsync(database, rows);
            dumps.Add(await DumpAsync(database));
        }

        Assert.Equal(dumps[0], dumps[1]);
    }

    private static Task<TestDatabase> CreateAsync(StorageProvider provider) =>
        TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(
            new StoppedClock(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero))));

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, params CsvRow[] rows) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "test.csv");

    private static async Task<string> DumpAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await DatabaseDump.OfAsync(db);
    }

    private static async Task ClearJudgingAsync(TestDatabase database)
    {
        await using var db = database.Open();
        await db.Set<PatientToJudge>().ExecuteDeleteAsync();
    }

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
