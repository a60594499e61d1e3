using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>The table of data-samples/small/README.md, file by file.</summary>
public partial class SmallSamplesTests
{
    private static readonly string Folder = RepositoryFiles.Path("data-samples", "small");

    [Theory, OnSqlite, OnPostgres]
    public async Task EveryFile_EndsAsItsTableSays(StorageProvider provider)
    {
        var table = TableRow().Matches(await File.ReadAllTextAsync(Path.Combine(Folder, "README.md")))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var files = Directory.GetFiles(Folder).Select(Path.GetFileName).Where(f => f != "README.md").Order(StringComparer.Ordinal);
        Assert.Equal(files, table.Keys.Order(StringComparer.Ordinal));
        foreach (var (file, expected) in table)
        {
            await using var database = await TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(
                new StoppedClock(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero))));

            var outcome = await database.Get<SubmissionService>().LoadAsync(Path.Combine(Folder, file));

            Check(file, expected, outcome);
        }
    }

    private static void Check(string file, string expected, SubmissionOutcome outcome)
    {
        var counts = outcome.Counts;
        var codes = CodeAndLevel().Matches(expected).Select(m => m.Value).Order(StringComparer.Ordinal);
        Assert.True(
            codes.SequenceEqual(outcome.FaultCounts.Keys.Select(c => $"{c.Text()} {c.Level().Text()}").Order(StringComparer.Ordinal)),
            $"{file}: {string.Join(", ", outcome.FaultCounts.Keys.Select(c => $"{c.Text()} {c.Level().Text()}"))}");
        if (expected.StartsWith("rejected", StringComparison.Ordinal))
        {
            Assert.Equal((file, SubmissionResult.Rejected), (file, outcome.Result));
            return;
        }

        (string Word, long Count)[] totals =
        [
            ("loaded", counts.Loaded), ("rejected", counts.Rejected), ("duplicate", counts.Duplicates), ("revised", counts.Revised),
            ("voided", counts.Voided),
        ];
        foreach (var (word, count) in totals)
        {
            var said = Regex.Match(expected, $@"(\d+) {word}");
            var number = said.Success ? long.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            Assert.Equal((file, word, number), (file, word, count));
        }
    }

    [GeneratedRegex(@"^\| ([\w.-]+\.(?:csv|csv\.gz)) \| .*? \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"E\d{3} (?:FF|FR|S|M|W)")]
    private static partial Regex CodeAndLevel();
}
