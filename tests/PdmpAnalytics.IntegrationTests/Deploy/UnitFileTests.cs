using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>The units of deploy/systemd as systemd itself reads them, and what they name.</summary>
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
            Assert.True(units.Length >= 9);
            var (code, said) = await AnalyzeAsync(["verify", .. units.Select(f => f.FullName)]);

            Assert.DoesNotContain("pdmp-", said, StringComparison.Ordinal);
            Assert.Equal(0, code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A year of firings, clock changes included, each against the night that is due by pdmp.env: one each, none left out.</summary>
    [OnSystemd]
    public async Task TimerOfNights_FindsEveryNightDueOnce()
    {
        var (at, zone) = (Settings()["PDMP_Nightly__At"], Settings()["PDMP_Nightly__TimeZone"]);
        var schedule = new NightSchedule(TimeOnly.Parse(at, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var timer = Assert.Single(UnitText.Of("pdmp-night.timer")["OnCalendar"]);
        Assert.EndsWith(" " + zone, timer, StringComparison.Ordinal);

        var (code, said) = await AnalyzeAsync(["calendar", timer, "--base-time=2026-01-01 12:00:00 UTC", "--iterations=365"]);
        Assert.Equal(0, code);
        var nights = Firing().Matches(said)
            .Select(m => schedule.Due(DateTimeOffset.ParseExact(m.Groups[1].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))).ToList();

        Assert.Equal(Enumerable.Range(0, 365).Select(new DateOnly(2026, 1, 1).AddDays), nights);
    }

    [Fact]
    public void WhatUnitsName_IsThere()
    {
        var units = UnitText.All();
        var names = units.Select(u => u.Name).ToHashSet();
        foreach (var unit in units)
        {
            foreach (var program in unit["ExecStart"].Select(e => e.Split(' ')[0]))
            {
                // As the runbook publishes and copies them.
                Assert.True(
                    program is "/opt/pdmp/cli/pdmp" or "/opt/pdmp/web/pdmp-web"
                    || (program.StartsWith("/opt/pdmp/deploy/", StringComparison.Ordinal) && File.Exists(RepositoryFiles.Path(program["/opt/pdmp/".Length..].Split('/')))),
                    $"{unit.Name}: {program}");
            }

            Assert.All(unit["OnFailure"], u => Assert.Contains(u.Replace("%n.service", ".service", StringComparison.Ordinal), names));
            Assert.True(!unit.Name.EndsWith(".timer", StringComparison.Ordinal) || names.Contains(Path.ChangeExtension(unit.Name, ".service")), unit.Name);
        }
    }

    /// <summary>A night or backup that failed for good is told; a night is tried again so often that it can fail for good, and not for wrong settings.</summary>
    [Fact]
    public void UnitsThatFail_SaySo()
    {
        Assert.Equal(["pdmp-alarm@%n.service"], UnitText.Of("pdmp-backup.service")["OnFailure"]);
        var night = UnitText.Of("pdmp-night.service");
        Assert.Equal(["pdmp-alarm@%n.service"], night["OnFailure"]);
        Assert.Equal(["2 12"], night["RestartPreventExitStatus"]);
        var tries = int.Parse(Assert.Single(night["StartLimitBurst"]), CultureInfo.InvariantCulture);
        var pause = int.Parse(Assert.Single(night["RestartSec"]), CultureInfo.InvariantCulture);
        var interval = TimeSpan.FromHours(int.Parse(Assert.Single(night["StartLimitIntervalSec"]).TrimEnd('h'), CultureInfo.InvariantCulture));
        Assert.True(tries * TimeSpan.FromSeconds(pause) < interval, "The limit of starts is never reached.");
        Assert.True(interval < TimeSpan.FromHours(23), "The next night finds the limit reached.");
    }

    /// <summary>Those that are commented out too: whoever takes the sign away must not find that the setting is none.</summary>
    [Fact]
    public void SettingsOfNights_AreSettings()
    {
        var nights = Settings().Where(s => s.Key.StartsWith("PDMP_Nightly__", StringComparison.Ordinal)).ToDictionary(s => s.Key["PDMP_Nightly__".Length..], s => (string?)s.Value);

        Assert.Equal(5, nights.Count);
        var read = NightlyOptions.Read(nights);
        Assert.True(read.Succeeded, read.Refusal?.Message);
        Assert.False(read.Value.Begin);
    }

    private static Dictionary<string, string> Settings() => File.ReadAllLines(RepositoryFiles.Path("deploy", "systemd", "pdmp.env"))
        .Select(l => l.TrimStart('#', ' ')).Where(l => Setting().IsMatch(l)).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    private static async Task<(int Code, string Said)> AnalyzeAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    [GeneratedRegex("^ExecStart=/opt/\\S+", RegexOptions.Multiline)]
    private static partial Regex Program();

    [GeneratedRegex(@"(?:Next elapse|Iter\. #\d+): \w+ (\S+ \S+) UTC")]
    private static partial Regex Firing();

    [GeneratedRegex("^PDMP_[A-Za-z_]+=")]
    private static partial Regex Setting();

    private sealed class OnSystemdAttribute : FactAttribute
    {
        public OnSystemdAttribute() => Skip = File.Exists("/usr/bin/systemd-analyze") ? null : "No systemd-analyze: the units are not verified here.";
    }
}
