using System.Text;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>Delegates and the auditors' queue from the command line, as the READMEs show them.</summary>
public class DelegateCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Delegation_IsRequestedApprovedConfirmedAndEnded(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await RunAsync(database, "four blue kettles boil", "user", "add", "paul", "--role", "pharmacist");
        await RunAsync(database, "four blue kettles boil", "user", "add", "tess", "--role", "delegate");

        Assert.Equal((0, "Delegation 1 waits for paul to agree.\n"), Said(await RunAsync(database, null, "user", "delegate", "request", "tess", "--supervisor", "paul")));
        Assert.Equal(2, (await RunAsync(database, null, "user", "delegate", "approve", "1", "--user", "tess")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "delegate", "confirm", "1")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, null, "user", "delegate", "approve", "1", "--user", "paul")).ExitCode);
        Assert.Equal((0, "Delegation 1 holds from now on.\n"), Said(await RunAsync(database, null, "user", "delegate", "confirm", "1")));
        Assert.Contains("live", (await RunAsync(database, null, "user", "delegate", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(database, null, "user", "delegate", "quarters")).ExitCode);
        Assert.Equal(0, (await RunAsync(database, null, "user", "delegate", "end", "1")).ExitCode);
        Assert.Contains("ended", (await RunAsync(database, null, "user", "delegate", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("6 events", (await RunAsync(database, null, "audit", "verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessCommands_JudgeAndRefuseWhatIsNotThere()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite);
        await RunAsync(database, "four blue kettles boil", "user", "add", "paul", "--role", "pharmacist");

        Assert.Equal(0, (await RunAsync(database, null, "user", "holder", "paul", "--last", "Merchant", "--first", "Paul")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "user", "holder", "nobody", "--last", "Merchant", "--first", "Paul")).ExitCode);
        Assert.Equal((0, "90 days, 0 queries: 0 findings raised.\n"), Said(await RunAsync(database, null, "access", "judge", "--date", "2026-05-31", "--days", "90")));
        Assert.Equal(0, (await RunAsync(database, null, "access", "list")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "access", "watch", "12")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "access", "unwatch", "12")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "access", "settle", "4", "--conclusion", "Explained", "--note", "On call that night")).ExitCode);
        Assert.Equal(2, (await RunAsync(database, null, "access", "judge", "--days", "0")).ExitCode);
    }

    private static (int, string) Said(PdmpRun run) => (run.ExitCode, run.Error);

    private static async Task<PdmpRun> RunAsync(TestDatabase database, string? password, params string[] arguments)
    {
        using var input = password is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(password + "\n"));
        return await Pdmp.RunAsync(database.Options.ConnectionString, database.Folder, input, arguments);
    }
}
