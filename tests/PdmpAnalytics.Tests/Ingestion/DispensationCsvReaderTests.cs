using System.IO.Compression;
using System.Text;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class DispensationCsvReaderTests
{
    private static readonly string TwoRows = CsvRow.File(CsvRow.Sound, CsvRow.Sound.Rx("2"));

    [Theory]
    [InlineData("", "E901")]
    [InlineData("\n\n", "E901")]
    [InlineData("PK\u0003\u0004\0\0\0\0", "E902")]
    [InlineData("<html><body>not found</body></html>\n", "E905 patient_last_name, patient_first_name, patient_birth_date, rx_number, "
        + "date_filled, refill_number, ndc, quantity, days_supply, pharmacy_dea or pharmacy_npi or pharmacy_ncpdp, "
        + "prescriber_dea or prescriber_npi")]
    public void NoCsv_LoadsNothing(string text, string fault)
    {
        Assert.Equal(fault, CheckedFile.Read(Encoding.UTF8.GetBytes(text)).FileFault);
    }

    [Fact]
    public void Utf16_IsNoTextThatCanBeRead_AndTheAdviceNamesTheEncoding()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            Assert.Equal("E902", CheckedFile.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(TwoRows)]).FileFault);
        }

        Assert.Contains("saved as UTF-8", SubmissionErrors.Of(SubmissionErrorCode.FileNotText).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void HeaderAlone_IsEmpty()
    {
        Assert.Equal("E901", Read(TwoRows[..(TwoRows.IndexOf('\n', StringComparison.Ordinal) + 1)]).FileFault);
    }

    [Fact]
    public void RequiredColumnMissing_LoadsNothing()
    {
        Assert.Equal("E905 quantity", Read(TwoRows.Replace("quantity", "amount", StringComparison.Ordinal)).FileFault);
    }

    [Fact]
    public void ColumnTwice_LoadsNothing()
    {
        Assert.Equal("E906 quantity", Read(TwoRows.Replace("days_supply", "quantity", StringComparison.Ordinal)).FileFault);
    }

    [Fact]
    public void LastRecordCutOff_LoadsNothing()
    {
        Assert.Equal("E904", Read(TwoRows[..^60]).FileFault);
    }

    [Fact]
    public void QuoteNeverClosed_LoadsNothing()
    {
        Assert.Equal("E904", Read(TwoRows + TwoRows.Split('\n')[1].Replace("12 Oak Ave", "\"12 Oak Ave", StringComparison.Ordinal)).FileFault);
    }

    [Fact]
    public void HugeField_LoadsNothing()
    {
        var file = CsvRow.File(CsvRow.Sound.With("patient_address", new string('x', 3_000_000)), CsvRow.Sound);

        Assert.Equal("E909", Read(file).FileFault);
    }

    [Theory]
    [InlineData("1,2,3\n", "4 E908")]
    [InlineData(null, "4 E910 patient_last_name")]
    public void RecordThatCannotBeTakenApart_IsRejectedAlone(string? line, string fault)
    {
        var bad = line ?? TwoRows.Split('\n')[1].Replace("TESTPATIENT", "TEST\0PATIENT", StringComparison.Ordinal) + "\n";

        var file = Read(TwoRows + bad + TwoRows.Split('\n')[1] + "\n");

        Assert.Null(file.FileFault);
        Assert.Equal([fault], file.Faults);
        Assert.Equal((4, 3), (file.Records, file.Accepted));
    }

    [Fact]
    public void StrayQuote_IsRejectedAlone()
    {
        var file = Read(TwoRows + TwoRows.Split('\n')[1].Replace("12 Oak Ave", "12 \"Oak Ave", StringComparison.Ordinal) + "\n");

        Assert.Equal(["4 E911"], file.Faults);
    }

    [Fact]
    public void NotUtf8_IsRejectedAlone()
    {
        var bytes = Encoding.Latin1.GetBytes(CsvRow.File(CsvRow.Sound.With("patient_last_name", "MUÑOZ"), CsvRow.Sound));

        Assert.Equal(["2 E910 patient_last_name"], CheckedFile.Read(bytes).Faults);
    }

    [Fact]
    public void OtherDress_SameRecords()
    {
        string[] dresses =
        [
            TwoRows.Replace("\n", "\r\n", StringComparison.Ordinal), "\uFEFF" + TwoRows, TwoRows.TrimEnd('\n'),
            TwoRows.Replace("\n", "\n\n", StringComparison.Ordinal), TwoRows.Replace(',', ';'), TwoRows.Replace(',', '\t'),
            TwoRows.Replace("patient_last_name", " Patient_Last_Name ", StringComparison.Ordinal),
            TwoRows.Replace("TESTPATIENT", "\"TESTPATIENT\"", StringComparison.Ordinal),
        ];

        Assert.All(dresses, dress =>
        {
            var file = Read(dress);
            Assert.Equal((null, 2, 2), (file.FileFault, file.Records, file.Accepted));
        });
    }

    [Fact]
    public void LineBreakInsideQuotes_IsText()
    {
        var file = Read(CsvRow.File(CsvRow.Sound.With("pharmacy_name", "a, \"b\""), CsvRow.Sound.Rx("2").With("days_supply", "0")));

        Assert.Equal(["3 E112 days_supply"], file.Faults);
    }

    /// <summary>Cut a compressed file anywhere: never more than the file's fault, never an exception, never a part taken for the whole.</summary>
    [Fact]
    public void GzipCutAtEveryByte_LoadsNothing()
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(TwoRows));
        }

        var whole = buffer.ToArray();
        for (var length = 2; length < whole.Length; length++)
        {
            Assert.Equal("E903", CheckedFile.Read(whole[..length]).FileFault);
        }

        Assert.Null(CheckedFile.Read(whole).FileFault);
        Assert.Equal(2, CheckedFile.Read([.. Gzip(TwoRows[..100]), .. Gzip(TwoRows[100..])]).Accepted);
        Assert.Equal("E903", CheckedFile.Read([.. whole, 1, 2, 3]).FileFault);
    }

    private static CheckedFile Read(string text) => CheckedFile.Read(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(string text)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
