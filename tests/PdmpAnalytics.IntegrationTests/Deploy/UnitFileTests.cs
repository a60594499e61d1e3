using System.Diagnostics;
using System.Text.RegularExpressions;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>The units of deploy/systemd as systemd itself reads them.</summary>
public partial class UnitFileTests
{
    [OnSystemd]
    public async Task Units_AreFoundGoodBySystemd()
    {
        var folder = Directory.CreateTempSubdirectory("pdmp-units-");
        try
        {
            foreach (var unit in Directory.EnumerateFiles(RepositoryFiles.Path("deploy", "systemd"), "*.*").Where(f => !f.EndsWith(".env", StringComparison.Ordinal)))
            {
                // The programs are not installed where the tests run, and systemd looks for them.
                await File.WriteAllTextAsync(
                    Path.Combine(folder.FullName, Path.GetFileName(unit).Replace("@.", "@1.", StringComparison.Ordinal)),
                    Program().Replace(await File.ReadAllTextAsync(unit), "ExecStart=/bin/true"));
            }

            var units = folder.GetFiles();
            Assert.True(units.Length >= 8);
            using var process = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", .. units.Select(f => f.FullName)]) { RedirectStandardError = true })!;
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.DoesNotContain("pdmp-", said, StringComparison.Ordinal);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("^ExecStart=/opt/\\S+", RegexOptions.Multiline)]
    private static partial Regex Program();

    private sealed class OnSystemdAttribute : FactAttribute
    {
        public OnSystemdAttribute() => Skip = File.Exists("/usr/bin/systemd-analyze") ? null : "No systemd-analyze: the units are not verified here.";
    }
}
