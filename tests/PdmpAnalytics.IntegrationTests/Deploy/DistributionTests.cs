using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PdmpAnalytics.IntegrationTests.Lookup;
using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>What deploy/README.md says about growing: statements name the patient, and the store works partitioned by patient.</summary>
public partial class DistributionTests
{
    /// <summary>Tables that are cut by patient, each by its column.</summary>
    private static readonly string[] Cut = ["dispensations", "patients_due"];

    /// <summary>Statements that see all patients by their nature: none is sent for one patient, and each once a night at most.</summary>
    private static readonly string[] Everybody =
    [
        "COPY (SELECT", // the weekly sample, and a night's stream of patients: each node answers its part
        "COPY dispensations (", "COPY patients_due (", // rows go in with their key
        "WHERE p.due_on <= ", "due_on <=", // who is due, once a night
        "count(*)", // figures of the night's report
        "ORDER BY d.dispenser_id, d.filled_on", // pharmacies are judged by one pass over all fills, once a night
    ];

    [Theory, OnPostgres]
    public async Task NightsAndLookups_NameThePatient_WhereTablesAreCut(StorageProvider provider)
    {
        await using var store = await NightStore.CreateAsync(provider);
        var files = NightInbox.Of(40, store.Database.Folder);
        files.Fill(store.Inbox, second: false);
        await store.RunAsync(NightInbox.FirstNight);
        using var sent = new SentStatements(store.Database.Options.ConnectionString);

        files.Fill(store.Inbox, second: true);
        await store.RunAsync(NightInbox.SecondNight);
        var before = sent.Texts.Count;
        await using (var db = store.Database.Open())
        {
            var someone = await db.Set<PatientRecord>().OrderBy(r => r.Id).FirstAsync();
            var asked = new PatientQuery { LastName = someone.LastName, FirstName = someone.FirstName, BirthDate = someone.BirthDate };
            Assert.True((await store.Database.Get<PatientReportService>().ReportAsync(asked, Counter.Pharmacist)).Succeeded);
        }

        Assert.Contains(sent.Texts.Skip(before), text => text.Contains("dispensations", StringComparison.Ordinal));
        var cut = sent.Texts.Where(text => Cut.Any(table => Regex.IsMatch(text, $@"\b{table}\b"))).Distinct().ToList();
        Assert.True(cut.Count >= 8, $"only {cut.Count} statements were seen");
        Assert.Contains(cut, text => text.StartsWith("COPY (SELECT patient_id", StringComparison.Ordinal));
        var elsewhere = cut.Where(text => !NamesThePatient(text) && !Everybody.Any(e => text.Contains(e, StringComparison.OrdinalIgnoreCase))).ToList();
        Assert.True(elsewhere.Count == 0, string.Join('\n', elsewhere));
    }

    /// <summary>The statements of the README's section on partitions, then a night as on a whole table.</summary>
    [Theory, OnPostgres]
    public async Task PartitionedStore_HasTheSameNight(StorageProvider provider)
    {
        await using var whole = await NightStore.CreateAsync(provider);
        await using var parts = await NightStore.CreateAsync(provider);
        var files = NightInbox.Of(40, whole.Database.Folder);
        foreach (var store in new[] { whole, parts })
        {
            files.Fill(store.Inbox, second: false);
            await store.RunAsync(NightInbox.FirstNight);
        }

        var readme = await File.ReadAllTextAsync(RepositoryFiles.Path("deploy", "README.md"));
        var script = Blocks().Matches(readme).Select(m => m.Groups[1].Value).Single(sql => sql.Contains("PARTITION BY HASH", StringComparison.Ordinal));
        await using (var source = NpgsqlDataSource.Create(parts.Database.Options.ConnectionString))
        await using (var command = source.CreateCommand(script))
        {
            await command.ExecuteNonQueryAsync();
        }

        foreach (var store in new[] { whole, parts })
        {
            files.Fill(store.Inbox, second: true);
            await store.RunAsync(NightInbox.SecondNight);
        }

        Assert.Equal("4", await parts.TextOfAsync($"SELECT count(*) AS \"Value\" FROM pg_inherits WHERE inhparent = 'dispensations'::regclass"));
        Assert.Equal(await whole.DumpAsync(), await parts.DumpAsync());
    }

    /// <summary>In a condition, a join, or as the first column of what is inserted.</summary>
    private static bool NamesThePatient(string text) =>
        Condition().IsMatch(text) || Regex.IsMatch(text, @"INSERT INTO (dispensations|patients_due) \(patient_id", RegexOptions.IgnoreCase);

    [GeneratedRegex(@"(WHERE|AND|ON)\s[^;]*?\bpatient_id\s*(=|IN\b|BETWEEN|>=|<=)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Condition();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    /// <summary>Every statement that Npgsql sends to one database of this process, EF's and the shells' own alike.</summary>
    private sealed class SentStatements : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _texts = new();
        private readonly ActivityListener _listener;

        public SentStatements(string connection)
        {
            var database = new NpgsqlConnectionStringBuilder(connection).Database;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (Tag(activity, "db.namespace", "db.name")?.StartsWith(database!, StringComparison.Ordinal) == true && Tag(activity, "db.query.text", "db.statement") is { } text)
                    {
                        _texts.Enqueue(text);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<string> Texts => [.. _texts];

        public void Dispose() => _listener.Dispose();

        private static string? Tag(Activity activity, params string[] names) =>
            names.Select(activity.GetTagItem).FirstOrDefault(value => value is not null) as string;
    }
}
