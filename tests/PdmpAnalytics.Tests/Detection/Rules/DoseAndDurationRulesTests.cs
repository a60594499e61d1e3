using PdmpAnalytics.Detection;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>DO-02, DO-04, DU-02 and CO-03 at their limits and one below.</summary>
public sealed class DoseAndDurationRulesTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    // Lorazepam: 5 mg diazepam equivalents a mg (VA/DoD 2021).
    [Theory]
    [InlineData(60, null)] // 2 x 4 mg: 40 mg equivalents exactly
    [InlineData(61, Severity.Medium)]
    [InlineData(120, Severity.Medium)] // 80 exactly
    [InlineData(121, Severity.High)]
    public void SedativeDose_FiresAboveItsLimits(int tablets, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug           | qty       | days
        0      | lorazepam 2 mg | {tablets} | 30
        0      | lorazepam 2 mg | {tablets} | 30
        """, 29).SeverityOf("DO-02"));

    [Theory]
    [InlineData(28, null)] // 29 of 30 days at 41.33: a mean below 40
    [InlineData(29, Severity.Medium)]
    public void SedativeDose_IsAMeanOverThirtyDays(int asOf, Severity? expected) => Assert.Equal(expected, Judge("""
        filled | drug           | qty | days
        0      | lorazepam 2 mg | 62  | 30
        0      | lorazepam 2 mg | 62  | 30
        """, asOf).SeverityOf("DO-02"));

    [Fact]
    public void SedativeDoseOfOneFill_IsAtMostLow()
    {
        var finding = Judge("""
            filled | drug           | qty | days
            0      | lorazepam 2 mg | 300 | 30
            """, 40).Of("DO-02");

        Assert.Equal(Severity.Low, finding.Severity);
        Assert.Contains("severity capped: one fill only", finding.Notes);
    }

    [Fact]
    public void SedativeDose_CountsForAWindowOfNinetyDays()
    {
        var finding = Judge("""
            filled | drug           | qty | days
            0      | lorazepam 2 mg | 62  | 30
            0      | lorazepam 2 mg | 62  | 30
            """, 400).Of("DO-02");

        Assert.Equal((History.Day(29), History.Day(89)), (finding.FirstDay, finding.LastDay));
        Assert.Equal("41.3 mg diazepam equivalents a day (8.3 mg lorazepam equivalents) on average over 30 days; factor set VA2021.", finding.Text);
    }

    // Morphine: 1 MME a mg.
    [Theory]
    [InlineData(24, null)] // 48
    [InlineData(25, Severity.Info)] // 50
    [InlineData(44, Severity.Info)] // 88
    [InlineData(45, Severity.Medium)] // 90
    [InlineData(59, Severity.Medium)] // 118
    [InlineData(60, Severity.High)] // 120
    public void OpioidDose_FiresAtItsLimits(int milligramsEach, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug          | qty              | days
        0      | morphine 1 mg | {30 * milligramsEach} | 30
        0      | morphine 1 mg | {30 * milligramsEach} | 30
        """, 60).SeverityOf("DO-04"));

    [Theory]
    [InlineData(28, null)]
    [InlineData(29, Severity.High)]
    public void OpioidDose_NeedsThirtyDays(int asOf, Severity? expected) => Assert.Equal(expected, Judge("""
        filled | drug           | qty | days
        0      | morphine 60 mg | 60  | 30
        0      | morphine 60 mg | 60  | 30
        """, asOf).SeverityOf("DO-04"));

    [Fact]
    public void OpioidDose_LeavesTreatmentMedicationOut() => Assert.Null(Judge("""
        filled | drug               | qty | days
        0      | buprenorphine 8 mg | 90  | 30
        30     | buprenorphine 8 mg | 90  | 30
        """, 60).SeverityOf("DO-04"));

    [Fact]
    public void OpioidDoseInCancer_IsForInformation() => Assert.Equal(Severity.Info, Judge("""
        filled | drug           | qty | days | context
        0      | morphine 60 mg | 60  | 30   | Cancer
        0      | morphine 60 mg | 60  | 30   |
        """, 60).SeverityOf("DO-04"));

    [Theory]
    [InlineData("carisoprodol 350 mg", 21, null)]
    [InlineData("carisoprodol 350 mg", 22, Severity.Low)]
    [InlineData("phentermine 37.5 mg", 84, null)]
    [InlineData("phentermine 37.5 mg", 85, Severity.Low)]
    [InlineData("zolpidem 10 mg", 90, null)]
    [InlineData("zolpidem 10 mg", 91, Severity.Low)]
    [InlineData("clonazepam 1 mg", 180, null)] // DU-01's
    public void ShortCourse_FiresBeyondItsLimit(string drug, int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug   | days
        0      | {drug} | {days}
        """, 400).SeverityOf("DU-02"));

    [Theory]
    [InlineData(63, "B", Severity.Low)]
    [InlineData(64, "B", Severity.Medium)]
    [InlineData(64, "A", Severity.Low)]
    public void ShortCourseThreeTimesAsLong_IsMediumFromTwoPractices(int days, string practice, Severity expected) => Assert.Equal(expected, Judge($"""
        filled | drug                | days        | prescriber
        0      | carisoprodol 350 mg | 30          | A
        30     | carisoprodol 350 mg | {days - 30} | {practice}
        """, 400).SeverityOf("DU-02"));

    [Theory]
    [InlineData(7, Severity.Low)]
    [InlineData(8, null)]
    public void ShortCourse_BridgesAWeek(int gap, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled     | drug                | days
        0          | carisoprodol 350 mg | 14
        {14 + gap} | carisoprodol 350 mg | 14
        """, 400).SeverityOf("DU-02"));

    [Fact]
    public void ShortCourses_OfKindredDrugsAreOneRun() => Assert.Equal("zolpidem and eszopiclone covered 120 days in a row from 1 practice; label advises short-term use.", Judge("""
        filled | drug             | days
        0      | zolpidem 10 mg   | 60
        60     | eszopiclone 3 mg | 60
        """, 400).Of("DU-02").Text);

    [Theory]
    [InlineData("buprenorphine 8 mg", 13, "A", null)]
    [InlineData("buprenorphine 8 mg", 14, "A", Severity.Medium)]
    [InlineData("buprenorphine 8 mg", 14, "B", Severity.High)]
    [InlineData("methadone 10 mg", 14, "A", Severity.Medium)]
    [InlineData("oxycodone 10 mg", 30, "A", null)]
    public void TreatmentAndBenzodiazepine_FireByDaysAndPractices(string drug, int days, string practice, Severity? expected) =>
        Assert.Equal(expected, Judge($"""
            filled | drug            | days   | prescriber
            0      | {drug}          | 30     | A
            0      | clonazepam 1 mg | {days} | {practice}
            """, 60).SeverityOf("CO-03"));

    [Fact]
    public void TreatmentAndZDrugInHospice_StillSpeaks()
    {
        var finding = Judge("""
            filled | drug               | days | context
            0      | buprenorphine 8 mg | 30   | Hospice
            0      | zolpidem 10 mg     | 30   |
            """, 60).Of("CO-03");

        Assert.Equal((Severity.Medium, 30), (finding.Severity, finding.Value("d")));
        Assert.EndsWith("Treatment should not be withheld because of this.", finding.Text, StringComparison.Ordinal);
        Assert.Equal(ReviewQueueKind.Safety, finding.Rule.Queue);
    }
}
