using System.Text;
using System.Text.RegularExpressions;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>What tests of commands stand on: a command in a process shared with others does what it does alone.</summary>
public class PdmpTests
{
    private static readonly string[][] Commands =
    [
        ["queue", "close", "1", "--disposition"],
        ["import", "-", "--reports", "reports"],
        ["submissions", "list", "--format", "json"],
        ["submissions", "errors", "1", "--format", "csv"],
        ["submissions", "quality", "--format", "csv"],
        ["import", "nowhere.csv"],
        ["detect", "--as-of", "2025-02-01"],
        ["queue", "export", "--out", "-", "--all"],
        ["audit", "verify"],
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task SharedProcess_AnswersAsOneOfItsOwn(StorageProvider provider)
    {
        var shared = await RunAllAsync(provider, Pdmp.RunAsync);
        var alone = await RunAllAsync(provider, Pdmp.RunAloneAsync);

        Assert.Equal(alone.Select(r => r.ExitCode), shared.Select(r => r.ExitCode));
        Assert.Equal(alone.Select(r => WithoutTimes(r.Output)), shared.Select(r => WithoutTimes(r.Output)));
        Assert.Equal(alone.Select(r => WithoutTimes(r.Error)), shared.Select(r => WithoutTimes(r.Error)));
        Assert.Equal([2, 10], alone.Take(2).Select(r => r.ExitCode));
    }

    private static async Task<List<PdmpRun>> RunAllAsync(StorageProvider provider, Func<string, string, Stream?, string[], Task<PdmpRun>> run)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var file = Encoding.UTF8.GetBytes(CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("700102").With("quantity", "SIXTY")));
        var runs = new List<PdmpRun>();
        foreach (var command in Commands)
        {
            using var input = command.Contains("-") ? new MemoryStream(file) : null;
            runs.Add(await run(database.Options.ConnectionString, database.Folder, input, command));
        }

        return runs;
    }

    /// <summary>When it was, how long it took and how much of it a second differ from run to run.</summary>
    private static string WithoutTimes(string text) =>
        Regex.Replace(Regex.Replace(text, @"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*", "then"), @"\d[\d,.]* (s\b|records/s|MB)", "N $1");
}
