using System.Text.RegularExpressions;
using PdmpAnalytics.IntegrationTests.Cli;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Deploy;

/// <summary>
/// compose.yml and Dockerfile by what they name: files, projects, programs, commands, settings, services. No container is built or
/// started here; the script that hands passwords out is run.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")] // of what files may be executed
public sealed partial class ContainerFileTests
{
    private static readonly string Compose = Read("compose.yml");
    private static readonly string Docker = Read("Dockerfile");

    [Fact]
    public void FilesOfCompose_AreThere()
    {
        var scripts = Mounted().Matches(Compose).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(scripts.Count >= 4);
        Assert.All(scripts, script => Assert.True(File.Exists(RepositoryFiles.Path("deploy", "postgres", script)), script));
        Assert.All(
            scripts.Where(s => s.EndsWith(".sh", StringComparison.Ordinal)),
            script => Assert.True(File.GetUnixFileMode(RepositoryFiles.Path("deploy", "postgres", script)).HasFlag(UnixFileMode.OtherExecute), script));
        Assert.True(Directory.Exists(RepositoryFiles.Path("deploy", "postgres")));

        // What the operator makes: the runbook says how, git and the image are kept from it.
        var made = Beside().Matches(Compose).Select(m => m.Groups[1].Value).Where(f => f != "postgres").Distinct().ToList();
        Assert.Equal(["backups", "secrets", "spool"], made.Order(StringComparer.Ordinal));
        Assert.All(made, folder => Assert.Contains($"deploy/{folder}", Read("README.md"), StringComparison.Ordinal));
        Assert.All(made, folder => Assert.Contains($"deploy/{folder}\n", Read("Dockerfile.dockerignore"), StringComparison.Ordinal));
        Assert.All(made, folder => Assert.Contains($"deploy/{folder}/\n", File.ReadAllText(RepositoryFiles.Path(".gitignore")), StringComparison.Ordinal));
    }

