using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>The acceptance cases T1 to T19 of the domain reference (6.4) that concern these rules.</summary>
public sealed class AcceptanceTests
{
    private const string FivePractices = """
        filled | drug            | days | prescriber | dispenser | context
        0      | clonazepam 1 mg | 30   | A          | P         |
        20     | clonazepam 1 mg | 30   | B          | Q         |
        40     | clonazepam 1 mg | 30   | C          | R         |
        60     | clonazepam 1 mg | 30   | D          | S         |
        80     | clonazepam 1 mg | 30   | E          | T         |
        """;

    private static readonly History Alice = History.Of("""
        filled     | sold       | drug            | qty | days | prescriber | dispenser | pay
        2025-01-10 | 2025-01-11 | clonazepam 1 mg | 60  | 30   | Smith      | P         | medicare
        2025-01-10 | 2025-01-10 | clonazepam 2 mg | 30  | 15   | Jones      | P         | cash
        """);

    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    [Fact]
    public void T1_AliceFiveDaysLater_IsADuplicateAndNoOverlapYet()
    {
        var findings = Judgement.Of(Alice.AsOf("2025-01-15"));

        Assert.Equal(Severity.Medium, findings.SeverityOf("ER-04"));
        // 14 days early on a 15-day supply of another practice.
        Assert.Equal(Severity.Low, findings.SeverityOf("ER-01"));
        Assert.Null(findings.SeverityOf("OV-01"));
    }

    [Theory]
    [InlineData("2025-01-16", null)]
    [InlineData("2025-01-17", Severity.Low)]
    [InlineData("2025-01-23", Severity.Low)]
    [InlineData("2025-01-24", Severity.Medium)]
    public void T1_AliceOverlap_GrowsWithTheDays(string asOf, Severity? expected) =>
        Assert.Equal(expected, Judgement.Of(Alice.AsOf(asOf)).SeverityOf("OV-01"));

    [Fact]
    public void T1_AliceAfterFourteenDays_IsAboveTheLowestLabelMaximum()
    {
        var dose = Judgement.Of(Alice.AsOf("2025-01-24")).Of("DO-01");

        Assert.Equal((Severity.Low, 6, 4, 14), (dose.Severity, dose.Value("mg"), dose.Value("max"), dose.Value("d")));
        Assert.Null(Judgement.Of(Alice.AsOf("2025-01-23")).SeverityOf("DO-01"));
    }

    [Fact]
    public void T1_BobInHospice_IsNotQueued()
    {
        var findings = Judgement.Of(History.Of("""
            filled     | drug    | qty | days | prescriber | context            | quality
            2025-01-10 | unknown | 120 | 30   | Lee        | Hospice            | Product
            """).AsOf("2025-01-24"));

        Assert.Empty(findings);
    }

    [Fact]
    public void T2_FivePracticesFivePharmacies_SpeakOnEveryScale()
    {
        var findings = Judge(FivePractices, 85);

        Assert.Equal(Severity.Critical, findings.SeverityOf("PS-04"));
        Assert.Equal(Severity.High, findings.SeverityOf("PS-03"));
        Assert.Equal(Severity.Medium, findings.SeverityOf("PS-02"));
        Assert.Equal(Severity.Medium, findings.SeverityOf("PS-07"));
        Assert.Equal(Severity.High, findings.SeverityOf("ER-03"));
        Assert.Null(findings.SeverityOf("PS-05"));
        Assert.Equal([1, 2, 3, 4, 5], findings.Of("PS-04").Evidence);
    }

    [Fact]
    public void T3_ThreePrescribersOfOnePractice_CountOnce()
    {
        var findings = Judge("""
            filled | drug            | days | prescriber | practice | dispenser
            0      | clonazepam 1 mg | 30   | A          | joint    | P
            20     | clonazepam 1 mg | 30   | B          | joint    | Q
            40     | clonazepam 1 mg | 30   | C          | joint    | R
            60     | clonazepam 1 mg | 30   | D          | D        | S
            80     | clonazepam 1 mg | 30   | E          | E        | T
            """, 85);

        Assert.Null(findings.SeverityOf("PS-03"));
        Assert.Null(findings.SeverityOf("PS-04"));
        Assert.Null(findings.SeverityOf("PS-05"));
        Assert.Equal(Severity.Medium, findings.SeverityOf("PS-02"));
    }

    [Fact]
    public void T4_HospiceInOneFill_LowersEverythingToInfo()
    {
        var findings = Judge(FivePractices.Replace("T         |", "T         | Hospice", StringComparison.Ordinal), 85);

        Assert.NotNull(findings.SeverityOf("PS-04"));
        Assert.All(findings, f => Assert.Equal(Severity.Info, f.Severity));
        Assert.Equal(FillContext.Hospice, findings.Of("PS-04").ExemptBy);
    }

    [Fact]
    public void T5_ThreeEarlyRefills_AreSerial()
    {
        var findings = Judge("""
            filled | drug            | days
            0      | clonazepam 1 mg | 30
            21     | clonazepam 1 mg | 30
            43     | clonazepam 1 mg | 30
            65     | clonazepam 1 mg | 30
            """, 70);

        Assert.Equal(["ER-01 Low", "ER-02 Medium"], findings.Summary());
        Assert.Equal(3, findings.Of("ER-01").Value("n"));
        Assert.Equal((3, 25), (findings.Of("ER-02").Value("n"), findings.Of("ER-02").Value("d")));
    }

