using PdmpAnalytics.IntegrationTests.Nightly;
using PdmpAnalytics.Storage;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class RetentionCommandTests
{
    [Fact]
    public async Task Retention_PlansHoldsAndCertifies()
    {
        await using var store = await NightStore.CreateAsync(StorageProvider.Sqlite);
        Task<PdmpRun> RunAsync(params string[] arguments) => Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, ["retention", .. arguments]);

        Assert.Contains("0 dispensations of 0 patients", (await RunAsync("plan")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("hold", "--reason", "Nobody in particular")).ExitCode);
        Assert.Equal(0, (await RunAsync("hold", "--all", "--reason", "An audit")).ExitCode);
        Assert.Equal(2, (await RunAsync("purge")).ExitCode);
        Assert.Contains("everybody", (await RunAsync("holds")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("release", "1", "--reason", "It is over")).ExitCode);
        Assert.Equal(2, (await RunAsync("purge", "--years", "4")).ExitCode);
        Assert.Equal(0, (await RunAsync("purge", "--user", "officer")).ExitCode);
        Assert.Contains("\"actor\": \"officer\"", (await RunAsync("list", "--format", "json")).Output, StringComparison.Ordinal);
    }
}
