using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>What the store knows of dispensers as submitters: how far their data reach, and how good they are.</summary>
public class DispenserServicesTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly AsOf = new(2025, 1, 13);

    [Theory, OnSqlite, OnPostgres]
    public async Task FillsAndZeroReports_BothReachThroughADay(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, CsvRow.File(
            CsvRow.Sound.With("date_filled", "2025-01-09"),
            CsvRow.Sound.Rx("2").With("pharmacy_dea", "FP7654329").With("date_filled", "2025-01-06").With("date_written", "2025-01-06")));
        await LoadAsync(database, ZeroReport("20250110"));

        var coverage = (await database.Get<DispenserCoverageService>().ListAsync(AsOf, 2)).ToDictionary(c => c.Dispenser.Number);

        Assert.Equal(
            (new DateOnly(2025, 1, 10), 1, DispenserPunctuality.Current),
            (coverage["FP1234563"].DataThrough, coverage["FP1234563"].DaysBehind, coverage["FP1234563"].Punctuality));
        Assert.Equal(
            (new DateOnly(2025, 1, 6), 5, DispenserPunctuality.Silent),
            (coverage["FP7654329"].DataThrough, coverage["FP7654329"].DaysBehind, coverage["FP7654329"].Punctuality));
        var before = await database.Get<DispenserCoverageService>().ListAsync(new DateOnly(2024, 12, 31), 2);
        Assert.Equal(
            [("FP1234563", null, DispenserPunctuality.Unheard), ("FP7654329", null, DispenserPunctuality.Unheard)],
            before.Select(c => (c.Dispenser.Number, c.DataThrough, c.Punctuality)));
        var ids = coverage.Values.Select(c => c.Dispenser.Id).ToList();
        var through = await database.Get<DispenserCoverageService>().DataThroughAsync([.. ids, 99]);
        Assert.Equal(new DateOnly(2025, 1, 10), through[coverage["FP1234563"].Dispenser.Id]);
        Assert.False(through.ContainsKey(99));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task WithdrawnFile_SpeaksForNoDay_WhicheverComesFirst(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await LoadAsync(database, ZeroReport("20250108"));
        await LoadAsync(database, ZeroReport("20250109"));
        await LoadAsync(database, Withdrawal("20250109"));
        await LoadAsync(database, Withdrawal("20250110"));
        await LoadAsync(database, ZeroReport("20250110"));

        var coverage = Assert.Single(await database.Get<DispenserCoverageService>().ListAsync(AsOf, 2));

        Assert.Equal((new DateOnly(2025, 1, 8), 3), (coverage.DataThrough, coverage.DaysBehind));
        var through = await database.Get<DispenserCoverageService>().DataThroughAsync([coverage.Dispenser.Id]);
        Assert.Equal(new DateOnly(2025, 1, 8), through[coverage.Dispenser.Id]);
        await LoadAsync(database, Withdrawal("20250108"));
        Assert.Equal(DispenserPunctuality.Unheard, Assert.Single(await database.Get<DispenserCoverageService>().ListAsync(AsOf, 2)).Punctuality);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Scorecard_CountsFaultsCorrectionsAndDelay_WorstFirst(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var rows = Enumerable.Range(1, 20).Select(i => CsvRow.Sound.Rx(i.ToString(CultureInfo.InvariantCulture))).ToList();
        rows[0] = rows[0].With("quantity", "none");
        rows[1] = rows[1].With("days_supply", "200");
        await LoadAsync(database, CsvRow.File(rows));
        await LoadAsync(database, CsvRow.File(rows[2].With("report_status", "02")));
        await LoadAsync(database, CsvRow.File([.. Enumerable.Range(100, 20).Select(i => CsvRow.Sound.Rx(i.ToString(CultureInfo.InvariantCulture)).With("pharmacy_dea", "FP7654329"))]));

        var scorecards = await database.Get<DataQualityService>().ListAsync(AsOf, 6);
        var one = Assert.Single(await database.Get<DataQualityService>().ListAsync(AsOf, 6, "fp7654329"));

        Assert.Equal(["FP1234563", "FP7654329"], scorecards.Select(s => s.Dispenser.Number));
        Assert.Equal("FP7654329", one.Dispenser.Number);
        var total = scorecards[0].Total;
        Assert.Equal((21, 2), (total.Records, total.Faulty));
        Assert.Equal(1.0 / 21, QualityMeasures.Of(total).Single(m => m.Name == "voided").Share);
        Assert.Equal(1, total[SubmissionErrorCode.QuantityInvalid]);
        Assert.Equal(1, total[SubmissionErrorCode.DaysSupplyLong]);
        Assert.Equal(3, total.MeanDelayDays); // filled on the 10th, received on the 13th
        Assert.Equal(QualityTrend.Unknown, scorecards[0].Trend);
        Assert.Empty(await database.Get<DataQualityService>().ListAsync(AsOf.AddMonths(6), 6));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task SeriousFault_IsListedUntilARevisionComes(StorageProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var bad = CsvRow.Sound.With("prescriber_dea", "BS2048712");
        await LoadAsync(database, CsvRow.File(bad));
        var workbench = database.Get<SubmissionWorkbenchService>();
        var filter = new FaultyRecordFilter { WithSerious = true, Dispenser = "1234567893" };

        var before = await workbench.RecordsAsync(filter).ToListAsync();
        await LoadAsync(database, CsvRow.File(CsvRow.Sound.With("report_status", "01")));

        Assert.Equal((1, 2, SubmissionErrorCode.PrescriberDea), (before.Single().SubmissionId, before.Single().Line, before.Single().Faults.Single().Code));
        Assert.Null(before.Single().State);
        Assert.Equal(0, await workbench.CountRecordsAsync(filter));
    }

    /// <summary>Domain reference 1.7, for one day.</summary>
    private static string ZeroReport(string day) =>
        $"""
        TH*4.2B*Z{day}*01**{day}*083000*P**~~
        IS*5555550100*SAMPLE PHARMACY GROUP*#{day}#-#{day}#~
        PHA*1234567893**FP1234563**********~
        PAT*******REPORT*ZERO***************~
        DSP*****{day}********************~
        PRE**********~
        CDI*****~
        AIR***********~
        TP*7~
        TT*Z{day}*10~

        """;

    /// <summary>Takes the zero report of a day back an hour after it was made.</summary>
    private static string Withdrawal(string day) =>
        $"""
        TH*4.2B*Z{day}*04**{day}*093000*P**~~
        TT*Z{day}*2~

        """;

    private static Task<TestDatabase> CreateAsync(StorageProvider provider) => TestDatabase.CreateAsync(
        provider, services => services.AddSingleton<TimeProvider>(new StoppedClock(new DateTimeOffset(2025, 1, 13, 8, 0, 0, TimeSpan.Zero))));

    private static Task<SubmissionOutcome> LoadAsync(TestDatabase database, string file) =>
        database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), "test");
}
