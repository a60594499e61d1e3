using System.Text.RegularExpressions;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>The README's submitter's day: its commands, run one after the other, say what it shows.</summary>
public partial class SubmittersDayTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task CommandsOfTheReadme_SayWhatItShows(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var readme = await File.ReadAllTextAsync(RepositoryFiles.Path("README.md"));
        var day = readme[readme.IndexOf("## A submitter's day", StringComparison.Ordinal)..readme.IndexOf("## PostgreSQL", StringComparison.Ordinal)];
        var shown = Blocks(day).SelectMany(block => block.Split("$ pdmp ").Skip(1)).ToList();
        Assert.Equal(5, shown.Count);

        foreach (var text in shown)
        {
            var command = text[..text.IndexOf('\n', StringComparison.Ordinal)];
            var run = await Pdmp.RunAsync(
                database.Options.ConnectionString, database.Folder, command.Replace("data-samples", RepositoryFiles.Path("data-samples"), StringComparison.Ordinal).Split(' '));

            Assert.Equal(command.Contains("monday", StringComparison.Ordinal) ? 10 : 0, run.ExitCode);
            Assert.Equal(Lines(text).Skip(1).Order(StringComparer.Ordinal), Lines(run.Output + run.Error).Order(StringComparer.Ordinal));
        }

        var report = await File.ReadAllTextAsync(Path.Combine(database.Folder, "reports", "monday.asap.report.txt"));
        var quoted = Blocks(day).Single(block => block.Contains("This report holds values", StringComparison.Ordinal));
        Assert.All(Lines(quoted), line => Assert.Contains(line, Lines(report)));
    }

    private static IEnumerable<string> Blocks(string markdown) => markdown.Split("```\n").Where((_, i) => i % 2 == 1);

    /// <summary>Lines that say something, days left open.</summary>
    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => Day().Replace(line.Trim(), "DAY")).Where(line => line.Length > 0);

    [GeneratedRegex(@"20\d\d-\d\d-\d\d")]
    private static partial Regex Day();
}
