using PdmpAnalytics.Detection;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Rules;

/// <summary>AB-01: who stopped at once, who tapered, and for how long it is worth a call.</summary>
public sealed class AbruptDiscontinuationRuleTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    /// <summary>Clonazepam in 20-day fills from day 0: tablets of 1 mg in each.</summary>
    private static string Fills(params int[] tablets) => "filled | drug | qty | days\n"
        + string.Join('\n', tablets.Select((t, i) => $"{20 * i} | clonazepam 1 mg | {t} | 20"));

    private static readonly string Steady = Fills(40, 40, 40, 40, 40, 40, 40, 40, 40, 40);

    [Theory]
    [InlineData(213, null)]
    [InlineData(214, Severity.Medium)]
    [InlineData(220, Severity.Medium)] // T12
    [InlineData(259, Severity.Medium)]
    [InlineData(260, null)]
    public void StopAfterTwoHundredDays_SpeaksWhileACallMayHelp(int asOf, Severity? expected) =>
        Assert.Equal(expected, Judge(Steady, asOf).SeverityOf("AB-01"));

    [Fact]
    public void Stop_SaysHowLongAndHowMuch()
    {
        var finding = Judge(Steady, 220).Of("AB-01");

        Assert.Equal((20, 180, 20), (finding.Value("g"), finding.Value("d"), finding.Value("dme")));
        Assert.Equal((History.Day(214), History.Day(220)), (finding.FirstDay, finding.LastDay));
        Assert.StartsWith("No benzodiazepine for 20 days", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Taper_IsNoStop() => // T12: 2, then 1, then half a milligram a day
        Assert.Null(Judge(Fills(40, 40, 40, 40, 40, 40, 40, 40, 20, 10), 220).SeverityOf("AB-01"));

    [Theory]
    [InlineData(30, Severity.Medium)] // the last 30 covered days at three quarters of the dose
    [InlineData(29, null)]
    public void Taper_IsALastMonthBelowThreeQuarters(int tablets, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled | drug            | qty       | days
        0      | clonazepam 1 mg | 120       | 90
        90     | clonazepam 1 mg | 40        | 30
        120    | clonazepam 1 mg | {tablets} | 30
        """, 170).SeverityOf("AB-01"));

    [Theory]
    [InlineData(4, null)] // 80 days
    [InlineData(5, Severity.Medium)]
    public void Use_MustHaveLasted(int fills, Severity? expected) =>
        Assert.Equal(expected, Judge(Fills([.. Enumerable.Repeat(40, fills)]), 20 * fills + 20).SeverityOf("AB-01"));

    [Theory]
    [InlineData(19, null)] // 9.5 mg equivalents a day
    [InlineData(20, Severity.Medium)]
    [InlineData(79, Severity.Medium)]
    [InlineData(80, Severity.High)] // 40
    public void Dose_DecidesWhetherItMatters(int tablets, Severity? expected) =>
        Assert.Equal(expected, Judge(Fills([.. Enumerable.Repeat(tablets, 10)]), 220).SeverityOf("AB-01"));

    [Theory]
    [InlineData(30, Severity.Medium)] // 120 of 150 days covered
    [InlineData(31, null)]
    public void PatchyUse_IsNoDependence(int gap, Severity? expected) => Assert.Equal(expected, Judge($"""
        filled     | drug            | qty | days
        0          | clonazepam 1 mg | 60  | 60
        {60 + gap} | clonazepam 1 mg | 60  | 60
        """, 150 + 20).SeverityOf("AB-01"));

    [Theory]
    [InlineData(213, null)] // covered up to day 189, and ten days saved by the early fill
    [InlineData(214, Severity.Medium)]
    public void SavedSupply_IsUsedUpFirst(int asOf, Severity? expected) => Assert.Equal(
        expected,
        Judge(Fills(40, 40, 40, 40, 40, 40, 40, 40, 40) + "\n170 | clonazepam 1 mg | 40 | 20", asOf).SeverityOf("AB-01"));

    [Theory]
    [InlineData("205 | zolpidem 10 mg   | 10", null)] // another sedative in its place
    [InlineData("190 | zolpidem 10 mg   | 30", null)] // still in hand on day 219
    [InlineData("180 | zolpidem 10 mg   | 30", Severity.Medium)] // ended on day 209
    [InlineData("205 | oxycodone 10 mg  | 10", Severity.Medium)] // no sedative
    public void AnotherSedative_KeepsItSilent(string line, Severity? expected) => Assert.Equal(expected, Judge(
        "filled | drug | days | qty\n" + string.Join('\n', Enumerable.Range(0, 10).Select(i => $"{20 * i} | clonazepam 1 mg | 20 | 40")) + "\n" + line,
        219).SeverityOf("AB-01"));

    [Theory]
    [InlineData(55901, Severity.Medium)] // elsewhere in Minnesota
    [InlineData(60601, null)] // Illinois
    public void MovingAway_KeepsItSilent(int zip, Severity? expected) => Assert.Equal(expected, Judge(
        "filled | drug | days | qty | zip\n" + string.Join('\n', Enumerable.Range(0, 10).Select(i => $"{20 * i} | clonazepam 1 mg | 20 | 40 | 55401"))
        + $"\n210 | oxycodone 10 mg | 5 | 20 | {zip}",
        220).SeverityOf("AB-01"));

    [Fact]
    public void StatedTaper_DoesNotSilenceSafety()
    {
        var finding = Judge("""
            filled | drug            | qty | days | context
            0      | clonazepam 1 mg | 240 | 120  | Taper
            """, 140).Of("AB-01");

        Assert.Equal(Severity.Medium, finding.Severity);
        Assert.Contains("a record states a taper", finding.Notes);
    }
}
