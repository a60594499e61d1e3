using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

/// <summary>A linking that is killed (SIGKILL) at any moment and run again ends in the database of one clean run.</summary>
public class KilledLinkTests
{
    /// <summary>Milliseconds after the start: while the program starts, reads and compares, and writes.</summary>
    private static readonly int[] Moments = [300, 600, 900, 1300];

    [Theory, OnSqlite, OnPostgres]
    public async Task KilledAtAnyMoment_RunAgain_EndsAsOneCleanRun(StorageProvider provider)
    {
        var rows = Families.Rows(families: 150, seed: 8).ToArray();
        await using var clean = await LinkedStore.CreateAsync(provider, rows);
        Assert.Equal(0, (await RunAsync(clean)).ExitCode);
        var expected = await clean.DumpAsync();

        foreach (var moment in Moments)
        {
            await using var killed = await LinkedStore.CreateAsync(provider, rows);
            using (var process = Pdmp.Start(killed.Database.Options.ConnectionString, killed.Database.Folder, "link"))
            {
                await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(moment));
                process.Kill();
                await process.WaitForExitAsync();
            }

            var again = await RunAsync(killed);

            Assert.True(again.ExitCode == 0, $"after {moment} ms: {again.Error}");
            Assert.Equal(expected, await killed.DumpAsync());
        }
    }

    private static Task<PdmpRun> RunAsync(LinkedStore store) => Pdmp.RunAsync(store.Database.Options.ConnectionString, store.Database.Folder, "link");
}
