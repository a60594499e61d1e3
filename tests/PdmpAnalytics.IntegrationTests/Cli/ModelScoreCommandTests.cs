using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public sealed class ModelScoreCommandTests : IDisposable
{
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=nobody";
    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-score-").FullName;

    [Theory]
    [InlineData("tail", 0.8966, 0.001)]
    [InlineData("forest", 0.996, 0.01)]
    [InlineData("combined", 0.96, 0.03)]
    public async Task KnownTable_PrintsItsFigures_WithoutADatabase(string engine, double area, double within)
    {
        var file = RepositoryFiles.Path("tests", "PdmpAnalytics.Tests", "Detection", "Scoring", "Tables", "two-clusters.csv");

        var run = await RunAsync("--file", file, "--engine", engine, "--label", "label", "--seed", "2", "--out", "scores.csv", "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(600, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("features").GetInt32());
        Assert.Equal(area, json.RootElement.GetProperty("roc_auc").GetDouble(), within);
        Assert.InRange(json.RootElement.GetProperty("average_precision").GetDouble(), 0.5, 1);
        Assert.True(json.RootElement.GetProperty("seconds").GetDouble() > 0);
        var scores = await File.ReadAllLinesAsync(Path.Combine(_folder, "scores.csv"));
        Assert.Equal((601, "row,score"), (scores.Length, scores[0]));
        Assert.StartsWith("600,", scores[600], StringComparison.Ordinal);
        Assert.True(double.Parse(scores[1].Split(',')[1], CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task OneSided_LowValuesAreOrdinary()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "low.csv"), "a,y\n-90,1\n1,0\n2,0\n3,0\n");

        var two = await RunAsync("--file", "low.csv", "--engine", "tail", "--label", "y", "--format", "json");
        var one = await RunAsync("--file", "low.csv", "--engine", "tail", "--label", "y", "--two-sided", "false", "--format", "json");

        Assert.Contains("\"roc_auc\": 0.8333333333333334", two.Output, StringComparison.Ordinal);
        Assert.Contains("\"roc_auc\": 0,", one.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "--label y", 2, "is called y")]
    [InlineData("a,y\n1,p\n2,q\n3,r\n", "--label y", 2, "--positive")]
    [InlineData("a,b\n1,2\n", "--engine magic", 2, "magic")]
    [InlineData("", "", 10, "no rows")]
    [InlineData("a,b\n1,2\n3\n", "", 10, "line 3")]
    [InlineData("a,b\nx,y\n", "", 10, "no column of numbers")]
    public async Task WhatCannotBeScored_SaysWhy(string text, string arguments, int exitCode, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "t.csv"), text);

        var run = await RunAsync(["--file", "t.csv", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFile_Is2()
    {
        var run = await RunAsync("--file", "nowhere.csv");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no file nowhere.csv.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnsOfWords_AreLeftOut_AndNamedByPlace()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "t.csv"), "a,who,y\n1,canary,0\n,x,0\n5,x,0\n");

        var run = await RunAsync("--file", "t.csv", "--label", "y");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3 rows, 1 columns, 1 cells missing", run.Output, StringComparison.Ordinal);
        Assert.Contains("columns 2.", run.Error, StringComparison.Ordinal);
        Assert.Contains("all of one kind", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.Output + run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<PdmpRun> RunAsync(params string[] arguments) => Pdmp.RunAsync(NoDatabase, _folder, ["model", "score", .. arguments]);
}
