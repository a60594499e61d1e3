using System.Text;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

/// <summary>Whatever a file holds and however it arrives, reading it never ends in an unhandled exception.</summary>
public class ReaderTortureTests
{
    public static TheoryData<string> Samples() => [.. Files()];

    public static TheoryData<string> PlainSamples() =>
        [.. Files().Where(f => f.EndsWith(".csv", StringComparison.Ordinal) && f != "windows-line-ends.csv")];

    [Theory, MemberData(nameof(Samples))]
    public void EverySmallBuffer_ReadsTheSame(string sample)
    {
        var file = Bytes(sample);
        var whole = CheckedFile.Read(file);
        for (var size = 256; size <= 1024; size += 37)
        {
            var read = CheckedFile.Read(file, size);

            Assert.Equal(whole.FileFault, read.FileFault);
            // How many records come before the fault of a whole file is up to the buffer; none of them is loaded.
            if (whole.FileFault is null)
            {
                Assert.Equal(whole.Faults, read.Faults);
                Assert.Equal((whole.Records, whole.Accepted), (read.Records, read.Accepted));
            }
        }
    }

    [Theory, MemberData(nameof(PlainSamples))]
    public void OtherLineEnding_ReadsTheSame(string sample)
    {
        var text = Encoding.Latin1.GetString(Bytes(sample));
        var whole = CheckedFile.Read(Bytes(sample));

        var read = CheckedFile.Read(Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.Equal((whole.FileFault, whole.Records, whole.Accepted), (read.FileFault, read.Records, read.Accepted));
    }

    [Theory, MemberData(nameof(Samples))]
    public void CutAtEveryByte_NeverMoreThanAFault(string sample)
    {
        var file = Bytes(sample);
        var whole = CheckedFile.Read(file);
        for (var length = 0; length < file.Length; length++)
        {
            var cut = CheckedFile.Read(file[..length], 256);

            Assert.True(cut.FileFault is not null || cut.Accepted <= whole.Records);
        }
    }

    [Fact]
    public void RandomBytesChanged_NeverMoreThanAFault()
    {
        var file = Bytes("sound.csv");
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var changed = (byte[])file.Clone();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(CheckedFile.Read(changed, 256).Accepted, 0, 2);
        }
    }

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(RepositoryFiles.Path("data-samples", "small"), "*.csv*").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private static byte[] Bytes(string sample) => File.ReadAllBytes(RepositoryFiles.Path("data-samples", "small", sample));
}