    [Fact]
    public void ServicesSecretsAndVolumes_AreDefined()
    {
        var services = Services().Keys.ToHashSet();
        Assert.Superset(new HashSet<string> { "database", "roles", "prepare", "rights", "web", "worker", "watch", "backup" }, services);
        Assert.All(Awaited().Matches(Compose), m => Assert.Contains(m.Groups[1].Value, services));
        var anchors = Anchor().Matches(Compose).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.All(Alias().Matches(Compose), m => Assert.Contains(m.Groups[1].Value, anchors));
        var secrets = Secret().Matches(Compose).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.All(Used().Matches(Compose).SelectMany(m => m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)), name => Assert.Contains(name, secrets));
        Assert.All(secrets, name => Assert.Contains(name, Read("README.md"), StringComparison.Ordinal));
    }

    /// <summary>Each setting of compose is one that the programs read.</summary>
    [Fact]
    public void Settings_AreRead()
    {
        var sources = Directory.EnumerateFiles(RepositoryFiles.Path("src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var names = Setting().Matches(Compose + Docker).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(names.Count >= 8, string.Join(' ', names));
        foreach (var name in names)
        {
            if (name.StartsWith("Nightly__", StringComparison.Ordinal))
            {
                var refused = NightlyOptions.Read(new Dictionary<string, string?> { [name["Nightly__".Length..]] = "" }).Refusal;
                Assert.DoesNotContain("is not a setting", refused!.Message, StringComparison.Ordinal);
            }
            else
            {
                var word = name.Split("__")[^1];
                Assert.True(sources.Exists(s => Regex.IsMatch(s, $@"(\b|_){word}\b")), name);
            }
        }
    }

    [Fact]
    public async Task Commands_AreThere()
    {
        var help = (await Pdmp.RunAsync("Data Source=none.db", Path.GetTempPath(), "--help")).Output;
        var commands = Command().Matches(Compose).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Superset(new HashSet<string> { "migrate", "worker", "watch" }, commands.ToHashSet());
        Assert.All(commands, command => Assert.Matches($@"(?m)^\s+{command}\b", help));
        Assert.Contains("pdmp-web provision", Compose, StringComparison.Ordinal);
        foreach (var (service, text) in Services())
        {
            if (Shell().Match(text) is { Success: true } shell)
            {
                var run = await Script.RunAsync(["bash", "-n", "-c", Unescaped(shell)], new Dictionary<string, string>());
                Assert.True(run.ExitCode == 0, service + ": " + run.Error);
            }
        }
    }

    /// <summary>Who has the web host has the volume that it shares with the others: the owner's password is not in it.</summary>
    [Fact]
    public async Task SharedVolume_GetsThePasswordOfTheRunningRoleOnly()
    {
        var folder = Directory.CreateTempSubdirectory("pdmp-compose-");
        try
        {
            foreach (var role in new[] { "pdmp_owner", "pdmp_app" })
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, role), $@"of:{role}\");
            }

            folder.CreateSubdirectory("volume");
            folder.CreateSubdirectory("memory");
            var script = Unescaped(Shell().Match(Services()["prepare"]))
                .Replace(">/tmp/", ">" + Path.Combine(folder.FullName, "memory") + "/", StringComparison.Ordinal)
                .Replace("/opt/pdmp/postgres/", RepositoryFiles.Path("deploy", "postgres") + "/", StringComparison.Ordinal)
                .Replace("/run/secrets", folder.FullName, StringComparison.Ordinal)
                .Replace("/var/lib/pdmp/", Path.Combine(folder.FullName, "volume") + "/", StringComparison.Ordinal);

            var run = await Script.RunAsync(["bash", "-c", "pdmp() { :; }; pdmp-web() { :; }\n" + script], new Dictionary<string, string>());

            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(@"database:*:*:pdmp_app:of\:pdmp_app\\", (await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(folder.FullName, "volume"))))).TrimEnd());
            Assert.Equal(@"database:*:*:pdmp_owner:of\:pdmp_owner\\", (await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(folder.FullName, "memory"))))).TrimEnd());
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var owners = Services().Where(s => Used().Matches(s.Value).Any(m => m.Groups[1].Value.Contains("pdmp_owner", StringComparison.Ordinal))).Select(s => s.Key);
        Assert.Equal(["roles", "prepare"], owners);
        Assert.Contains("Passfile=/tmp/pgpass", Services()["prepare"], StringComparison.Ordinal);
    }

    [Fact]
    public void Dockerfile_NamesWhatIsThere()
    {
        var published = Published().Matches(Docker).ToDictionary(m => m.Groups[3].Value, m => (Project: m.Groups[1].Value, Options: m.Groups[2].Value));
        Assert.Equal(["/out/cli", "/out/web"], published.Keys.Order(StringComparer.Ordinal));
        foreach (var (project, options) in published.Values)
        {
            var file = File.ReadAllText(RepositoryFiles.Path(project, project.Split('/')[^1] + ".csproj"));
            Assert.All(Property().Matches(options), m => Assert.Contains($"'$({m.Groups[1].Value})' == 'true'", file, StringComparison.Ordinal));
        }

        var copied = Copied().Matches(Docker).ToDictionary(m => m.Groups[2].Value, m => m.Groups[1].Value);
        Assert.Equal(published.Keys.Order(StringComparer.Ordinal), copied.Values.Order(StringComparer.Ordinal));
        foreach (Match link in Linked().Matches(Docker))
        {
            var project = published[copied[link.Groups[1].Value]].Project;
            Assert.Contains($"<AssemblyName>{link.Groups[2].Value}</AssemblyName>", File.ReadAllText(RepositoryFiles.Path(project, project.Split('/')[^1] + ".csproj")), StringComparison.Ordinal);
        }

        Assert.Equal(2, Linked().Count(Docker));
    }

    /// <summary>Each service's lines, by its name.</summary>
    private static Dictionary<string, string> Services()
    {
        var all = Compose[Compose.IndexOf("\nservices:", StringComparison.Ordinal)..Compose.IndexOf("\nvolumes:", StringComparison.Ordinal)];
        return Service().Split(all).Skip(1).Chunk(2).ToDictionary(p => p[0], p => p[1]);
    }

    private static string Unescaped(Match shell) => shell.Groups[1].Value.Replace("$$", "$", StringComparison.Ordinal);

    private static string Read(string name) => File.ReadAllText(RepositoryFiles.Path("deploy", name));

    [GeneratedRegex(@"/opt/pdmp/postgres/([\w.-]+\.\w+)")]
    private static partial Regex Mounted();

    [GeneratedRegex(@"(?<![\w.])\./(\w+)")]
    private static partial Regex Beside();

    [GeneratedRegex(@"(?m)^  (\w+):$\n")]
    private static partial Regex Service();

    [GeneratedRegex(@"(?m)^\s+(\w+): \{condition:")]
    private static partial Regex Awaited();

    [GeneratedRegex(@"\*(\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alias();

    [GeneratedRegex(@": &(\w+)$", RegexOptions.Multiline)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"(?m)^  (\w+): \{file: \./secrets/\1\}$")]
    private static partial Regex Secret();

    [GeneratedRegex(@"secrets: \[([^\]]+)\]")]
    private static partial Regex Used();

    [GeneratedRegex(@"\bPDMP_(DATABASE|KEY_FILE|KeyFolder|\w+__\w+)\b(?=:|=)")]
    private static partial Regex Setting();

    [GeneratedRegex("(?m)(?:^\\s+|do |\\[\")pdmp(?:\", \"| )(\\w+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"- -c\n\s+- \|\n((?: {8}.*\n)+)")]
    private static partial Regex Shell();

    [GeneratedRegex(@"dotnet publish (\S+) -c Release (?=.*-o)(.*?-o (\S+)[^\n]*)")]
    private static partial Regex Published();

    [GeneratedRegex(@"-p:(\w+)=true")]
    private static partial Regex Property();

    [GeneratedRegex(@"COPY --from=build (\S+) (\S+)")]
    private static partial Regex Copied();

    [GeneratedRegex(@"ln -s (\S+)/([\w-]+) /usr/local/bin/\2")]
    private static partial Regex Linked();
}
