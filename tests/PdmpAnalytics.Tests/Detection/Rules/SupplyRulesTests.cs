using PdmpAnalytics.Detection;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>OV, DO, DU and CO rules at their limits and one below.</summary>
public sealed class SupplyRulesTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    [Theory]
    [InlineData(6, null)]
    [InlineData(7, Severity.Low)]
    [InlineData(13, Severity.Low)]
    [InlineData(14, Severity.Medium)]
    [InlineData(29, Severity.Medium)]
    [InlineData(30, Severity.High)]
    public void OverlapOfPractices_FiresByDays(int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled      | drug            | days | prescriber
        0           | clonazepam 1 mg | 60   | A
        {60 - days} | alprazolam 2 mg | 60   | B
        """, 200).SeverityOf("OV-01"));

    [Fact]
    public void OverlapOfOnePractice_IsSilent() => Assert.Null(Judge("""
        filled | drug            | days | prescriber | practice
        0      | clonazepam 1 mg | 60   | A          | joint
        0      | alprazolam 2 mg | 60   | B          | joint
        """, 200).SeverityOf("OV-01"));

    [Fact]
    public void OverlapBesideAnEvent_SaysThatTheyAreOne()
    {
        var findings = Judge("""
            filled | drug            | days | prescriber | dispenser
            0      | clonazepam 1 mg | 30   | A          | P
            10     | clonazepam 1 mg | 30   | B          | Q
            20     | clonazepam 1 mg | 30   | C          | R
            """, 60);

        Assert.NotNull(findings.SeverityOf("PS-07"));
        Assert.Contains("merged with PS-07: the same overlaps", findings.Of("OV-01").Notes);
    }

    [Theory]
    [InlineData(29, "A", null)]
    [InlineData(30, "A", Severity.Medium)]
    [InlineData(30, "B", Severity.High)]
    public void TwoBenzodiazepines_FireAfterThirtyDays(int days, string practice, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | days   | prescriber
        0      | clonazepam 1 mg | 60     | A
        0      | alprazolam 2 mg | {days} | {practice}
        """, 70).SeverityOf("OV-02"));

    [Theory]
    [InlineData(13, null)]
    [InlineData(14, Severity.Medium)]
    public void ThreeSedatives_FireAfterFourteenDays(int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug               | days
        0      | clonazepam 1 mg    | 60
        0      | zolpidem 10 mg     | 60
        0      | carisoprodol 350 mg| {days}
        """, 70).SeverityOf("OV-02"));

    [Theory]
    [InlineData(120, 30, null)] // exactly 4 mg a day
    [InlineData(124, 30, Severity.Low)]
    public void DoseAtTheMaximum_IsSilentAndAboveLow(int halfMilligrams, int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | qty              | days
        0      | clonazepam 1 mg | {halfMilligrams} | {days}
        """, 40).SeverityOf("DO-01"));

    [Theory]
    [InlineData(13, null)]
    [InlineData(14, Severity.Low)]
    public void DoseAboveTheMaximum_NeedsFourteenDaysInARow(int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | qty        | days
        0      | clonazepam 2 mg | {3 * days} | {days}
        """, 40).SeverityOf("DO-01"));

    [Theory]
    [InlineData(2, null)] // 26 days above, 13 in a row
    [InlineData(3, Severity.Low)] // 39 days above
    public void DoseAboveTheMaximum_OrThirtyDaysInNinety(int stretches, Severity? expected) => Assert.Equal(expected, Judge(
        "filled | drug | qty | days\n" + string.Join('\n', Enumerable.Range(0, stretches).Select(i => $"{i * 20} | clonazepam 2 mg | 39 | 13")),
        70).SeverityOf("DO-01"));

    [Theory]
    [InlineData(300, Severity.Low)] // 20 mg in two fills: the highest maximum exactly
    [InlineData(315, Severity.Medium)] // 21 mg
    [InlineData(600, Severity.Medium)] // 40 mg: twice exactly
    [InlineData(615, Severity.High)]
    public void DoseInTwoFills_ClimbsWithTheHighestMaximum(int tablets, Severity expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | qty       | days
        0      | clonazepam 1 mg | {tablets} | 30
        0      | clonazepam 1 mg | {tablets} | 30
        """, 40).SeverityOf("DO-01"));

    [Fact]
    public void DoseInOneFill_IsAtMostLow()
    {
        var finding = Judge("""
            filled | drug            | qty | days
            0      | clonazepam 1 mg | 900 | 30
            """, 40).Of("DO-01");

        Assert.Equal(Severity.Low, finding.Severity);
    }

    [Theory]
    [InlineData("Seizure", null)]
    [InlineData("AlcoholWithdrawal", null)]
    [InlineData("None", Severity.Low)]
    public void StatedSeizureOrWithdrawal_LeavesOnlyTheHighestMaximum(string context, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | qty | days | context
        0      | clonazepam 2 mg | 90  | 30   | {context}
        """, 40).SeverityOf("DO-01"));

    [Fact]
    public void FaultyQuantity_SaysNothingAboutTheDose() => Assert.Null(Judge("""
        filled | drug            | qty   | days | quality
        0      | clonazepam 2 mg | 20000 | 30   | Quantity
        """, 40).SeverityOf("DO-01"));

    private static string Doses(string practiceOfRise, params int[] tabletsByMonth) =>
        "filled | drug | qty | days | prescriber\n" + string.Join('\n', tabletsByMonth
            .Select((tablets, m) => $"{30 * m} | clonazepam 1 mg | {tablets} | 30 | {(m < 6 ? "A" : practiceOfRise)}"));

    [Theory]
    [InlineData("A", 60, Severity.Low)] // 10 to 20 mg equivalents a day
    [InlineData("B", 60, Severity.High)] // twice, from two practices
    [InlineData("B", 50, Severity.Medium)]
    [InlineData("A", 44, null)] // 1.47-fold
    public void DoseThatRose_FiresByRatioAndPractices(string practice, int tabletsAfter, Severity? expected) => Assert.Equal(expected, Judge(
        Doses(practice, 30, 30, 30, 30, 30, 30, tabletsAfter, tabletsAfter), 239).SeverityOf("DO-03"));

    [Fact]
    public void SteadyDose_IsNoEscalation() =>
        Assert.Null(Judge(Doses("A", 30, 30, 30, 30, 30, 30, 30, 30), 239).SeverityOf("DO-03"));

    [Theory]
    [InlineData(90, null)]
    [InlineData(91, Severity.Info)]
    [InlineData(179, Severity.Info)]
    [InlineData(180, Severity.Low)]
    public void LongRun_IsInfoThenLow(int days, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | days
        0      | clonazepam 1 mg | {days}
        """, 400).SeverityOf("DU-01"));

    [Theory]
    [InlineData(7, Severity.Info)]
    [InlineData(8, null)]
    public void ShortGap_DoesNotEndARun(int gap, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled     | drug            | days
        0          | clonazepam 1 mg | 60
        {60 + gap} | zolpidem 10 mg  | 60
        """, 400).SeverityOf("DU-01"));

    private static string OpioidAnd(int sharedDays, string practice) => $"""
        filled            | drug            | days         | prescriber
        0                 | tramadol 50 mg  | 40           | A
        40                | tramadol 50 mg  | 40           | A
        {40 - sharedDays} | clonazepam 1 mg | {sharedDays} | {practice}
        40                | clonazepam 1 mg | 1            | {practice}
        """;

    [Theory]
    [InlineData(5, "A", null)]
    [InlineData(6, "A", Severity.Low)] // and the day of the second fill: 7 days in 30
    [InlineData(28, "A", Severity.Low)]
    [InlineData(29, "A", Severity.Medium)] // 30 days in 183
    [InlineData(29, "B", Severity.High)]
    public void OpioidAndBenzodiazepine_FireByDaysAndPractices(int sharedDays, string practice, Severity? expected) =>
        Assert.Equal(expected, Judge(OpioidAnd(sharedDays, practice), 100).SeverityOf("CO-01"));

    [Fact]
    public void OneFillOfEach_StaysAcute() => Assert.Equal(Severity.Low, Judge("""
        filled | drug            | days | prescriber
        0      | tramadol 50 mg  | 60   | A
        0      | clonazepam 1 mg | 60   | B
        """, 100).SeverityOf("CO-01"));

    [Theory]
    [InlineData("Cancer", Severity.Info)]
    [InlineData("LongTermCare", Severity.Medium)] // no safer for combinations
    public void ExemptContext_LowersCombinationsByItsOwnList(string context, Severity expected) =>
        Assert.Equal(expected, Judge($"""
            filled | drug            | days | prescriber | context
            0      | tramadol 50 mg  | 40   | A          |
            40     | tramadol 50 mg  | 40   | A          |
            0      | clonazepam 1 mg | 40   | A          | {context}
            40     | clonazepam 1 mg | 40   | A          |
            """, 100).SeverityOf("CO-01"));

    [Theory]
    [InlineData(6, "A", "P", null)]
    [InlineData(7, "A", "P", Severity.High)]
    [InlineData(7, "B", "P", Severity.Critical)]
    [InlineData(7, "A", "Q", Severity.Critical)]
    public void AllThree_FireAfterSevenDays(int days, string practice, string dispenser, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug                | days   | prescriber | dispenser
        0      | tramadol 50 mg      | 30     | A          | P
        0      | clonazepam 1 mg     | 30     | A          | P
        0      | carisoprodol 350 mg | {days} | {practice} | {dispenser}
        """, 40).SeverityOf("CO-02"));
}
