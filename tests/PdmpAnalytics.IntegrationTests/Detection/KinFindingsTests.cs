using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.IntegrationTests.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Detection;

/// <summary>Patients whom a proposed link or an address brings together, from file to queue.</summary>
public class KinFindingsTests
{
    private static readonly DateOnly AsOf = new(2025, 6, 30);

    /// <summary>Log-odds of 0.90 in thousandths of a bit.</summary>
    private const int Proposal = 3170;

    private static readonly CsvRow Anne = Person("HARPERSON", "ANNE", "1961-04-11", "12 Main Street Apt 4", "6125550201");
    private static readonly CsvRow Luz = Person("DIAZMORA", "LUZ", "1975-09-23", "900 Elm St", "6125550202");

    /// <summary>Three visits each, to six prescribers and pharmacies in all.</summary>
    private static CsvRow[] Halves(CsvRow one, CsvRow other) => [.. LinkedAlertsTests.Visits(one, 0, 3), .. LinkedAlertsTests.Visits(other, 3, 3)];

    [Theory, OnSqlite, OnPostgres]
    public async Task ProposedPair_IsQueuedWithBoth_UntilAReviewerPartsThem(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, Halves(Anne, Luz));
        await store.LinkAsync();
        await UpdateAsync(store);
        Assert.Empty(await AboutAsync(store, "ID-04"));

        await ProposeAsync(store, Proposal);
        await UpdateAsync(store);
        var alerts = await AboutAsync(store, "ID-04");
        Assert.Equal([1, 2], alerts.Select(a => a.SubjectId));
        Assert.All(alerts, a => Assert.Equal((Severity.High, ReviewQueueKind.Review), (a.Severity, a.Queue)));
        Assert.Contains("Records 1 and 2 (patients 1 and 2) may be one person's (90 %", await TextAsync(store, alerts[0]), StringComparison.Ordinal);
        Assert.True((await UpdateAsync(store)).All.ChangedNothing);

        Assert.True((await store.DecideAsync(1, 2, LinkVerdict.Different)).Succeeded);
        await UpdateAsync(store);
        Assert.Empty(await AboutAsync(store, "ID-04"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task PairThatIsTooUnsureOrSureEnoughToMerge_IsNotTold(StorageProvider provider)
    {
        foreach (var weight in new[] { 1000, 5000 })
        {
            await using var store = await LinkedStore.CreateAsync(provider, Halves(Anne, Luz));
            await store.LinkAsync();
            await ProposeAsync(store, weight);
            await UpdateAsync(store);
            Assert.Empty(await AboutAsync(store, "ID-04"));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task FatherAndSon_AreNotTold(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(
            provider, Halves(Anne.With("patient_suffix", "SR"), Luz.With("patient_suffix", "JR")));
        await store.LinkAsync();
        await ProposeAsync(store, Proposal);
        await UpdateAsync(store);
        Assert.Empty(await AboutAsync(store, "ID-04"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ManyOfOneAddressPayingCash_AreQueued_AndNeitherNameNorAddressIsSaid(StorageProvider provider)
    {
        CsvRow[] people =
        [
            Anne, Luz.With("patient_address", "12 MAIN ST #4"), Person("OKAFORD", "PAUL", "1958-01-30", "12 Main St Unit 4", "6125550203"),
            Person("LINDEMAN", "RUTH", "1969-12-02", "12 Main Street # 4", "6125550204"),
        ];
        await using var store = await LinkedStore.CreateAsync(provider, [.. people.SelectMany(p => LinkedAlertsTests.Visits(p.With("payment_type", "01"), 0, 3))]);
        await UpdateAsync(store);

        var alerts = await AboutAsync(store, "CL-01");
        Assert.Equal([1, 2, 3, 4], alerts.Select(a => a.SubjectId));
        var text = await TextAsync(store, alerts[1]);
        Assert.Contains("4 people at one address filled benzodiazepine from 3 prescribers at 3 pharmacies", text, StringComparison.Ordinal);
        Assert.Contains("4 last names", text, StringComparison.Ordinal);
        Assert.All(new[] { "MAIN ST", "HARPERSON", "DIAZMORA", "55401" }, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.True((await UpdateAsync(store)).All.ChangedNothing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task CoupleOfOneAddress_IsNotQueuedByThatAlone(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, Together(Anne, Luz.With("patient_address", "12 MAIN ST #4")));
        await UpdateAsync(store);

        Assert.DoesNotContain(await AboutAsync(store, "CL-01"), alert => alert.Rules == "CL-01");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task AnotherUnitOrZipOrNoHouseNumber_IsAnotherPlace(StorageProvider provider)
    {
        CsvRow[] others =
        [
            Luz.With("patient_address", "12 MAIN ST #5"), Luz.With("patient_address", "12 MAIN ST #4").With("patient_zip", "55901"), Luz.With("patient_address", "UNKNOWN"),
        ];
        foreach (var other in others)
        {
            await using var store = await LinkedStore.CreateAsync(
                provider, Together(other["patient_address"] == "UNKNOWN" ? Anne.With("patient_address", "UNKNOWN") : Anne, other));
            await UpdateAsync(store);
            Assert.Empty(await AboutAsync(store, "CL-01"));
        }
    }

    [Theory]
    [InlineData("ID-04", "several-identities")]
    [InlineData("CL-01", "household-cluster")]
    public async Task RulesShow_TellsTheRule(string id, string name)
    {
        var show = await Pdmp.RunAsync("Data Source=none.db", Path.GetTempPath(), "rules", "show", id);

        Assert.Equal(0, show.ExitCode);
        Assert.Contains(name, show.Output, StringComparison.Ordinal);
    }

    private static CsvRow Person(string last, string first, string born, string address, string phone) => CsvRow.Sound
        .With("patient_last_name", last).With("patient_first_name", first).With("patient_birth_date", born).With("patient_id", "").With("patient_id_qualifier", "")
        .With("patient_address", address).With("patient_phone", phone).With("patient_zip", "55401");

    private static CsvRow[] Together(CsvRow one, CsvRow other) => [.. LinkedAlertsTests.Visits(one, 0, 3), .. LinkedAlertsTests.Visits(other, 0, 3)];

    private static async Task ProposeAsync(LinkedStore store, int weight)
    {
        await using var db = store.Database.Open();
        var model = await db.Set<LinkModel>().MaxAsync(m => m.Id);
        db.Add(new StoredLink { RecordA = 1, RecordB = 2, Weight = weight, ModelId = model });
        await db.SaveChangesAsync();
    }

    private static async Task<List<Alert>> AboutAsync(LinkedStore store, string rule) =>
    [
        .. (await store.Database.Get<ReviewQueue>().PageAsync(AlertFilter.Queued with { Top = 500 })).Alerts
            .Where(a => a.Rules.Split(';').Contains(rule)).OrderBy(a => a.SubjectId),
    ];

    private static async Task<string> TextAsync(LinkedStore store, Alert alert) => string.Join('\n',
        (await store.Database.Get<ReviewQueue>().ShowAsync(alert.Id)).Value.Alert.Findings.Where(f => f.RuleId is "ID-04" or "CL-01").Select(f => f.Text));

    private static async Task<QueueUpdate> UpdateAsync(LinkedStore store) =>
        (await store.Database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf, All: true))).Value;
}
