using System.IO.Compression;
using System.Text;
using FsCheck.Fluent;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;
using static PdmpAnalytics.TestKit.Ingestion.AsapText;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

/// <summary>Whatever a file holds and however it arrives, reading it ends, in little memory and without an exception.</summary>
public class AsapTortureTests
{
    public static TheoryData<string> Samples() => [.. Files()];

    [Theory, MemberData(nameof(Samples))]
    public void EverySmallBuffer_ReadsTheSame(string sample)
    {
        var file = Bytes(sample);
        var whole = ReadRecords.Of(file);
        for (var size = 1; size <= 200; size++)
        {
            var read = ReadRecords.Of(file, bufferSize: size);

            Assert.Equal(whole.Fault, read.Fault);
            Assert.Equal(whole.Notes, read.Notes);
            Assert.Equal(whole.Records.Select(r => (r.Line, r.Malformed)), read.Records.Select(r => (r.Line, r.Malformed)));
            Assert.Equal(whole.Records.Select(r => r.Values), read.Records.Select(r => r.Values));
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void OtherLineEndings_ReadTheSame(string sample)
    {
        var text = Encoding.Latin1.GetString(Bytes(sample));
        var whole = ReadRecords.Of(Bytes(sample));
        foreach (var lineEnd in (string[])["\r\n", "\r", ""])
        {
            var read = ReadRecords.Of(Encoding.Latin1.GetBytes(text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal)));

            Assert.Equal(whole.Fault, read.Fault);
            Assert.Equal(whole.Records.Select(r => r.Values), read.Records.Select(r => r.Values));
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void CutAtEveryByte_IsRefusedUnlessNothingIsMissing(string sample)
    {
        var file = Bytes(sample);
        var whole = ReadRecords.Of(file);
        if (whole.Fault is not null)
        {
            return;
        }

        for (var length = 1; length < file.Length; length++)
        {
            var cut = ReadRecords.Of(file[..length]);

            // A file of several transactions is whole behind each of them.
            Assert.True(
                cut.Fault is not null || cut.Records.Count == whole.Records.Count || cut.Transactions.Count < whole.Transactions.Count,
                $"{sample} cut at {length}");
        }
    }

    [Fact]
    public void BytesChanged_NeverMoreThanAFault()
    {
        var samples = Files().Select(Bytes).ToArray();
        var changed =
            from file in Gen.Elements(samples)
            from places in Gen.Choose(0, file.Length - 1).Zip(Gen.Choose(0, 255)).NonEmptyListOf()
            select places.Aggregate((byte[])file.Clone(), (bytes, place) =>
            {
                bytes[place.Item1] = (byte)place.Item2;
                return bytes;
            });
        Fuzz.Check(changed, file => Assert.InRange(CheckedFile.Read(file, 256).Accepted, 0, 100));
    }

    [Fact]
    public void BytesTakenOutAndPutIn_NeverMoreThanAFault()
    {
        var samples = Files().Select(Bytes).ToArray();
        var changed =
            from file in Gen.Elements(samples)
            from start in Gen.Choose(0, file.Length - 1)
            from length in Gen.Choose(0, Math.Min(40, file.Length - start))
            from piece in Gen.Elements("", "~", "~~", "*", "***", "\0", "\r\n", "TH*", "TT*A1*1~", "DSP*00*", "PRE~", "PAT~", "\\", "IS*1~", "\u00e9", "\uFEFF")
            select (byte[])[.. file[..start], .. Encoding.UTF8.GetBytes(piece), .. file[(start + length)..]];
        Fuzz.Check(changed, file => Assert.InRange(CheckedFile.Read(file, 256).Accepted, 0, 100));
    }

    [Fact]
    public void AnyCounts_CostNoRecord()
    {
        var counts = Gen.Elements("", "0", "5", "-5", "05", "99999999999999999999", "x", "8", "008");
        Fuzz.Check(counts.Two(), pair =>
        {
            var file = ReadRecords.Of(File(WholeRecord).Replace("TP*5", "TP*" + pair.Item1, StringComparison.Ordinal).Replace("TT*A1*8", "TT*A1*" + pair.Item2, StringComparison.Ordinal));

            Assert.Null(file.Fault);
            Assert.Equal(pair.Item1 is "5" or "05" ? 0 : 1, file.NoteCounts.GetValueOrDefault("E007"));
            Assert.Equal(pair.Item2 is "8" or "008" ? 0 : 1, file.NoteCounts.GetValueOrDefault("E006"));
            Assert.Single(file.Records);
        });
    }

    [Fact]
    public void MegabyteLongElement_IsReadOrRefused()
    {
        Assert.Equal(900_000, ReadRecords.Of(File([Pha, Pat, Dsp, Pre + new string('X', 900_000)])).Records[0]["prescriber_first_name"].Length - "JORDAN".Length);
        Assert.Equal("E909 6", ReadRecords.Of(File([Pha, Pat, Dsp, Pre + new string('X', 1_100_000)])).Fault);
        Assert.Equal("E909 6", ReadRecords.Of(File([Pha, Pat, Dsp, Pre + new string('*', 5_000_000)])).Fault);
        Assert.Equal("E003 1 TH09", ReadRecords.Of("TH*4.2B*" + new string('1', 5_000_000)).Fault);
    }

    [Fact]
    public void MegabyteLongElementInEveryField_IsCheckedInLittleMemory()
    {
        for (var element = 1; element <= 25; element++)
        {
            var dsp = "DSP" + new string('*', element) + new string('9', 900_000);

            Assert.Equal(1, CheckedFile.Read(Encoding.ASCII.GetBytes(File([Pha, Pat, dsp, Pre]))).Records);
        }
    }

    [Fact]
    public void NulInARecord_RejectsIt()
    {
        var file = CheckedFile.Read(Encoding.UTF8.GetBytes(File([.. WholeRecord, Pat.Replace("ALICE", "AL\0CE", StringComparison.Ordinal), Dsp, Pre])));

        Assert.Equal((2, 1, null), (file.Records, file.Accepted, file.FileFault));
        Assert.Contains("8 E910 patient_first_name", file.Faults);
    }

    [Fact]
    public void NulInTheHeader_RefusesTheFile() =>
        Assert.Equal("E015 1 TH02", ReadRecords.Of(File(WholeRecord).Replace("*A1*01", "*A\01*01", StringComparison.Ordinal)).Fault);

    /// <summary>Three bombs that unpack to 4 GB: each ends at once, at the first megabyte that is no segment.</summary>
    [Theory]
    [InlineData("\0", "E909 3")]
    [InlineData("\n", "E909 3")]
    [InlineData("~", "E909 3")]
    [InlineData("A", "E909 3")]
    public void ZipBomb_EndsEarly(string filler, string fault)
    {
        using var text = SubmittedStream.Open(new BombStream(File([])[..File([]).IndexOf("TP*", StringComparison.Ordinal)], filler));
        using var reader = SubmissionReaders.Open(text, new IngestionOptions(), DateTimeOffset.MaxValue.AddDays(-2));

        Assert.False(reader.Read(out _));
        Assert.Equal(fault, $"{reader.Fault!.Code.Text()} {reader.Fault.Line}");
        Assert.InRange(text.BytesRead, 1, 100_000);
    }

    [Fact]
    public void CompressedFileCutOff_IsRefused()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes(File(WholeRecord)));
        }

        var bytes = packed.ToArray();
        Assert.Single(ReadRecords.Of(bytes).Records);
        for (var length = 30; length < bytes.Length; length++)
        {
            Assert.NotNull(ReadRecords.Of(bytes[..length]).Fault);
        }
    }

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(RepositoryFiles.Path("data-samples", "asap"), "*.asap").Select(f => Path.GetFileName(f))
            .Where(f => !f.StartsWith("generated", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static byte[] Bytes(string sample) => System.IO.File.ReadAllBytes(RepositoryFiles.Path("data-samples", "asap", sample));

    /// <summary>A gzip file of 4 MB that unpacks to 4 GB of one character, made member by member while it is read.</summary>
    private sealed class BombStream(string start, string filler) : Stream
    {
        private readonly byte[] _member = Packed(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(filler, 1 << 24))));
        private byte[] _rest = Packed(Encoding.ASCII.GetBytes(start));
        private int _members;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_rest.Length == 0 && _members++ < 256)
            {
                _rest = _member;
            }

            var length = Math.Min(count, _rest.Length);
            _rest.AsSpan(0, length).CopyTo(buffer.AsSpan(offset));
            _rest = _rest[length..];
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static byte[] Packed(byte[] text)
        {
            var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                gzip.Write(text);
            }

            return packed.ToArray();
        }
    }
}
