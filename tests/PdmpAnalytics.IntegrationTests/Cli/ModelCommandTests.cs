using System.Text.Json;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-model-").FullName;

    [Fact]
    public async Task WithoutConclusions_NothingIsTrained_AndTheLimitIsNamed()
    {
        var trained = await RunAsync("train");
        var listed = await RunAsync("list", "--format", "json");
        var evaluated = await RunAsync("evaluate", "--format", "json");
        var promoted = await RunAsync("promote", "1", "--reason", "try");

        Assert.Equal(2, trained.ExitCode);
        Assert.Contains("trained from 200 with at least 30 confirmed", trained.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (listed.ExitCode, evaluated.ExitCode));
        Assert.Empty(JsonDocument.Parse(listed.Output).RootElement.EnumerateArray());
        Assert.Empty(JsonDocument.Parse(evaluated.Output).RootElement.EnumerateArray());
        Assert.Equal(2, promoted.ExitCode);
        Assert.Contains("no model 1", promoted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recall_WithoutASample_SaysHowToDrawOne_AndASettingThatMakesNoSenseIsRefused()
    {
        var recall = await RunAsync("recall");
        var settings = Path.Combine(_folder, "settings.json");
        await File.WriteAllTextAsync(settings, """{"Sample": {"Share": 0.9}, "Learning": {"FewestCases": "many"}}""");
        var refused = await RunAsync("recall", "--config", settings);

        Assert.Equal(0, recall.ExitCode);
        Assert.Contains("Sample:Share", recall.Output, StringComparison.Ordinal);
        Assert.Equal(12, refused.ExitCode);
        Assert.Contains("Sample:Share must be", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<PdmpRun> RunAsync(params string[] arguments) =>
        Pdmp.RunAsync($"Data Source={Path.Combine(_folder, "pdmp.db")}", _folder, ["model", .. arguments]);
}
