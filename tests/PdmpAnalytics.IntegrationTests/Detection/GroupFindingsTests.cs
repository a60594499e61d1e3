using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
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

/// <summary>What several patients' records say together, from file to queue.</summary>
public class GroupFindingsTests
{
    private static readonly DateOnly AsOf = new(2025, 3, 1);

    private static readonly string[] Names = ["HARPER", "STONE", "MILLER", "DIAZ", "FOSTER", "NGUYEN", "PALMER", "REYES", "VOGEL", "WEBER"];
    private static readonly string[] Given = ["ROBERT", "ANNE", "JOHN", "LUZ", "KIM", "OMAR", "JUNE", "IVAN", "CARL", "ELSA"];

    /// <summary>T16: six people, numbers 700201 to 700206, one day, paid privately.</summary>
    private static CsvRow[] Arrivals => [.. Enumerable.Range(0, 6).Select(i => Of(i).Rx($"{700201 + i}").With("payment_type", "01"))];

    /// <summary>T14: number 800100 for two people; T15: the sixth refill of a schedule IV drug; a blank used twice.</summary>
    private static CsvRow[] Numbers =>
    [
        Of(6).Rx("800100"),
        Of(7).Rx("800100").With("date_filled", "2025-02-10").With("date_written", "2025-02-10"),
        Of(8).Rx("800200").With("refills_authorized", "6").With("refill_number", "6"),
        Of(8).Rx("800300").With("blank_serial_state", "NY").With("blank_serial", "A17"),
        Of(9).Rx("800301").With("blank_serial_state", "NY").With("blank_serial", "A17").With("date_filled", "2025-02-12"),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task NumbersBlanksAndArrivals_AreQueuedWithEachPatient_AndAgainChangesNothing(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider, [.. Arrivals, .. Numbers]);

        var first = await UpdateAsync(database);
        Assert.False(first.All.ChangedNothing);
        Assert.True((await UpdateAsync(database)).All.ChangedNothing);

        var alerts = await AlertsAsync(database);
        Assert.Equal(6, alerts.Count(a => a.Rules.Split(';').Contains("CL-05") && a is { Severity: Severity.High, Queue: ReviewQueueKind.Review }));
        Assert.Equal(3, alerts.Count(a => a.Rules.Split(';').Contains("ID-03")));
        Assert.Equal(2, alerts.Count(a => a.Rules.Split(';').Contains("ID-05") && a.Queue == ReviewQueueKind.Review));
        var arrival = (await database.Get<ReviewQueue>().ShowAsync(alerts.First(a => a.Rules.Contains("CL-05", StringComparison.Ordinal)).Id)).Value;
        Assert.Contains("patients with consecutive Rx numbers (700201 to 700206)", arrival.Alert.Findings[^1].Text, StringComparison.Ordinal);
        Assert.Contains(arrival.Fills, f => f.IsEvidence);
    }

    [Theory, OnPostgres]
    public async Task BothDatabases_FindTheSame(StorageProvider other)
    {
        var texts = new List<string>();
        foreach (var provider in new[] { StorageProvider.Sqlite, other })
        {
            await using var database = await LoadedAsync(provider, [.. Arrivals, .. Numbers]);
            await UpdateAsync(database);
            texts.Add(string.Join('\n', (await FindingsAsync(database)).Order(StringComparer.Ordinal)));
        }

        Assert.Equal(texts[0], texts[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task NightThatJudgesOnePatientAlone_KeepsWhatWasFoundTogether(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider, Arrivals);
        await UpdateAsync(database);
        var before = await FindingsAsync(database);

        await LoadAsync(database, [Of(0).Rx("900001").With("date_filled", "2025-02-28").With("date_written", "2025-02-28")]);
        await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf.AddDays(1), All: false));

        Assert.Equal(before.Where(f => f.StartsWith("CL-05", StringComparison.Ordinal)).Order(), (await FindingsAsync(database)).Where(f => f.StartsWith("CL-05", StringComparison.Ordinal)).Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task VoidOfOnesOwnRecord_TakesTheFindingAtOnce_AndThatOfOthersWithTheNextLook(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider, [.. Arrivals.Take(5)]);
        await UpdateAsync(database);
        Assert.Equal(5, (await AlertsAsync(database)).Count);

        await LoadAsync(database, [Arrivals[2].With("report_status", "02")]);
        await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf.AddDays(1), All: false));
        Assert.Equal(4, (await AlertsAsync(database)).Count);