    [Fact]
    public void T6_TwoDaysEarlyEachMonth_IsNoAlert() => Assert.Empty(Judge("""
        filled | drug            | days
        0      | clonazepam 1 mg | 30
        28     | clonazepam 1 mg | 30
        56     | clonazepam 1 mg | 30
        """, 80));

    [Fact]
    public void T7_SixMilligramsOfClonazepam_IsAboveThePanicMaximumOnly()
    {
        var findings = Judge("""
            filled | drug            | qty | days
            0      | clonazepam 2 mg | 90  | 30
            """, 40);

        // 60 mg diazepam equivalents too, by one fill's days supply.
        Assert.Equal(["DO-01 Low", "DO-02 Low"], findings.Summary());
    }

    private const string Together = """
        filled | drug             | qty | days
        0      | alprazolam 2 mg  | 30  | 30
        30     | alprazolam 2 mg  | 30  | 30
        10     | oxycodone 10 mg  | 40  | 20
        30     | oxycodone 10 mg  | 40  | 20
        """;

    [Fact]
    public void T8_FortyDaysTogetherFromOnePractice_IsMedium()
    {
        var findings = Judge(Together, 60);

        Assert.Equal(["CO-01 Medium"], findings.Summary());
        var together = findings.Of("CO-01");
        Assert.Equal((40, 30), (together.Value("d"), together.Value("mme")));
        Assert.Contains("prescribers the same", together.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void T9_WithCarisoprodol_IsHigh()
    {
        var findings = Judge(Together + "\n10 | carisoprodol 350 mg | 90 | 30", 60);

        Assert.Equal(Severity.High, findings.SeverityOf("CO-02"));
    }

    [Theory]
    [InlineData(85, true)]
    [InlineData(84, false)]
    public void T10_WithoutOneFill_TheCountFallsBelowFive(int asOf, bool withAll)
    {
        var history = History.Of(FivePractices);
        var rows = withAll ? history.Rows : history.Rows.Take(4);

        Assert.Equal(withAll, Judgement.Of(history.Load(rows, History.Day(asOf))).SeverityOf("PS-04") is not null);
    }

    [Fact]
    public void T11_PatientMoved_IsJudgedOnOneSide()
    {
        var findings = Judge("""
            filled | drug            | qty | days | prescriber | dispenser | zip
            30     | clonazepam 1 mg | 14  | 14   | A          | P         | 55401
            40     | clonazepam 1 mg | 14  | 14   | B          | Q         | 55401
            50     | clonazepam 1 mg | 14  | 14   | C          | R         | 55401
            60     | clonazepam 1 mg | 14  | 14   | D          | S         | 60601
            70     | clonazepam 1 mg | 14  | 14   | E          | T         | 60601
            80     | clonazepam 1 mg | 14  | 14   | F          | U         | 60601
            """, 120);

        Assert.Null(findings.SeverityOf("PS-01"));
        var episode = findings.Of("PS-03");
        Assert.Equal((Severity.Medium, 6, 6), (episode.Severity, episode.Value("p"), episode.Value("h")));
        Assert.Contains(episode.Notes, n => n.StartsWith("moved", StringComparison.Ordinal));
    }

    [Fact]
    public void T17_TwoStrengthsOfOnePractice_AreOneRegimen()
    {
        var months = Enumerable.Range(0, 6).SelectMany(m => new[]
        {
            $"{30 * m} | clonazepam 1 mg | 30 | 30",
            $"{30 * m + 12} | clonazepam 0.5 mg | 30 | 30",
        });
        var findings = Judge("filled | drug | qty | days\n" + string.Join('\n', months), 200);

        Assert.Equal(["DU-01 Low"], findings.Summary());
    }

    [Fact]
    public void T18_SteadyDoseForFourMonths_IsNoEscalation()
    {
        var months = Enumerable.Range(0, 4).Select(m => $"{30 * m} | clonazepam 1 mg | 30 | 30");
        var findings = Judge("filled | drug | qty | days\n" + string.Join('\n', months), 115);

        Assert.Equal(["DU-01 Info"], findings.Summary());
    }

    [Fact]
    public void T19_UnbrokenOverlapOverFourHundredDays_IsFiveEvents()
    {
        string[] dispensers = ["P", "Q", "R", "S"];
        var fills = Enumerable.Range(0, 14).SelectMany(m => new[]
        {
            $"{30 * m} | clonazepam 1 mg | 30 | 30 | A | {dispensers[m % 4]}",
            $"{30 * m + 15} | alprazolam 2 mg | 30 | 30 | B | {dispensers[(m + 1) % 4]}",
        });
        var overlap = Judge("filled | drug | qty | days | prescriber | dispenser\n" + string.Join('\n', fills), 400).Of("PS-07");

        Assert.Equal((Severity.Critical, 5), (overlap.Severity, overlap.Value("e")));
    }
}
