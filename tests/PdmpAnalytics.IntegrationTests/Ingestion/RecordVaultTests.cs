using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Ingestion;

public sealed class RecordVaultTests : IDisposable
{
    private static readonly byte[] Record = "rx_number\n700101\n"u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("pdmp-vault-").FullName;

    private string KeyFile => Path.Combine(_folder, "state", "intake.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SealedRecord_OpensAgain_AlsoInAnotherProcess()
    {
        var box = Vault().Seal(Record, 7, 12);

        Assert.Equal(Record, Vault().Open(box, 7, 12).Value);
        Assert.Equal(-1, box.AsSpan().IndexOf("700101"u8));
    }

    [Fact]
    public void SameRecordTwice_LooksDifferent() => Assert.NotEqual(Vault().Seal(Record, 7, 12), Vault().Seal(Record, 7, 12));

    [Theory]
    [InlineData(7, 13)]
    [InlineData(8, 12)]
    public void SealedRecord_DoesNotOpenInAnotherPlace(int submission, int line)
    {
        var box = Vault().Seal(Record, 7, 12);

        Assert.Contains("sent again", Vault().Open(box, submission, line).Refusal!.Message);
    }

    [Fact]
    public void AnyChangedOrMissingByte_IsRefused()
    {
        var vault = Vault();
        var box = vault.Seal(Record, 7, 12);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.NotNull(vault.Open(changed, 7, 12).Refusal);
            Assert.NotNull(vault.Open(box.AsSpan(0, i), 7, 12).Refusal);
        }
    }

    [Fact]
    public void OtherKey_IsRefusedWithTheFilesName()
    {
        var box = Vault().Seal(Record, 7, 12);
        File.WriteAllText(KeyFile, Convert.ToBase64String(new byte[32]));

        Assert.Contains(KeyFile, Vault().Open(box, 7, 12).Refusal!.Message);
    }

    [Fact]
    public void MissingKey_OpensNothingAndIsNotMade()
    {
        var box = Vault().Seal(Record, 7, 12);
        File.Delete(KeyFile);

        Assert.NotNull(Vault().Open(box, 7, 12).Refusal);
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all")]
    [InlineData("c2hvcnQ=")]
    public void FileThatIsNoKey_IsNeitherUsedNorOverwritten(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, content);

        Assert.Contains(KeyFile, Assert.Throws<RecordVaultException>(() => Vault().Seal(Record, 7, 12)).Message);
        Assert.NotNull(Vault().Open(Record, 7, 12).Refusal);
        Assert.Equal(content, File.ReadAllText(KeyFile));
    }

    [Fact]
    public void PlaceThatCannotBeWritten_IsAClearError()
    {
        File.WriteAllText(Path.Combine(_folder, "state"), "a file where the folder should be");

        Assert.Contains("PDMP_KEY_FILE", Assert.Throws<RecordVaultException>(() => Vault().Seal(Record, 7, 12)).Message);
    }

    [Fact]
    public void KeyFile_IsForItsOwnerOnly_AndLeavesNothingBeside()
    {
        Vault().Seal(Record, 7, 12);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }

        Assert.Equal([KeyFile], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
    }

    [Fact]
    public async Task ManyAtOnce_EndWithOneKey()
    {
        for (var round = 0; round < 20; round++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
            File.Delete(KeyFile);
            var boxes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Vault().Seal(Record, 7, 12))));

            Assert.All(boxes, box => Assert.Equal(Record, Vault().Open(box, 7, 12).Value));
        }
    }

    [Fact]
    public void RotatedKey_SealsFromNowOn_AndTheFormerOpensWhatItSealed()
    {
        var before = Vault().Seal(Record, 7, 12);
        var former = File.ReadAllText(KeyFile);
        var vault = Vault();
        vault.Rotate();
        var after = vault.Seal(Record, 7, 12);

        Assert.Equal(Record, Vault().Open(before, 7, 12).Value);
        Assert.Equal(Record, Vault().Open(after, 7, 12).Value);
        Assert.EndsWith("\n" + former, File.ReadAllText(KeyFile), StringComparison.Ordinal);
        File.WriteAllText(KeyFile, former);
        Assert.NotNull(Vault().Open(after, 7, 12).Refusal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task RotationsAtOnce_LoseNoKeyThatSealed()
    {
        Vault().Seal(Record, 7, 12);
        var boxes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            var vault = Vault();
            try
            {
                vault.Rotate();
            }
            catch (RecordVaultException)
            {
                // Another was faster; this one goes on with the key it has.
            }

            return vault.Seal(Record, 7, 12);
        })));

        Assert.All(boxes, box => Assert.Equal(Record, Vault().Open(box, 7, 12).Value));
    }

    [Theory]
    [InlineData("keys/mine", "Data Source=pdmp.db", "keys/mine")]
    [InlineData(null, "Data Source=data/pdmp.db", "data/pdmp.db.key")]
    [InlineData(null, "Data Source=:memory:", null)]
    [InlineData(null, "Host=db;Database=pdmp", null)]
    public void Path_IsConfigured_BesideTheDatabase_OrTheUsersState(string? configured, string database, string? expected)
    {
        var path = RecordVaultKey.PathFor(configured, StorageOptions.Parse(database));

        Assert.True(expected is null ? path.EndsWith(Path.Combine("pdmp", "intake.key"), StringComparison.Ordinal) : path == expected, path);
    }

    /// <summary>A vault as another process would open it.</summary>
    private RecordVault Vault() => new(new RecordVaultKey(KeyFile));
}
