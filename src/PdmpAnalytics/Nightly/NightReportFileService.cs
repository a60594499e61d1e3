using System.Globalization;

namespace PdmpAnalytics.Nightly;

/// <summary>Leaves the reports of nights in a folder, as text and JSON.</summary>
public sealed class NightReportFileService(NightLedgerService ledger)
{
    /// <summary>
    /// Writes what the folder lacks of the nights done among the latest, each file whole or not at all: also the report of a night
    /// whose run was killed, or could not write, after it was done.
    /// </summary>
    /// <param name="folder">Made when it is not there. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.</param>
    public async Task WriteMissingAsync(string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        foreach (var page in (await ledger.ListAsync(NightPlan.MostMissed + 1, cancellation)).Where(p => p.Night.State == NightState.Done))
        {
            var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"night-{page.Night.BusinessDate:yyyy-MM-dd}"));
            await WriteAsync($"{name}.txt", () => NightReportText.Of(page), cancellation);
            await WriteAsync($"{name}.json", () => NightReportJson.Of(page), cancellation);
        }
    }

    private static async Task WriteAsync(string path, Func<string> text, CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            return;
        }

        var unfinished = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        try
        {
            await File.WriteAllTextAsync(unfinished, text(), cancellation);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
