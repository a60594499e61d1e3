using System.Text.Json;
using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class SubmissionReportTests
{
    private static readonly SubmissionReport Report = new()
    {
        Result = SubmissionResult.AcceptedInPart,
        Name = "may.csv",
        SubmissionId = 7,
        Submitter = "acme",
        ReceivedAt = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero),
        Counts = new SubmissionCounts { Read = 4, Loaded = 3, Rejected = 1, Serious = 1, UnknownProducts = 1 },
        ByCode = SubmissionReport.Ordered(
        [
            new(SubmissionErrorCode.ProductUnknown, 1), new(SubmissionErrorCode.QuantityInvalid, 1),
            new(SubmissionErrorCode.RxNumberMissing, 1), new(SubmissionErrorCode.PrescriberDea, 1),
        ]),
        Faults =
        [
            new(2, "rx_number", SubmissionErrorCode.RxNumberMissing, ""),
            new(2, "quantity", SubmissionErrorCode.QuantityInvalid, "sixty"),
            new(3, "prescriber_dea", SubmissionErrorCode.PrescriberDea),
            new(4, "ndc", SubmissionErrorCode.ProductUnknown),
        ],
        UnknownProducts = [new UnknownProduct("12345678901", 1)],
    };

    [Fact]
    public void Text_SaysWhatToCorrectAndWhere()
    {
        var expected =
            """
            This report holds values as submitted: handle it as patient data.

            File        may.csv
            Submission  7
            Submitter   acme
            Received    2026-11-22 08:00:00 UTC
            Result      accepted without the rejected records

            Records
                       4  read
                       3  loaded
                       1  loaded, to be corrected
                       1  loaded with a warning
                       1  with an unknown product
                       1  rejected

            By code (FF rejects the file, FR the record; S is to be corrected; M and W are for information)
                       1  E102 FR  State the prescription number.
                       1  E110 FR  State the quantity as a number above zero, with a point for decimals.
                       1  E202 S   Check the prescriber's DEA number: its check digit does not fit.
                       1  E115 M   Check the product code: it is not in the drug table.

            Product codes that are not in the drug table
                       1  12345678901

            Not loaded: correct and send again
                    line  code     field
                       2  E102 FR  rx_number             was blank
                                   State the prescription number.
                       2  E110 FR  quantity              was "sixty"
                                   State the quantity as a number above zero, with a point for decimals.

            Loaded: correct with a revision (01)
                    line  code     field
                       3  E202 S   prescriber_dea
                                   Check the prescriber's DEA number: its check digit does not fit.

            For information
                    line  code     field
                       4  E115 M   ndc

            """;

        Assert.Equal(expected, SubmissionReportText.Of(Report));
    }

    [Fact]
    public void Text_OfAsap_NamesTransactionsAndSegments()
    {
        var report = Report with
        {
            Transactions =
            [
                new SubmittedTransaction
                {
                    Sequence = 1, Kind = TransactionKind.Send, Version = "4.2B", ControlNumber = "A1B2", Sender = "5555550100",
                    SenderName = "SAMPLE PHARMACY GROUP", IsTest = false,
                    ReportedAt = new DateTimeOffset(2025, 1, 11, 8, 30, 0, TimeSpan.Zero), TimeZone = "America/Chicago",
                    PeriodFirstDay = new DateOnly(2025, 1, 10), PeriodLastDay = new DateOnly(2025, 1, 10),
                },
            ],
            Faults = [new(5, "DSP09", SubmissionErrorCode.QuantityInvalid, "sixty")],
        };

        var text = SubmissionReportText.Of(report);

        Assert.Contains("1  ASAP 4.2B  A1B2  made 2025-01-11 08:30:00 UTC, stated in time zone America/Chicago  by 5555550100 SAMPLE PHARMACY GROUP  for 2025-01-10 to 2025-01-10\n", text);
        Assert.Contains("     segment  code     field\n           5  E110 FR  DSP09                 was \"sixty\"\n", text);
    }

    [Fact]
    public void WithoutValues_HoldsNone()
    {
        var report = Report.WithoutValues();

        Assert.StartsWith("This report holds no value of the file.\n", SubmissionReportText.Of(report));
        Assert.DoesNotContain("sixty", SubmissionReportText.Of(report) + SubmissionReportJson.Of(report));
    }

    [Fact]
    public void CodesThatAreNotAllKept_AreCountedAsAtLeast()
    {
        var report = Report with { ByCode = [new CodeCount(SubmissionErrorCode.ProductUnknown, 1000, IsLeast: true)], Faults = Enumerable.Range(2, 1000).Select(line => new ReportedFault(line, "ndc", SubmissionErrorCode.ProductUnknown)).ToList() };

        var text = SubmissionReportText.Of(report);

        Assert.Contains("      1,000+  E115 M ", text);
        Assert.Contains("      1,000+  loaded with a warning\n", text);
        Assert.Contains("and possibly more: 1,000 are kept of a code that rejects nothing, 100,000 of the others together", text);
    }

    [Fact]
    public void Json_HasTheSame()
    {
        using var json = JsonDocument.Parse(SubmissionReportJson.Of(Report));

        var root = json.RootElement;
        Assert.StartsWith("This report holds values", root.GetProperty("notice").GetString());
        Assert.Equal("accepted_in_part", root.GetProperty("result").GetString());
        Assert.Equal(1, root.GetProperty("totals").GetProperty("rejected").GetInt64());
        Assert.Equal("E102", root.GetProperty("by_code")[0].GetProperty("code").GetString());
        Assert.Equal("sixty", root.GetProperty("faults")[1].GetProperty("as_sent").GetString());
        Assert.Equal(2, root.GetProperty("faults")[1].GetProperty("line").GetInt32());
        Assert.Equal("12345678901", root.GetProperty("unknown_products")[0].GetProperty("code").GetString());
    }

    [Fact]
    public void EveryCode_HasALevelAndAdvice()
    {
        Assert.All(Enum.GetValues<SubmissionErrorCode>(), code => Assert.EndsWith(".", SubmissionErrors.Of(code).Advice));
    }
}