        var weekly = await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf.AddDays(7), All: false));
        Assert.Equal(4, weekly.Value.Patients.Withdrawn);
        Assert.Empty(await AlertsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PrescriberAndPharmacyFarFromTheirPeers_WaitForTheBoard(StorageProvider provider)
    {
        await using var database = await LoadedAsync(provider, [.. Enumerable.Range(0, 24).SelectMany(Practice)]);

        await UpdateAsync(database);
        Assert.True((await UpdateAsync(database)).All.ChangedNothing);

        var board = (await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued with { Queue = ReviewQueueKind.Board })).Alerts;
        Assert.Equal(
            [(AlertSubjectKind.Prescriber, "CL-03"), (AlertSubjectKind.Dispenser, "CL-04")],
            board.Select(a => (a.SubjectKind, a.Rules)).Order());
        var export = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "queue", "export", "--out", "-");
        Assert.Contains(export.Lines, line => line.Contains(",board,prescriber,", StringComparison.Ordinal));
        var show = await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, "queue", "show", $"{board[0].Id}", "--fills");
        Assert.Equal(0, show.ExitCode);
        Assert.Contains("fills paid privately", show.Output, StringComparison.Ordinal);
    }

    /// <summary>30 patients of one prescriber at one pharmacy; in the last practice all pay privately.</summary>
    private static IEnumerable<CsvRow> Practice(int number) => Enumerable.Range(0, 30).Select(i => CsvRow.Sound
        .With("pharmacy_dea", Dea('F', 'P', 700000 + number)).With("pharmacy_npi", "").With("pharmacy_name", $"Pharmacy {number}")
        .With("prescriber_dea", Dea('B', 'S', 800000 + number)).With("prescriber_npi", "")
        .With("patient_last_name", $"{(char)('A' + number)}{Names[i % 10]}{(char)('A' + i / 10)}").With("patient_first_name", $"{Given[(i + number) % 10]}")
        .With("patient_birth_date", new DateOnly(1950, 1, 1).AddDays(number * 701 + i * 37).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .With("patient_id", "")
        .With("payment_type", number == 23 || i == number % 3 ? "01" : "04")
        .Rx((1000 * (number + 1) + i * 10).ToString(CultureInfo.InvariantCulture)));

    /// <summary>A DEA number whose check digit fits: the sum of the odd digits and twice the even ones.</summary>
    private static string Dea(char type, char initial, int number)
    {
        var digits = number.ToString("D6", CultureInfo.InvariantCulture).Select(d => d - '0').ToArray();
        var check = (digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])) % 10;
        return $"{type}{initial}{number:D6}{check}";
    }

    private static CsvRow Of(int person) => CsvRow.Sound
        .With("patient_last_name", Names[person]).With("patient_first_name", Given[person]).With("patient_id", "").With("patient_address", $"{person + 1} Oak St")
        .With("patient_birth_date", new DateOnly(1950, 2, 3).AddDays(person * 1117).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static async Task<List<Alert>> AlertsAsync(TestDatabase database) =>
        [.. (await database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued with { Top = 500 })).Alerts];

    private static async Task<List<string>> FindingsAsync(TestDatabase database)
    {
        var findings = new List<string>();
        await foreach (var alert in database.Get<ReviewQueue>().ReadAllAsync(new AlertFilter { IncludeRecorded = true }, withFindings: true))
        {
            findings.AddRange(alert.Findings.Select(f =>
                $"{f.RuleId} {alert.SubjectKind} {alert.SubjectId} {f.Severity} {f.PeakDay:O} {f.Text} {f.SilentIf} {string.Join(',', f.Evidence)}"));
        }

        return findings;
    }

    private static async Task<QueueUpdate> UpdateAsync(TestDatabase database) =>
        (await database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf, All: true))).Value;

    private static async Task<TestDatabase> LoadedAsync(StorageProvider provider, CsvRow[] rows)
    {
        var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(
            new StoppedClock(new DateTimeOffset(2025, 4, 1, 8, 0, 0, TimeSpan.Zero))));
        await LoadAsync(database, rows);
        return database;
    }

    private static async Task LoadAsync(TestDatabase database, CsvRow[] rows)
    {
        var outcome = await database.Get<SubmissionService>().LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(CsvRow.File(rows))), "test.csv");
        Assert.NotEqual(SubmissionResult.Rejected, outcome.Result);
    }
}
