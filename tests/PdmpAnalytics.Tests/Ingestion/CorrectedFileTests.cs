using System.Text;
using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class CorrectedFileTests
{
    private const string Csv = "\"Rx_Number\",\"quantity\",\"patient_last_name\"\n\"700101\",\"six, \"\"ty\",\"MU\u00D1OZ\"\n";

    private const string Asap =
        """
        TH*4.2*A1B2*01**20250111*0830*P**~
        IS*5555550100*SAMPLE PHARMACY GROUP~
        PHA*1234567893~
        PAT*******TESTPATIENT*ALICE~
        DSP*00*700101*20250110*2*20251310~
        PRE*1000000012~
        TP*4~
        TT*A1B2*8~

        """;

    private static readonly DateTimeOffset At = new(2026, 11, 22, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Csv_TakesColumnsAndElements_AndAddsWhatIsMissing() => Assert.Equal(
        "Rx_Number,quantity,patient_last_name,date_filled\n700101,\"6,0\",MUÑOZ,20250110\n",
        Corrected(Csv, ("DSP09", "6,0"), ("date_filled", "20250110")));

    [Fact]
    public void Asap_TakesElementsAndColumns_UnderANumberAndTimeOfItsOwn() => Assert.Equal(
        """
        TH*4.2*C1*01**20261122*040506Z*P**~
        IS*5555550100*SAMPLE PHARMACY GROUP~
        PHA*1234567893~
        PAT*******TESTPATIENT*MUÑOZ~
        DSP*00*700101*20250110*2*20250110*0****30~
        PRE*1000000012~
        TP*4~
        TT*C1*8~

        """,
        Corrected(Asap, ("date_filled", "20250110"), ("dsp06", "0"), ("DSP10", "30"), ("PAT08", "MUÑOZ")));

    [Theory]
    [InlineData(Csv, "no_such_column", "1")]
    [InlineData(Csv, "ingredients", "1")]
    [InlineData(Csv, "CDI", "1")]
    [InlineData(Csv, "", "1")]
    [InlineData(Asap, "DSP22", "1")] // 4.2 has 21 elements
    [InlineData(Asap, "DSP00", "1")]
    [InlineData(Asap, "DSP", "1")]
    [InlineData(Asap, "TH02", "1")]
    [InlineData(Asap, "AIR01", "1")] // no such segment in the record
    [InlineData(Asap, "DSP09", "1*2")]
    [InlineData(Asap, "DSP09", "1~DSP*00")]
    [InlineData(Asap, "DSP09", "1\nDSP")]
    public void CorrectionThatCannotBeMade_IsRefused_WithoutItsValue(string file, string field, string value)
    {
        var refusal = CorrectedFile.Of(Encoding.UTF8.GetBytes(file), [new FieldCorrection(field, value)], At, "C1").Refusal;

        Assert.NotNull(refusal);
        Assert.True(value == "1" || !refusal.Message.Contains(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"rx_number\",\"quantity\"\n")]
    [InlineData("\"rx_number\",\"quantity\"\n\"700101\"\n")]
    [InlineData("\"rx_number\",\"quantity\"\n\"700101\",\"60\",\"1\"\n")]
    [InlineData("TH*")]
    [InlineData("TH*4.2*A1B2*01**20250111*0830*P*")]
    [InlineData("TH*9.9*A1B2*01**20250111*0830*P**~\nDSP*~\n")]
    public void RecordThatCannotBeTakenApart_IsRefused(string file) =>
        Assert.NotNull(CorrectedFile.Of(Encoding.UTF8.GetBytes(file), [], At, "C1").Refusal);

    private static string Corrected(string file, params (string Field, string Value)[] corrections) => Encoding.UTF8.GetString(
        CorrectedFile.Of(Encoding.UTF8.GetBytes(file), [.. corrections.Select(c => new FieldCorrection(c.Field, c.Value))], At, "C1").Value);
}
