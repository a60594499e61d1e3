using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Detection;

public class DispenserDetectionServiceTests
{
    private static readonly DateOnly AsOf = new(2025, 1, 31);

    /// <summary>Three prescriptions in a week under a number whose check digit fails, at the second of two pharmacies.</summary>
    private static readonly CsvRow[] Faulty =
        [.. Enumerable.Range(1, 3).Select(i => Elsewhere(i).With("prescriber_dea", "BS2048712").With("date_filled", $"2025-01-1{i}"))];

    private static readonly CsvRow[] Sound = [CsvRow.Sound, CsvRow.Sound.Rx("700102"), Elsewhere(4), Elsewhere(5)];

    [Theory, OnSqlite, OnPostgres]
    public async Task FaultyNumbersAtOnePharmacy_RaiseOneAlertAboutIt_AndAgainChangesNothing(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);

        Assert.Equal(new PublicationCounts(Judged: 2, Raised: 1), await DetectAsync(database));
        Assert.Equal(new PublicationCounts(Judged: 2), await DetectAsync(database));

        var alert = Assert.Single((await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued)).Alerts);
        Assert.Equal((AlertSubjectKind.Dispenser, 2, ReviewQueueKind.Data, "ID-01"), (alert.SubjectKind, alert.SubjectId, alert.Queue, alert.Rules));
        var finding = Assert.Single((await database.Get<ReviewQueue>().ShowAsync(alert.Id)).Value.Alert.Findings);
        Assert.Equal(
            "3 prescriptions filled at Sample Pharmacy 2 in 30 days with a fault in the prescriber's numbers: 3 with a DEA number that fails its check; in the last 183 days 3 of 5 records have one (60 %).",
            finding.Text);
        Assert.Equal(3, finding.Evidence.Count);
        Assert.Equal(["alert.raised"], await ActionsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RecordsAfterTheDay_AreNotCounted(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);

        Assert.Equal(0, (await DetectAsync(database, new DateOnly(2025, 1, 12))).Raised);
        Assert.Equal(1, (await DetectAsync(database, new DateOnly(2025, 1, 13))).Raised);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RecordsVoided_WithdrawTheAlert(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await DetectAsync(database);

        await LoadAsync(database, [.. Faulty.Select(row => row.With("report_status", "02"))]);

        Assert.Equal(new PublicationCounts(Judged: 2, Withdrawn: 1), await DetectAsync(database));
        Assert.Empty((await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued)).Alerts);
        Assert.Equal(["alert.raised", "alert.withdrawn"], await ActionsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task RecordsCorrected_WithdrawTheAlert(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);
        await DetectAsync(database);

        await LoadAsync(database, [.. Faulty.Select(row => row.With("report_status", "01").With("prescriber_dea", "BS2048711"))]);

        Assert.Equal(1, (await DetectAsync(database)).Withdrawn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Commands_ShowTheAlert_WithoutAPatient(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider);

        Assert.Equal(0, (await RunAsync(database, "detect", "--as-of", "2025-01-31")).ExitCode);
        var export = await RunAsync(database, "queue", "export", "--out", "-");
        var id = Assert.Single(export.Lines, line => line.Contains(",data,dispenser,2,,", StringComparison.Ordinal)).Split(',')[0];
        Assert.Contains("dispenser 2", (await RunAsync(database, "queue", "list", "--queue", "data")).Output, StringComparison.Ordinal);
        var show = await RunAsync(database, "queue", "show", id, "--fills");
        Assert.Equal(0, show.ExitCode);
        Assert.Contains("Sample Pharmacy 2", show.Output, StringComparison.Ordinal);
        // The prescriptions to ask about, and none of the pharmacy's other records.
        Assert.Equal(3, show.Lines.Count(line => line.Contains("  90", StringComparison.Ordinal) && line.Contains("2025-01-1", StringComparison.Ordinal)));
        Assert.DoesNotContain("904", show.Output, StringComparison.Ordinal);

        Assert.Contains("the queue is as it was", (await RunAsync(database, "detect", "--as-of", "2025-01-31")).Error, StringComparison.Ordinal);
    }

    /// <summary>A prescription of somebody else each at another pharmacy.</summary>
    private static CsvRow Elsewhere(int number) => CsvRow.Sound
        .With("pharmacy_dea", "BP9019109").With("pharmacy_npi", "1688466089").With("pharmacy_name", "Sample Pharmacy 2")
        .With("patient_first_name", "P" + (char)('A' + number)).With("patient_id", "")
        .Rx((900 + number).ToString(CultureInfo.InvariantCulture));

    private static async Task<TestDatabase> LoadedAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(
            new StoppedClock(new DateTimeOffset(2025, 2, 1, 8, 0, 0, TimeSpan.Zero))));
        await LoadAsync(database, [.. Sound, .. Faulty]);
        return database;
    }

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, CsvRow[] rows) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "test.csv");

    private static Task<PublicationCounts> DetectAsync(TestDatabase database, DateOnly? asOf = null) =>
        database.Get<ReviewService>().PublishAsync(database.Get<DispenserDetectionService>().DetectAsync(asOf ?? AsOf));

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);

    private static async Task<List<string>> ActionsAsync(TestDatabase database)
    {
        Assert.Null((await database.Get<AuditLog>().VerifyAsync()).Fault);
        await using var db = database.Open();
        return await db.Set<AuditEvent>().OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
    }
}
