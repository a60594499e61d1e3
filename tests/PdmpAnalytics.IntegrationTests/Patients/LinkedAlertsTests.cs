using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

/// <summary>Alerts see the persons that linkage finds, and merges that are undone leave no trace in the queue.</summary>
public class LinkedAlertsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task OnePersonUnderThreeSpellings_AlertsAfterLinkageAndNotBefore(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. Visits("TESTPATIENT", 0, 2), .. Visits("TESTPATEINT", 2, 2), .. Visits("TESTPATIENTT", 4, 2)]);
        await store.DetectAsync();
        Assert.DoesNotContain(await store.AlertsAsync(), alert => alert.Rules.Contains("PS-03", StringComparison.Ordinal));

        await store.LinkAsync();
        await store.DetectAsync();

        var found = Assert.Single(await store.AlertsAsync(), alert => alert.Rules.Contains("PS-03", StringComparison.Ordinal));
        Assert.Equal((1, QueueHold.None), (found.SubjectId, found.Hold));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task EvidenceBehindAnUncertainLink_IsCounted_AndSaidWhetherTheAlertStandsWithout(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. Visits("TESTPATIENT", 0, 1), .. Visits("TESTPATEINT", 1, 5)]);
        await store.LinkAsync();
        await using (var db = store.Database.Open())
        {
            // The link as it would be with less to go by.
            await db.Set<RecordConfidence>().ExecuteDeleteAsync();
            db.Add(new RecordConfidence { RecordId = 2, Probability = 0.96, LinkA = 1, LinkB = 2 });
            await db.SaveChangesAsync();
        }

        await store.DetectAsync();

        var alert = Assert.Single(await store.AlertsAsync(), a => a.Hold == QueueHold.None);
        Assert.Equal(new UncertainLink(0.96, 1, 2, Fills: 5, StandsWithout: false), alert.UncertainLink);
        Assert.Equal("5 of 6 fills rest on one link of 0.96 (records 1 and 2); without it the alert would not stand.", alert.UncertainLink!.Sentence(6));
        Assert.Equal(0.96, alert.IdentityConfidence);

        var export = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "queue", "export", "--out", "-", "--format", "json");
        using var json = JsonDocument.Parse(export.Output);
        var link = Assert.Single(json.RootElement.EnumerateArray()).GetProperty("uncertain_link");
        Assert.Equal((5, false), (link.GetProperty("evidence_fills").GetInt32(), link.GetProperty("stands_without").GetBoolean()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task ConclusionsAboutAMergedPatient_AreShownWithTheOneThatTookOver_AndGoBackWithIt(StorageProvider provider)
    {
        await using var store = await LinkedStore.CreateAsync(provider, [.. Stranger("ALPHA", 0, 6), .. Stranger("BRAVO", 3, 6), .. Stranger("CHARLIE", 6, 6)]);
        await store.LinkAsync();
        await store.DetectAsync();
        var third = Assert.Single(await store.AlertsAsync(), a => a.SubjectId == 3);
        Assert.Null(await store.Database.CloseAsync(third.Id, Disposition.LetterSent, "letter of 1 June", "ana"));
        var second = (await store.DecideAsync(2, 3, LinkVerdict.Same)).Value;
        await store.DecideAsync(1, 2, LinkVerdict.Same);
        Assert.Equal(1, (await store.PatientsAsync()).Distinct().Single());
        await store.DetectAsync();

        var shown = await ShownAsync(store, patient: 1);
        Assert.Equal([2, 3], shown.Merged.Select(m => m.Alert.SubjectId));
        Assert.Equal((AlertState.Closed, Disposition.LetterSent), (shown.Merged[1].LeftAs, shown.Merged[1].Concluded));
        // It is critical: the first reader concluded, a second came to the same.
        Assert.Equal(["letter of 1 June", "letter of 1 June"], shown.Merged[1].Decisions.Select(d => d.Reason));
        Assert.Equal(1, (await ShownAsync(store, patient: 3)).MergedInto);
        var page = await Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "queue", "show", shown.Alert.Id.ToString(CultureInfo.InvariantCulture));
        Assert.Contains("Concluded about patients merged into this one", page.Output, StringComparison.Ordinal);
        Assert.Contains("letter of 1 June", page.Output, StringComparison.Ordinal);

        Assert.True((await store.Database.Get<LinkDecisionService>().WithdrawAsync(second.DecisionId, LinkedStore.Ana)).Succeeded);
        await store.DetectAsync();

        Assert.Equal([2], (await ShownAsync(store, patient: 1)).Merged.Select(m => m.Alert.SubjectId));
        var back = await ShownAsync(store, patient: 3);
        Assert.Equal((AlertState.Closed, null, 2), (back.Alert.State, back.MergedInto, back.Decisions.Count));
    }

    /// <summary>
    /// Persons with alerts in different states are merged and parted at random, with linking and judging in between; when all
    /// is undone, every alert is as it was, and what came up in between is withdrawn. PDMP_LINK_SEQUENCES sets how many.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task MergesThatAreAllUndone_LeaveTheAlertsFromBefore(StorageProvider provider)
    {
        var sequences = int.Parse(Environment.GetEnvironmentVariable("PDMP_LINK_SEQUENCES") ?? "3", CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= sequences; seed++)
        {
            await SequenceAsync(provider, seed);
        }
    }

    private static async Task SequenceAsync(StorageProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var store = await LinkedStore.CreateAsync(
            provider, [.. Stranger("ALPHA", 0, 6), .. Stranger("BRAVO", 3, 6), .. Stranger("CHARLIE", 6, 6), .. Stranger("DELTA", 9, 2), .. Stranger("ECHO", 1, 2)]);
        await store.LinkAsync();
        await store.DetectAsync();
        await store.CloseSomeAsync(random);
        var before = await store.StandingsAsync();
        var patients = await store.PatientsAsync();
        Assert.True(before.Count >= 3, "There are alerts to lose.");

        var decisions = new List<int>();
        for (var step = 0; step < 6 || decisions.Count > 0; step++)
        {
            await StepAsync(store, random, decisions, merge: step < 6 && random.Next(3) > 0);
            if (random.Next(2) == 0)
            {
                await store.DetectAsync();
            }
        }

        Assert.Equal(patients, await store.PatientsAsync());
        await store.DetectAsync();
        var after = await store.StandingsAsync();
        Assert.Equal(before, after.Where(a => before.ContainsKey(a.Key)).ToDictionary());
        Assert.All(after.Where(a => !before.ContainsKey(a.Key)), a => Assert.StartsWith("Withdrawn", a.Value, StringComparison.Ordinal));
    }

    private static async Task StepAsync(LinkedStore store, Random random, List<int> decisions, bool merge)
    {
        if (merge)
        {
            var (a, b) = (1 + random.Next(5), 1 + random.Next(5));
            var decided = a == b ? default : await store.DecideAsync(a, b, LinkVerdict.Same);
            if (a != b && decided.Succeeded)
            {
                decisions.Add(decided.Value.DecisionId);
            }
        }
        else if (decisions.Count > 0)
        {
            var taken = decisions[random.Next(decisions.Count)];
            Assert.True((await store.Database.Get<LinkDecisionService>().WithdrawAsync(taken, LinkedStore.Ana)).Succeeded);
            decisions.Remove(taken);
        }
    }

    private static async Task<AlertDetail> ShownAsync(LinkedStore store, long patient) =>
        (await store.Database.Get<ReviewQueue>().ShowAsync((await store.AlertsAsync()).Single(a => a.SubjectKind == AlertSubjectKind.Patient && a.SubjectId == patient).Id)).Value;

    /// <summary>Fills of clonazepam, each at another prescriber and pharmacy, a week apart.</summary>
    private static IEnumerable<CsvRow> Visits(string lastName, int first, int count) => Visits(CsvRow.Sound.With("patient_last_name", lastName), first, count);

    internal static IEnumerable<CsvRow> Stranger(string name, int first, int count) => Visits(
        CsvRow.Sound.With("patient_last_name", name + "SON").With("patient_first_name", "PAT" + name).With("patient_birth_date", $"19{50 + name[0] % 40}-0{1 + name[1] % 9}-11")
            .With("patient_id", "D55500" + name).With("patient_address", $"{name.Length * 37} {name} ST").With("patient_phone", "61255502" + (10 + name[0] % 80))
            .With("patient_zip", "554" + (10 + name[0] % 80)),
        first, count);

    internal static IEnumerable<CsvRow> Visits(CsvRow person, int first, int count) => Enumerable.Range(first, count).Select(i => person
        .Rx($"{person["patient_last_name"]}{i}")
        .With("date_filled", new DateOnly(2025, 3, 1).AddDays(7 * i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .With("date_written", new DateOnly(2025, 3, 1).AddDays(7 * i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .With("pharmacy_dea", "").With("pharmacy_npi", Npi(100_000_000 + i)).With("pharmacy_name", $"Pharmacy {i}").With("pharmacy_zip", (55_401 + 7 * i).ToString(CultureInfo.InvariantCulture))
        .With("prescriber_dea", Dea(204_870 + i)).With("prescriber_npi", Npi(150_000_000 + i)).With("prescriber_last_name", "DOCTOR" + (char)('A' + i)));

    /// <summary>Six digits with their check digit: 1st, 3rd and 5th plus twice the others.</summary>
    private static string Dea(int six)
    {
        var text = six.ToString(CultureInfo.InvariantCulture);
        return $"BD{text}{text.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 2)).Sum() % 10}";
    }

    /// <summary>Nine digits with their check digit (Luhn over 80840 and the number).</summary>
    private static string Npi(int nine)
    {
        var text = "80840" + nine.ToString(CultureInfo.InvariantCulture);
        var sum = text.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(d => d > 9 ? d - 9 : d);
        return nine.ToString(CultureInfo.InvariantCulture) + (10 - sum % 10) % 10;
    }
}
