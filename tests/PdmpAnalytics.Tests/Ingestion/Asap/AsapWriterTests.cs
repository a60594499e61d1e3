using System.Text;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.TestKit;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

public class AsapWriterTests
{
    private static readonly string EveryField = RepositoryFiles.Path("data-samples", "asap", "every-field.csv");

    [Theory]
    [InlineData(AsapRelease.V42)]
    [InlineData(AsapRelease.V42A)]
    [InlineData(AsapRelease.V42B)]
    [InlineData(AsapRelease.V50)]
    public void EveryField_IsWrittenAsCommitted(AsapRelease release)
    {
        var path = RepositoryFiles.Path("data-samples", "asap", $"every-field-{release.Name()}.asap");
        var written = Write(File.ReadAllText(EveryField), release, out _);
        if (Environment.GetEnvironmentVariable("WRITE_ASAP_SAMPLES") == "1")
        {
            File.WriteAllBytes(path, written);
        }

        Assert.Equal(Encoding.Latin1.GetString(File.ReadAllBytes(path)), Encoding.Latin1.GetString(written));
        Assert.Null(ReadRecords.Of(written).Fault);
        Assert.All(ReadRecords.Of(written).Notes, note => Assert.StartsWith("E016", note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AsapRelease.V42)]
    [InlineData(AsapRelease.V42A)]
    [InlineData(AsapRelease.V42B)]
    [InlineData(AsapRelease.V50)]
    public void FieldsAReleaseLacks_AreListed(AsapRelease release)
    {
        Write(CsvRow.File(CsvRow.Sound
            .With("pharmacy_type", "02").With("mail_order", "01").With("quantity_prescribed", "90").With("treatment_type", "10")
            .With("diagnosis_code", "G40.909").With("discount_card", "02").With("prescriber_address", "1 ELM ST").With("prescriber_zip", "55403")
            .With("prescriber_state", "MN").With("transmission_form", "06").With("patient_id_qualifier", "09").With("patient_gender", "X")
            .With("patient_location", "12")), release, out var losses);

        var expected = new List<string>();
        if (release != AsapRelease.V50)
        {
            expected.AddRange(["PHA14", "PHA15", "DSP31", "PRE11", "PRE14", "PRE15", "PAT19", "PAT21"]);
        }

        if (release < AsapRelease.V42B)
        {
            expected.AddRange(["PAT02", "DSP24"]);
        }

        if (release == AsapRelease.V42)
        {
            expected.AddRange(["DSP22", "DSP25", "DSP12"]);
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), losses.Where(l => l.Kind == AsapLossKind.Dropped).Select(l => l.Element).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SameFieldsAgain_ReadAsTheyWereWritten()
    {
        var csv = File.ReadAllBytes(EveryField);
        var before = ReadRecords.Of(csv).Records;
        var after = ReadRecords.Of(Write(Encoding.UTF8.GetString(csv), AsapRelease.V50, out _)).Records;

        // The first row holds nothing that 5.0 cannot.
        Assert.Equal(Normal(before[0]), Normal(after[0]));
        Assert.Equal(before.Count, after.Count);
    }

    [Fact]
    public void Groups_BeginOnlyWherePharmacyOrPatientChanges()
    {
        var bob = CsvRow.Sound.With("patient_first_name", "BOB");
        var other = CsvRow.Sound.With("pharmacy_dea", "FD1357905");

        var segments = Segments(CsvRow.Sound.Rx("1"), CsvRow.Sound.Rx("2"), bob.Rx("3"), other.Rx("4"), CsvRow.Sound.Rx("5"));

        Assert.Equal("TH IS PHA PAT DSP PRE DSP PRE PAT DSP PRE TP PHA PAT DSP PRE TP PHA PAT DSP PRE TP TT", string.Join(' ', segments.Select(s => s.Split('*')[0])));
        Assert.Equal(["TP*10", "TP*5", "TP*5", "TT*S0001*23"], segments.Where(s => s[0] == 'T' && s[1] != 'H'));
    }

    [Theory]
    [InlineData("patient_last_name", "O*NEIL~SON", "O NEIL SON", AsapLossKind.Blanked)]
    [InlineData("patient_last_name", "ŁUKASZ", "?UKASZ", AsapLossKind.Folded)]
    [InlineData("patient_last_name", "DVOŘÁK", "DVORÁK", AsapLossKind.Folded)]
    [InlineData("patient_last_name", "Ã©", "A?", AsapLossKind.Folded)]
    [InlineData("patient_city", "A CITY WITH A NAME OF THIRTY-SIX LTRS.", "A CITY WITH A NAME OF THIRTY-SIX LT", AsapLossKind.Cut)]
    public void ValueThatDoesNotFit_IsMadeToFitAndListed(string column, string value, string expected, AsapLossKind kind)
    {
        var file = Write(CsvRow.File(CsvRow.Sound.With(column, value)), AsapRelease.V50, out var losses);

        Assert.Equal(expected, ReadRecords.Of(file).Records[0][column]);
        Assert.Equal((column, kind, 1), (losses[0].Column, losses[0].Kind, losses[0].Records));
    }

    [Theory]
    [InlineData("date_filled", "2025-01-10", "20250110")]
    [InlineData("ndc", "0093-0833-01", "00093083301")]
    [InlineData("patient_phone", "(612) 555-0100", "6125550100")]
    [InlineData("diagnosis_code", "G40.909", "G40909")]
    [InlineData("patient_zip", "55402-1234", "55402-1234")]
    [InlineData("patient_last_name", "NÚÑEZ", "NÚÑEZ")]
    public void Value_IsBroughtIntoTheFormOfItsElement(string column, string value, string expected)
    {
        var file = Write(CsvRow.File(CsvRow.Sound.With(column, value)), AsapRelease.V50, out var losses);

        Assert.Equal(expected, ReadRecords.Of(file).Records[0][column]);
        Assert.Empty(losses);
    }

    [Fact]
    public void Zip_HasNoHyphenBeforeRelease5() => Assert.Equal(
        "554021234", ReadRecords.Of(Write(CsvRow.File(CsvRow.Sound.With("patient_zip", "55402-1234")), AsapRelease.V42B, out _)).Records[0]["patient_zip"]);

    [Fact]
    public void Compound_KeepsItsIngredients()
    {
        var source = AsapText.File([AsapText.Pha, AsapText.Pat, AsapText.Dsp.Replace("*01*0009", "*06*99999", StringComparison.Ordinal), AsapText.Pre, AsapText.Cdi, "CDI*2*01*00406012301*5*"]);
        var target = new MemoryStream();
        AsapFromCsv.Write(new MemoryStream(Encoding.ASCII.GetBytes(source)), target, AsapRelease.V42B);

        Assert.Equal(ReadRecords.Of(source).Records[0].Values, ReadRecords.Of(target.ToArray()).Records[0].Values);
    }

    private static Dictionary<string, string> Normal(ReadRecord record) => record.Values.ToDictionary(
        v => v.Key, v => v.Key.Contains("date", StringComparison.Ordinal) ? v.Value.Replace("-", "", StringComparison.Ordinal) : v.Value);

    private static string[] Segments(params IReadOnlyList<CsvRow> rows) =>
        Encoding.Latin1.GetString(Write(CsvRow.File(rows), AsapRelease.V50, out _)).Split("~\n", StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Write(string csv, AsapRelease release, out IReadOnlyList<AsapLoss> losses)
    {
        var target = new MemoryStream();
        losses = AsapFromCsv.Write(new MemoryStream(Encoding.UTF8.GetBytes(csv)), target, release);
        return target.ToArray();
    }
}
