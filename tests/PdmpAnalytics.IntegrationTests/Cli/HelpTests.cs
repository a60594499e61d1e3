using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

public class HelpTests
{
    [Theory]
    [InlineData("access judge")]
    [InlineData("access list")]
    [InlineData("access settle")]
    [InlineData("access watch")]
    [InlineData("access unwatch")]
    [InlineData("user holder")]
    [InlineData("user facility")]
    [InlineData("user delegate request")]
    [InlineData("user delegate list")]
    [InlineData("user delegate approve")]
    [InlineData("user delegate confirm")]
    [InlineData("user delegate end")]
    [InlineData("user delegate quarters")]
    [InlineData("queue list")]
    [InlineData("queue show")]
    [InlineData("queue close")]
    [InlineData("queue reopen")]
    [InlineData("queue export")]
    [InlineData("exemptions add")]
    [InlineData("exemptions list")]
    [InlineData("exemptions end")]
    [InlineData("demo")]
    [InlineData("import")]
    [InlineData("detect")]
    [InlineData("nightly")]
    [InlineData("worker")]
    [InlineData("watch")]
    [InlineData("nights list")]
    [InlineData("nights show")]
    [InlineData("links export")]
    [InlineData("link")]
    [InlineData("link explain")]
    [InlineData("link pairs")]
    [InlineData("link decide")]
    [InlineData("link journal")]
    [InlineData("link undo")]
    [InlineData("rules list")]
    [InlineData("rules show")]
    [InlineData("rules backtest")]
    [InlineData("rules statistics")]
    [InlineData("rules set add")]
    [InlineData("rules set list")]
    [InlineData("rules set show")]
    [InlineData("rules set shadow")]
    [InlineData("rules set activate")]
    [InlineData("rules set retire")]
    [InlineData("explain")]
    [InlineData("reference import")]
    [InlineData("evaluate")]
    [InlineData("supply cma")]
    [InlineData("supply days")]
    [InlineData("model score")]
    [InlineData("generate")]
    [InlineData("audit verify")]
    [InlineData("user add")]
    [InlineData("user list")]
    [InlineData("user disable")]
    [InlineData("user enable")]
    [InlineData("user reset")]
    [InlineData("retention plan")]
    [InlineData("retention purge")]
    [InlineData("retention list")]
    [InlineData("retention hold")]
    [InlineData("retention holds")]
    [InlineData("retention release")]
    [InlineData("migrate")]
    public async Task EveryCommand_ShowsExamplesAndNoSecret(string command)
    {
        var help = await Pdmp.RunAsync("Host=db;Password=canary-secret", Path.GetTempPath(), [.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("Examples:\n  pdmp " + command, help.Output, StringComparison.Ordinal);
        Assert.Contains("--database", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", help.Output, StringComparison.Ordinal);
    }
}
