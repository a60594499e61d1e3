using System.Globalization;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

/// <summary>What linking by weights did can be taken back whole: patients and alerts are those from before it.</summary>
public class MergesByWeightUndoneTests
{
    /// <summary>
    /// People under three spellings are judged, some alerts concluded, then linked by weight; the merges are undone in random order, now
    /// and then one is made again, with linking and judging in between. PDMP_LINK_SEQUENCES sets how many.
    /// </summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task AllUndone_LeaveTheAlertsFromBefore(StorageProvider provider)
    {
        var sequences = int.Parse(Environment.GetEnvironmentVariable("PDMP_LINK_SEQUENCES") ?? "2", CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= sequences; seed++)
        {
            await SequenceAsync(provider, seed);
        }
    }

    private static async Task SequenceAsync(StorageProvider provider, int seed)
    {
        var random = new Random(seed);
        await using var store = await LinkedStore.CreateAsync(provider, [.. new[] { "ALPHA", "BRAVO", "CHARLIE" }.SelectMany(name => Spellings(name, random))]);
        var patients = await store.PatientsAsync();
        await store.DetectAsync();
        await store.CloseSomeAsync(random);
        var before = await store.StandingsAsync();
        Assert.NotEmpty(before);
        Assert.Equal(6, (await store.LinkAsync()).Merges);

        var redone = 0;
        while (await NextAsync(store, LinkEventKind.Merge, random) is { } merge)
        {
            Assert.Null((await store.UndoAsync(merge)).Refusal);
            if (redone < 2 && random.Next(3) == 0 && await NextAsync(store, LinkEventKind.Split, random) is { } split)
            {
                redone++;
                Assert.Null((await store.UndoAsync(split)).Refusal);
            }

            switch (random.Next(3))
            {
                case 0:
                    await store.DetectAsync();
                    break;
                case 1:
                    Assert.True((await store.LinkAsync(new LinkRequest(All: random.Next(2) == 0))).ChangedNothing);
                    break;
            }
        }

        Assert.Equal(patients, await store.PatientsAsync());
        await store.DetectAsync();
        var after = await store.StandingsAsync();
        Assert.Equal(before, after.Where(a => before.ContainsKey(a.Key)).ToDictionary());
        Assert.All(after.Where(a => !before.ContainsKey(a.Key)), a => Assert.StartsWith("Withdrawn", a.Value, StringComparison.Ordinal));
    }

    /// <summary>One of the journal's entries of a kind that nobody has undone; null when there is none.</summary>
    private static async Task<long?> NextAsync(LinkedStore store, LinkEventKind kind, Random random)
    {
        var standing = (await store.JournalAsync()).Where(e => e.Kind == kind && e.UndoneByDecisionId is null).ToList();
        return standing.Count == 0 ? null : standing[random.Next(standing.Count)].Id;
    }

    /// <summary>Three records of one person that equal keys do not join, with one to six fills each at other prescribers and pharmacies.</summary>
    private static IEnumerable<CsvRow> Spellings(string name, Random random)
    {
        var first = 0;
        foreach (var spelling in new[] { name + "SON", name + "SNO", name + "SSON" })
        {
            var fills = 1 + random.Next(6);
            foreach (var row in LinkedAlertsTests.Stranger(name, first, fills))
            {
                yield return row.With("patient_last_name", spelling).Rx($"{spelling}{first++}");
            }
        }
    }
}
