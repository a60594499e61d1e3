using System.Text;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Cli;

/// <summary>ASAP files of every sort of damage through the built program: 0, 10 or 2, never a bug.</summary>
public sealed class ImportAsapTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-import-asap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, int, string> Damage()
    {
        var sound = AsapText.File(AsapText.WholeRecord);
        return new TheoryData<string, int, string>
        {
            { sound, 0, "1 loaded" },
            { sound[..^40], 10, "E004" },
            { sound.Replace("IS*", "XX*", StringComparison.Ordinal), 10, "E010" },
            { sound.Replace("700101", new string('7', 1_200_000), StringComparison.Ordinal), 10, "E909" },
            { sound.Replace("ALICE", "AL\0CE", StringComparison.Ordinal), 10, "E910" },
            { "TH*4.2B*", 10, "E004" },
        };
    }

    [Theory, MemberData(nameof(Damage))]
    public async Task File_EndsWithACodeThatHelps(string file, int exitCode, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "file.asap"), file, new UTF8Encoding(false));

        var run = await Pdmp.RunAsync("Data Source=pdmp.db", _folder, "import", "file.asap");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_IsAMistakeOfUse() =>
        Assert.Equal(2, (await Pdmp.RunAsync("Data Source=pdmp.db", _folder, "import", _folder)).ExitCode);

    [Fact]
    public async Task GeneratedFile_FromStandardInput_IsLoaded()
    {
        var made = await Pdmp.RunAsync("Data Source=pdmp.db", _folder, "generate", "--patients", "40", "--days", "365", "--format", "asap", "--asap", "4.2B", "--out", "made");
        Assert.Equal(0, made.ExitCode);
        Assert.Contains("prescriber_address (PRE11): left out", made.Error, StringComparison.Ordinal);
        await using var file = File.OpenRead(Path.Combine(_folder, "made", "dispensations.asap"));

        var run = await Pdmp.RunAsync("Data Source=pdmp.db", _folder, file, ["import", "-"]);

        Assert.Equal(0, run.ExitCode);
    }
}
