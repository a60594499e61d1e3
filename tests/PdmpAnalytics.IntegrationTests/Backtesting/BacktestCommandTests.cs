using System.Text.Json;
using System.Xml.Linq;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Backtesting;

/// <summary><c>rules backtest</c> as an analyst uses it, on a history that was loaded afterwards.</summary>
public class BacktestCommandTests
{
    [Theory, OnSqlite]
    public async Task Backtest_ComparesAFileOfThresholds_SweepsOne_AndDrawsIt(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "received.csv"), string.Concat(new ReceivedFiles(seed: 5, promptly: true).Files()
            .Select((f, i) => i == 0 ? f.Text : f.Text[(f.Text.IndexOf('\n', StringComparison.Ordinal) + 1)..])));
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "fewer.json"), """
            {"name": "fewer", "version": 1, "rules": {"OV-01": {"Enabled": false}, "ER-02": {"Enabled": false}, "CO-01": {"Enabled": false}}}
            """);
        Assert.Equal(0, (await RunAsync(database, "import", "received.csv")).ExitCode);
        string[] nights = ["rules", "backtest", "--from", "2026-03-01", "--to", "2026-06-14"];

        var json = await RunAsync(database, [.. nights, "--set", "fewer.json", "--patients", "changes.csv", "--minutes-per-alert", "30", "--format", "json"]);
        using var report = JsonDocument.Parse(json.Output);
        var root = report.RootElement;
        var sets = root.GetProperty("sets").EnumerateArray().ToList();
        Assert.Equal(["shipped", "fewer@1"], sets.Select(s => s.GetProperty("set").GetString()));
        Assert.Equal("filled", root.GetProperty("known_by").GetString());
        Assert.All(sets, s => Assert.Equal(s.GetProperty("alerts").GetInt32() / 2.0, s.GetProperty("analyst_hours").GetDouble()));
        Assert.DoesNotContain(sets[1].GetProperty("rules").EnumerateArray(), r => r.GetProperty("rule").GetString() is "OV-01" or "ER-02" or "CO-01");
        Assert.NotEmpty(root.GetProperty("limits").EnumerateArray());
        var changes = await File.ReadAllLinesAsync(Path.Combine(database.Folder, "changes.csv"));
        Assert.Equal(root.GetProperty("new").GetArrayLength() + root.GetProperty("disappears").GetArrayLength(), changes.Length - 1);

        var sweep = await RunAsync(database, [.. nights, "--sweep", "PS-02:Pharmacies=2..5", "--at-most", "0.2", "--chart", "sweep.svg"]);
        Assert.Equal(0, sweep.ExitCode);
        Assert.Contains(sweep.Lines, l => l.TrimStart().StartsWith("PS-02 Pharmacies", StringComparison.Ordinal));
        Assert.Equal("svg", XDocument.Load(Path.Combine(database.Folder, "sweep.svg")).Root!.Name.LocalName);

        var csv = await RunAsync(database, [.. nights, "--format", "csv"]);
        Assert.Equal("set,week,rule,severity,count", csv.Lines[0]);
        Assert.Equal(
            sets[0].GetProperty("alerts").GetInt32(),
            csv.Lines.Skip(1).Select(l => l.Split(',')).Where(c => c[2] == "*").Sum(c => int.Parse(c[4], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory, OnSqlite]
    public async Task WrongFilesAndSweeps_AreRefused(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "wrong.json"), """{"name": "x", "version": 1, "rules": {"PS-03": {"Practices": 1}}}""");
        string[] nights = ["rules", "backtest", "--from", "2026-03-01", "--to", "2026-06-14"];

        Assert.Equal(12, (await RunAsync(database, [.. nights, "--set", "wrong.json"])).ExitCode);
        Assert.Equal(2, (await RunAsync(database, [.. nights, "--sweep", "PS-03:Doctors=4..6"])).ExitCode);
        Assert.Equal(2, (await RunAsync(database, [.. nights, "--chart", "sweep.svg"])).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "rules", "backtest", "--from", "2026-03-02", "--to", "2026-03-01")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "rules", "backtest", "--from", "2026-02-29", "--to", "2026-03-01")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, "rules", "backtest", "--from", "2026-02-01", "--to", "2026-03-01", "--at-most", "few")).ExitCode);
        var early = await RunAsync(database, "rules", "backtest", "--from", "0001-01-01", "--to", "2026-03-01");
        Assert.Equal(2, early.ExitCode);
        Assert.Contains("0001-01-01 is not from 1900-01-01", early.Error, StringComparison.Ordinal);
    }

    private static Task<PdmpRun> RunAsync(TestDatabase database, params string[] arguments) =>
        Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, arguments);
}
