using System.Text.Json;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.MicrosoftML.Tests;

/// <summary>The commands with this engine built in.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-ml-").FullName;

    [Fact]
    public async Task KnownTable_PrintsItsFigures()
    {
        var file = RepositoryFiles.Path("tests", "PdmpAnalytics.Tests", "Detection", "Scoring", "Tables", "two-clusters.csv");

        var run = await RunAsync("score", "--file", file, "--engine", "microsoft-ml", "--label", "label", "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(JsonDocument.Parse(run.Output).RootElement.GetProperty("roc_auc").GetDouble(), 0.9, 1);
    }

    [Fact]
    public async Task Engine_IsThere_AndWaitsForConclusions()
    {
        var trained = await RunAsync("train", "--engine", "microsoft-ml");
        var unknown = await RunAsync("train", "--engine", "magic");

        Assert.Equal((2, 2), (trained.ExitCode, unknown.ExitCode));
        Assert.Contains("trained from 200", trained.Error, StringComparison.Ordinal);
        Assert.Contains("logistic, microsoft-ml", unknown.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<PdmpRun> RunAsync(params string[] arguments) =>
        Pdmp.RunAsync($"Data Source={Path.Combine(_folder, "pdmp.db")}", _folder, ["model", .. arguments]);
}
