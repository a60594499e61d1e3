using System.Globalization;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Storage;
using PdmpAnalytics.TestKit.Databases;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

/// <summary>An import that is killed (SIGKILL) at any moment and run again ends in the database of one clean run.</summary>
public class KilledImportTests
{
    private const int Records = 60_000;

    /// <summary>Milliseconds after the start: while the program starts, migrates, reads, writes, and after it has ended.</summary>
    private static readonly int[] Moments = [50, 200, 350, 500, 650, 800, 1000, 1300, 1700, 2500];

    [Theory, OnSqlite, OnPostgres]
    public Task KilledAtAnyMoment_RunAgain_EndsAsOneCleanRun(StorageProvider provider) =>
        CheckAsync(provider, [.. Enumerable.Range(0, Records).Select(Row)]);

    /// <summary>New records, then their revisions, voids and copies in the same file.</summary>
    [Theory, OnSqlite, OnPostgres]
    public Task KilledWhileCorrecting_RunAgain_EndsAsOneCleanRun(StorageProvider provider) => CheckAsync(
        provider,
        [
            .. Enumerable.Range(0, Records / 2).Select(Row),
            .. Enumerable.Range(0, Records / 2).Select(n => (n % 3) switch
            {
                0 => Row(n).With("report_status", "01").With("quantity", "30"),
                1 => Row(n).With("report_status", "02"),
                _ => Row(n),
            }),
        ]);

    private static async Task CheckAsync(StorageProvider provider, CsvRow[] rows)
    {
        await using var clean = await TestDatabase.CreateAsync(provider);
        var file = Path.Combine(clean.Folder, "fills.csv");
        await File.WriteAllTextAsync(file, CsvRow.File(rows));
        Assert.Equal(0, (await Pdmp.RunAsync(clean.Options.ConnectionString, clean.Folder, "import", file)).ExitCode);
        var expected = await DumpAsync(clean);

        foreach (var moment in Moments)
        {
            // A SQLite file that does not exist yet: the kill may also hit its making.
            await using var killed = await TestDatabase.CreateAsync(provider);
            using (var process = Pdmp.Start(killed.Options.ConnectionString, killed.Folder, "import", file))
            {
                await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(moment));
                process.Kill();
                await process.WaitForExitAsync();
            }

            var again = await Pdmp.RunAsync(killed.Options.ConnectionString, killed.Folder, "import", file);

            Assert.True(again.ExitCode == 0, $"after {moment} ms: {again.Error}");
            Assert.Equal(expected, await DumpAsync(killed));
        }
    }

    private static CsvRow Row(int number) => CsvRow.Sound
        .Rx(number.ToString(CultureInfo.InvariantCulture))
        .With("patient_first_name", "P" + (char)('A' + number % 26) + (char)('A' + number / 26 % 26))
        .With("patient_id", "D" + number % 676);

    private static async Task<string> DumpAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await DatabaseDump.OfAsync(db);
    }
}
