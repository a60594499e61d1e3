using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PdmpAnalytics.TestKit;
using Xunit;
using static PdmpAnalytics.IntegrationTests.Deploy.Deployed;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>
/// The commands of deploy/README.md's "Setting up" without containers, on a server that asks for passwords: then a night and a backup
/// with nothing but what they left. What changes the machine (users, owners, services) is noted in place of being done.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")] // of who may read files
public sealed partial class SetupTests : IDisposable
{
    private readonly DirectoryInfo _machine = Directory.CreateTempSubdirectory("pdmp-machine-");

    [OnDebian]
    public async Task DocumentedCommands_BringUpNightsAndBackups()
    {
        await using var server = await FreshServer.StartAsync(passwords: true);
        var setup = await Script.RunAsync(["bash", "-c", Preamble(server) + OnTheMachine(await SetupAsync(), server)], Ours());
        Assert.True(setup.ExitCode == 0, setup.Error);

        var settings = Settings(server);
        await PdmpAsync(settings, "nightly", "--due", "--reports", At("/var/log/pdmp"));
        await PdmpAsync(settings, "watch");
        Assert.Equal(2, Directory.GetFiles(At("/var/log/pdmp")).Length);

        var backup = await Script.RunAsync([At("/opt/pdmp/deploy/postgres/backup.sh"), At("/var/backups/pdmp")], BackupVariables(server));
        Assert.True(backup.ExitCode == 0, backup.Error);

        // Who runs the web host has neither the owner's password nor that of the backups.
        var pass = Assert.Single(await File.ReadAllLinesAsync(At("/etc/pdmp/pgpass")));
        Assert.StartsWith("127.0.0.1:*:*:pdmp_app:", pass, StringComparison.Ordinal);
        Assert.Equal(
            PostgresErrorCodes.InvalidPassword,
            (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(server.Database("pdmp", App) + ";Password=guess", "SELECT 1"))).SqlState);
        var done = await File.ReadAllTextAsync(At("/done"));
        foreach (var file in new[] { "pgpass", "backup.pgpass", "owner.pgpass", "secrets" })
        {
            var mode = File.GetUnixFileMode(At("/etc/pdmp/" + file));
            Assert.Equal(UnixFileMode.None, mode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }

        Assert.Contains("chown pdmp " + At("/etc/pdmp/pgpass"), done, StringComparison.Ordinal);
        Assert.Contains("useradd --system --home-dir " + At("/var/backups/pdmp"), done, StringComparison.Ordinal);
        Assert.All(Started().Matches(done), m => Assert.True(File.Exists(At("/etc/systemd/system/" + UnitFile(m.Value))), m.Value));
        Assert.Equal(4, Started().Count(done));
    }

    /// <summary>Any password that a person chooses arrives at the server, in libpq's pass file and in Npgsql's reading of it.</summary>
    [OnDebian]
    public async Task OddPasswords_ArriveEverywhere()
    {
        await using var server = await FreshServer.StartAsync(passwords: true);
        Dictionary<string, string> super = new() { ["PGHOST"] = server.Folder, ["PGPORT"] = Text(server.Port), ["PGUSER"] = "postgres", ["PGDATABASE"] = "postgres" };
        foreach (var role in new[] { Owner, App, Backup })
        {
            await File.WriteAllTextAsync(At($"/{role}"), $"""a:b\c'd"e $HOME \:{role}%""");
        }

        var set = await Script.RunAsync(
            ["bash", "-c", $"set -e; psql -q -f deploy/postgres/roles.sql; deploy/postgres/passwords.sh {At("/")} | psql -q -v ON_ERROR_STOP=1; umask 077; deploy/postgres/passfile.sh {At("/")} {App} >{At("/pass")}"],
            super);
        Assert.True(set.ExitCode == 0, set.Error);

        await ExecuteAsync(server.Database("postgres", App) + $";Passfile={At("/pass")}", "SELECT 1");
        var libpq = await Script.RunAsync(
            ["psql", "-w", "-c", "SELECT 1"], new Dictionary<string, string>(super) { ["PGHOST"] = "127.0.0.1", ["PGUSER"] = App, ["PGPASSFILE"] = At("/pass") });
        Assert.True(libpq.ExitCode == 0, libpq.Error);
    }

    public void Dispose() => _machine.Delete(recursive: true);

    private static async Task<string> SetupAsync() =>
        Block().Match(await File.ReadAllTextAsync(RepositoryFiles.Path("deploy", "README.md"))).Groups[1].Value;

    /// <summary>Stands in for what needs the machine: programs that are built already, users, owners, services, root's way to the server.</summary>
    private string Preamble(FreshServer server) => $$"""
        mkdir -p '{{At("/usr/local/bin")}}' '{{At("/etc/systemd/system")}}'
        export PATH='{{At("/usr/local/bin")}}':$PATH
        dotnet() {
          local folder=${!#} name=pdmp
          [[ $2 == *.Web ]] && name=pdmp-web
          [ -d "$2" ] || return 1
          mkdir -p "$folder"
          printf '#!/usr/bin/env bash\nexec dotnet exec "%s" "$@"\n' '{{AppContext.BaseDirectory}}'"$name.dll" >"$folder/$name"
          chmod +x "$folder/$name"
        }
        note() { echo "$*" >>'{{At("/done")}}'; }
        useradd() { note useradd "$@"; }
        chown() { note chown "$@"; }
        systemctl() { note systemctl "$@"; }
        runuser() { shift 3; PGHOST='{{server.Folder}}' PGPORT={{Text(server.Port)}} PGUSER=postgres "$@"; }
        install() {
          local kept=()
          while [ $# -gt 0 ]; do if [ "$1" = -o ]; then shift 2; else kept+=("$1"); shift; fi; done
          command install "${kept[@]}"
        }

        """;

    private string OnTheMachine(string text, FreshServer server) =>
        Folders().Replace(text, m => At(m.Value)).Replace("Host=127.0.0.1;", $"Host=127.0.0.1;Port={Text(server.Port)};", StringComparison.Ordinal);

    private Dictionary<string, string> Settings(FreshServer server) => File.ReadAllLines(At("/etc/pdmp/pdmp.env"))
        .Where(line => !line.StartsWith('#')).Select(line => OnTheMachine(line, server).Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    /// <summary>What the unit sets, and the port of this server.</summary>
    private Dictionary<string, string> BackupVariables(FreshServer server) => UnitText.Of("pdmp-backup.service").Environment
        .ToDictionary(v => v.Key, v => OnTheMachine(v.Value, server)).Append(new("PGPORT", Text(server.Port))).ToDictionary();

    private async Task PdmpAsync(Dictionary<string, string> settings, params string[] arguments)
    {
        var run = await Script.RunAsync([At("/usr/local/bin/pdmp"), .. arguments], settings);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>For commands that would keep something in the home folder.</summary>
    private Dictionary<string, string> Ours() => new() { ["PDMP_KEY_FILE"] = At("/intake.key") };

    private string At(string path) => _machine.FullName + path;

    private static string UnitFile(string unit)
    {
        var name = Regex.Replace(unit, "@.*", "@");
        return name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("```sh\n(set -eu\n.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<![\w.])/(opt/pdmp|etc/pdmp|etc/systemd|var|usr/local)\b")]
    private static partial Regex Folders();

    [GeneratedRegex(@"(?<=systemctl .*)pdmp-\S+")]
    private static partial Regex Started();

    private sealed class OnDebianAttribute : FactAttribute
    {
        public OnDebianAttribute() => Skip = Directory.Exists("/usr/lib/postgresql") ? null : "No PostgreSQL as on Debian: no server is set up here.";
    }
}
