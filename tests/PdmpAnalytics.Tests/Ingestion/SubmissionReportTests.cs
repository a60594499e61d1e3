using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class SubmissionReportTests
{
    private static readonly SubmissionOutcome Outcome = new()
    {
        Result = SubmissionResult.AcceptedInPart,
        Name = "may.csv",
        SubmissionId = 7,
        ReceivedAt = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero),
        Counts = new SubmissionCounts { Read = 3, Loaded = 2, Rejected = 1, UnknownProducts = 1 },
        FaultCounts = new Dictionary<SubmissionErrorCode, long>
        {
            [SubmissionErrorCode.QuantityInvalid] = 1,
            [SubmissionErrorCode.ProductUnknown] = 1,
        },
        Faults =
        [
            new SubmissionFault(2, "quantity", SubmissionErrorCode.QuantityInvalid),
            new SubmissionFault(4, "ndc", SubmissionErrorCode.ProductUnknown),
        ],
        UnknownProducts = [new UnknownProduct("12345678901", 1)],
    };

    [Fact]
    public void Text_SaysWhatToCorrectAndWhere()
    {
        var expected =
            """
            File       may.csv
            Received   2026-11-22 08:00:00 UTC
            Result     accepted without the rejected records

                       3  records read
                       2  loaded
                       1  rejected
                       1  with an unknown product

            By code (FF rejects the file, FR the record; S is to be corrected; M and W are for information)
                       1  E110 FR  State the quantity as a number above zero, with a point for decimals.
                       1  E115 M   Check the product code: it is not in the drug table.

            Product codes that are not in the drug table
                       1  12345678901

                  Line  Code     Column
                     2  E110 FR  quantity
                     4  E115 M   ndc

            """;

        Assert.Equal(expected, SubmissionReport.Text(Outcome));
    }

    [Fact]
    public void Json_HasTheSame()
    {
        using var json = System.Text.Json.JsonDocument.Parse(SubmissionReport.Json(Outcome));

        Assert.Equal("accepted_in_part", json.RootElement.GetProperty("result").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("totals").GetProperty("rejected").GetInt64());
        Assert.Equal("E110", json.RootElement.GetProperty("faults")[0].GetProperty("code").GetString());
        Assert.Equal("12345678901", json.RootElement.GetProperty("unknown_products")[0].GetProperty("code").GetString());
    }

    [Fact]
    public void EveryCode_HasALevelAndAdvice()
    {
        Assert.All(Enum.GetValues<SubmissionErrorCode>(), code => Assert.EndsWith(".", SubmissionErrors.Of(code).Advice));
    }
}
