using System.Globalization;
using System.Text;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;
using static PdmpAnalytics.TestKit.Ingestion.AsapText;

namespace PdmpAnalytics.Tests.Ingestion.Asap;

public class AsapReaderTests
{
    private static readonly string Sound = File(WholeRecord);

    [Fact]
    public void SoundFile_GivesTheRecordWithItsFields()
    {
        var file = ReadRecords.Of(Sound);

        Assert.Null(file.Fault);
        Assert.Empty(file.Notes);
        var record = Assert.Single(file.Records);
        Assert.Null(record.Malformed);
        Assert.Equal(5, record.Line);
        Assert.Equal(("FP1234563", "ALICE", "700101", "00093083301", "BS2048711"), (
            record["pharmacy_dea"], record["patient_first_name"], record["rx_number"], record["ndc"], record["prescriber_dea"]));
        Assert.Equal("", record["diagnosis_code"]);
    }

    [Fact]
    public void SoundFile_GivesItsTransaction()
    {
        var transaction = Assert.Single(ReadRecords.Of(Sound).Transactions);

        Assert.Equal((1, TransactionKind.Send, "4.2B", "A1", "5555550100", "SAMPLE PHARMACY GROUP", false), (
            transaction.Sequence, transaction.Kind, transaction.Version, transaction.ControlNumber, transaction.Sender,
            transaction.SenderName, transaction.IsTest));
        Assert.Equal(new DateTimeOffset(2025, 1, 11, 8, 30, 0, TimeSpan.Zero), transaction.ReportedAt);
        Assert.Equal((new DateOnly(2025, 1, 10), new DateOnly(2025, 1, 10)), (transaction.PeriodFirstDay, transaction.PeriodLastDay));
        Assert.Equal((1, 8), (transaction.FirstLine, transaction.LastLine));
        Assert.Equal(32, transaction.ContentHash.Length);
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("|")]
    [InlineData("!")]
    [InlineData("^")]
    [InlineData("\u001E")]
    public void AnotherTerminator_ReadsTheSame(string terminator) => Same(Sound.Replace("~", terminator));

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData(" \t\n\n ")]
    [InlineData("~\n~")]
    public void AnythingBlankBetweenSegments_ReadsTheSame(string between) => Same(Sound.Replace("\n", between));

    [Fact]
    public void TerminatorOfTheHeaderNotDoubled_ReadsTheSame() => Same(Sound.Replace("**~~", "**~"));

    [Fact]
    public void BlankLinesAndByteOrderMarkInFront_ReadTheSame() => Same("\uFEFF\r\n " + Sound);

    [Fact]
    public void EndOfFileMarkOfOldSystems_IsNoData() => Same(Sound + "\u001A");

    [Fact]
    public void TrailingElements_MayBePresent() => Same(Sound.Replace(Pre + "~", Pre + "****~"));

    [Fact]
    public void LineBreaks_DoNotCountInTheHash() => Assert.Equal(
        ReadRecords.Of(Sound).Transactions[0].ContentHash, ReadRecords.Of(Sound.Replace("\n", "\r\n")).Transactions[0].ContentHash);

    [Fact]
    public void AnotherValue_HasAnotherHash() => Assert.NotEqual(
        ReadRecords.Of(Sound).Transactions[0].ContentHash, ReadRecords.Of(Sound.Replace("*60*", "*61*")).Transactions[0].ContentHash);

    [Theory]
    [InlineData("4.2a", "4.2A")]
    [InlineData("4.2b", "4.2B")]
    [InlineData("5.0", "5.0")]
    [InlineData("4.2", "4.2")]
    public void Release_IsReadInAnyCase(string written, string expected) =>
        Assert.Equal(expected, Assert.Single(ReadRecords.Of(Transaction(written, [.. WholeRecord, "TP*5"])).Transactions).Version);

    [Theory]
    [InlineData("TH*4.2B*", "TH*4.1*", "E002 1 TH01")]
    [InlineData("TH*4.2B*A1*", "TH*4.2B**", "E015 1 TH02")]
    [InlineData("*A1*01*", "*A1*02*", "E015 1 TH03")]
    [InlineData("*P**~~", "***~~", "E015 1 TH07")]
    [InlineData("*P**~~", "*X**~~", "E015 1 TH07")]
    [InlineData("20250111*083000", "20250132*083000", "E013 1 TH05")]
    [InlineData("20250111*083000", "20250111*083060", "E013 1 TH05")]
    [InlineData("20250111*083000", "20250111*", "E013 1 TH05")]
    [InlineData("20250111*083000", "00010101*000000", "E013 1 TH05")]
    [InlineData("20250111*083000", "20261123*080001", "E013 1 TH05")]
    [InlineData("P**~~", "P**X~", "E003 1 TH09")]
    [InlineData("P**~~", "P*~", "E003 1 TH09")]
    [InlineData("IS*5555550100*", "IS**", "E015 2 IS01")]
    [InlineData("TT*A1*", "TT*A2*", "E005 8 TT01")]
    [InlineData("TT*A1*8~", "", "E004 7")]
    [InlineData("TT*A1*8~", "TT*A1*8~PHA*1~", "E004 9")]
    [InlineData("TT*A1*8~", "TT*A1*8~\nand so on", "E004 9")]
    [InlineData("IS*5555550100*SAMPLE PHARMACY GROUP*#20250110#-#20250110#~", "", "E010 2")]
    [InlineData("TP*5~", "IS*5555550100*X~", "E010 7")]
    [InlineData("TP*5~", "TH*4.2B*A2*01**20250111*083000*P**~~", "E004 7")]
    public void FaultOfTheWholeFile_IsTold(string text, string instead, string fault) =>
        Assert.Equal(fault, ReadRecords.Of(Sound.Replace(text, instead)).Fault);

    [Fact]
    public void FirstSegmentIsNoHeader_RefusesTheFile() => Assert.Equal("E001 1", ReadRecords.Of(Sound[Sound.IndexOf("IS*", StringComparison.Ordinal)..]).Fault);

    [Fact]
    public void TransactionAtTheEndOfTime_IsRefusedInEveryZone()
    {
        foreach (var hours in new[] { -12, 0, 14 })
        {
            var zone = TimeZoneInfo.CreateCustomTimeZone("zone", TimeSpan.FromHours(hours), null, null);
            foreach (var date in new[] { "99991231*235959", "00010101*000000" })
            {
                Assert.Equal("E013 1 TH05", ReadRecords.Of(Sound.Replace("20250111*083000", date), zone).Fault);
            }
        }
    }

    [Theory]
    [InlineData("#00010101#-#99991231#")]
    [InlineData("#20250101#-#20250301#")]
    [InlineData("#20230101#-#20250110#")]
    public void PeriodThatNoTransactionSpeaksFor_IsNone(string period) => Assert.Null(
        ReadRecords.Of(Sound.Replace("#20250110#-#20250110#", period)).Transactions[0].PeriodFirstDay);

    [Fact]
    public void ElementsLongerThanTheReleaseAllows_AreNotedEach_AndTaken()
    {
        var city = new string('É', 21);
        string[] Segments() =>
            [Pha, Pat.Replace("ANYTOWN", city), Dsp.Replace("700101", new string('7', 26)).Replace("*60*", "*000000000060*"), Pre, "TP*5"];

        var older = ReadRecords.Of(Transaction("4.2A", Segments()));

        Assert.Equal(["E016 4", "E122 4 PAT14", "E122 5 DSP02", "E122 5 DSP09"], older.Notes);
        Assert.Equal(city, older.Records[0]["patient_city"]);
        Assert.Equal(["E016 4", "E122 5 DSP02", "E122 5 DSP09"], ReadRecords.Of(Transaction("4.2B", Segments())).Notes);
        Assert.Empty(ReadRecords.Of(Transaction("4.2B", [Pha, Pat.Replace("*ANYTOWN", "*" + new string('Y', 35) + new string(' ', 9)), Dsp, Pre, "TP*5"])).Notes);
    }

    [Fact]
    public void TransactionDatedADayAhead_IsTaken() => Assert.Null(ReadRecords.Of(Sound.Replace("20250111*083000", "20261123*0800")).Fault);

    [Fact]
    public void TimeBeforeRelease5_IsThatOfTheProgramme()
    {
        var chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

        Assert.Equal(14, ReadRecords.Of(Sound, chicago).Transactions[0].ReportedAt.Hour);
        Assert.Equal(8, ReadRecords.Of(Transaction("5.0", [.. WholeRecord, "TP*5"]), chicago).Transactions[0].ReportedAt.Hour);
        Assert.Equal("America/Chicago", ReadRecords.Of(Sound, chicago).Transactions[0].TimeZone);
        Assert.Equal("UTC", ReadRecords.Of(Transaction("5.0", [.. WholeRecord, "TP*5"]), chicago).Transactions[0].TimeZone);
        Assert.Equal("UTC", ReadRecords.Of(Sound).Transactions[0].TimeZone);
        // 2:30 does not exist on the night summer time begins.
        Assert.Null(ReadRecords.Of(Sound.Replace("20250111*083000", "20250309*023000"), chicago).Fault);
    }

    [Theory]
    [InlineData("#20250110#-#20250112# all stores", "2025-01-10", "2025-01-12")]
    [InlineData("#20250112#-#20250110#", null, null)]
    [InlineData("#2025011#-#20250112#", null, null)]
    [InlineData("daily", null, null)]
    public void Period_IsReadFromTheMessage(string message, string? first, string? last)
    {
        var transaction = ReadRecords.Of(Sound.Replace("#20250110#-#20250110#", message)).Transactions[0];

        Assert.Equal((Day(first), Day(last)), (transaction.PeriodFirstDay, transaction.PeriodLastDay));
    }

    [Fact]
    public void WrongCounts_AreNotedAndCost_Nothing()
    {
        var file = ReadRecords.Of(Sound.Replace("TP*5", "TP*6").Replace("TT*A1*8", "TT*A1*9"));

        Assert.Null(file.Fault);
        Assert.Equal(["E007 7 TP01", "E006 8 TT02"], file.Notes);
        Assert.Single(file.Records);
    }

    [Fact]
    public void WrongCountWhereCountsAreStrict_RefusesTheFile() =>
        Assert.Equal("E006 8 TT02", ReadRecords.Of(Sound.Replace("TT*A1*8", "TT*A1*9"), strictCounts: true).Fault);

    [Fact]
    public void MissingPharmacyTrailer_IsNoted()
    {
        var file = ReadRecords.Of(Transaction("4.2B", [.. WholeRecord, .. WholeRecord, "TP*5"]));

        Assert.Equal((2, "E007 7 TP"), (file.Records.Count, Assert.Single(file.Notes)));
    }

    [Fact]
    public void LastTerminatorMissing_IsTakenWhereTheCountsShowThatNothingElseIs()
    {
        Assert.Equal("E912 0", Assert.Single(ReadRecords.Of(Sound.TrimEnd('\n', '~')).Notes));
        Assert.Equal("E004 7", ReadRecords.Of(Sound.Replace("TT*A1*8~\n", "TT*A1*1")).Fault);
    }

    [Fact]
    public void SeveralTransactions_AreReadOneByOne()
    {
        var second = Transaction("5.0", [.. WholeRecord, Dsp.Replace("700101", "700102"), Pre, "TP*7"], "A2").Replace("~", "\\");

        var file = ReadRecords.Of(Sound + second);

        Assert.Null(file.Fault);
        Assert.Equal(["A1", "A2"], file.Transactions.Select(t => t.ControlNumber));
        Assert.Equal([(5, 1), (13, 2), (15, 2)], file.Records.Select(r => (r.Line, r.Transaction)));
    }

    [Fact]
    public void TransactionThatWithdrawsAnother_HasNoRecord()
    {
        var file = ReadRecords.Of("TH*4.2B*A1*04**20250112*0830*P**~~TT*A1*2~");

        Assert.Null(file.Fault);
        Assert.Empty(file.Records);
        Assert.Equal((TransactionKind.Void, "A1", ""), (file.Transactions[0].Kind, file.Transactions[0].ControlNumber, file.Transactions[0].Sender));
    }

    [Fact]
    public void RecordsInATransactionThatWithdrawsAnother_AreRejected() =>
        Assert.All(ReadRecords.Of(Sound.Replace("*01**2025", "*04**2025")).Records, r => Assert.Equal("E011", r.Malformed));

    [Fact]
    public void NoRecordAtAll_RefusesTheFile() => Assert.Equal("E901 0", ReadRecords.Of(Transaction("4.2B", [])).Fault);

    [Fact]
    public void TestFile_SaysSo() => Assert.True(ReadRecords.Of(Sound.Replace("*P**", "*T**")).Transactions[0].IsTest);

    [Fact]
    public void UnknownSegments_AreSkippedAndCounted()
    {
        var file = ReadRecords.Of(File([Pha, "IR*ABC", Pat, Dsp, "SMITH*JOHN", Pre]));

        Assert.Equal(["E012 4 IR", "E012 7"], file.Notes);
        Assert.Null(Assert.Single(file.Records).Malformed);
    }

    [Fact]
    public void ElementsALaterReleaseHas_MeanNothing()
    {
        var file = ReadRecords.Of(Transaction("4.2", [Pha, Pat, Dsp + "*****90*SIG*03*G40909", Pre, "TP*5"]));

        Assert.Equal("E014 5 DSP", Assert.Single(file.Notes));
        Assert.Equal(("", "", ""), (file.Records[0]["quantity_prescribed"], file.Records[0]["treatment_type"], file.Records[0]["diagnosis_code"]));
        Assert.Equal("90", ReadRecords.Of(Transaction("4.2A", [Pha, Pat, Dsp + "*****90", Pre, "TP*5"])).Records[0]["quantity_prescribed"]);
    }

    [Fact]
    public void PrescriberAddress_IsReadFromRelease5On()
    {
        string[] segments = [Pha, Pat, Dsp, Pre + "*****1 ELM ST*****55403", "TP*5"];

        Assert.Equal("1 ELM ST", ReadRecords.Of(Transaction("5.0", segments)).Records[0]["prescriber_address"]);
        Assert.Equal("", ReadRecords.Of(Transaction("4.2B", segments)).Records[0]["prescriber_address"]);
    }

    [Fact]
    public void LettersBeyondAscii_AreReadInEitherEncoding()
    {
        var text = File([Pha, Pat.Replace("TESTPATIENT", "NÚÑEZ"), Dsp, Pre, Pat.Replace("TESTPATIENT", "GÖTZ"), Dsp, Pre]);

        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            var file = ReadRecords.Of(encoding.GetBytes(text));

            Assert.Equal(["NÚÑEZ", "GÖTZ"], file.Records.Select(r => r["patient_last_name"]));
            Assert.Equal("E016 4", Assert.Single(file.Notes));
            Assert.Equal(2, file.NoteCounts["E016"]);
        }
    }

    [Fact]
    public void NoteOnEverySegment_IsCountedAndListedInPart()
    {
        var file = ReadRecords.Of(File([.. WholeRecord, .. Enumerable.Repeat("XX*1", 5_000)]));

        Assert.Equal(5_000, file.NoteCounts["E012"]);
        Assert.Equal(1_000, file.Notes.Count);
    }

    [Fact]
    public void RecordAsAFile_ReadsAsTheSameRecord()
    {
        var file = ReadRecords.Of(File([.. WholeRecord, Cdi, "CDI*2*01*00406012301*5*01", Air, Dsp.Replace("*01*0009", "*06*99999").Replace("700101", "700102"), Pre, Cdi]).Replace("~", "\\"));

        foreach (var record in file.Records)
        {
            var again = ReadRecords.Of(record.File);

            Assert.Null(again.Fault);
            Assert.Empty(again.Notes);
            Assert.Equal(record.Values, Assert.Single(again.Records).Values);
            Assert.Equal((1, "4.2B", "5555550100"), (again.Transactions.Count, again.Transactions[0].Version, again.Transactions[0].Sender));
        }
    }

    [Fact]
    public void MoreIngredientsThanHaveNumbers_AreRejected()
    {
        Assert.Null(ReadRecords.Of(File([.. WholeRecord, .. Enumerable.Repeat(Cdi, 99)])).Records[0].Malformed);
        Assert.Equal("E011", ReadRecords.Of(File([.. WholeRecord, .. Enumerable.Repeat(Cdi, 100)])).Records[0].Malformed);
    }

    [Fact]
    public void MoreTransactionsThanAreNumbered_RefuseTheFile()
    {
        var file = string.Concat(Enumerable.Repeat("TH*4.2B*A1*04**20250112*0830*P**~~TT*A1*2~", 32_768));

        Assert.Equal("E017 65535", ReadRecords.Of(file).Fault);
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static void Same(string file)
    {
        var expected = ReadRecords.Of(Sound);
        var actual = ReadRecords.Of(file);

        Assert.Null(actual.Fault);
        Assert.Empty(actual.Notes);
        Assert.Equal(expected.Records.Select(r => r.Line), actual.Records.Select(r => r.Line));
        Assert.Equal(expected.Records.Select(r => r.Values), actual.Records.Select(r => r.Values));
    }
}
