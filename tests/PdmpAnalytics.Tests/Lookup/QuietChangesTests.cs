using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Checking;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

/// <summary>What could still be otherwise about a fill, each change alone, against rules that are written here.</summary>
public class QuietChangesTests
{
    private static readonly int Today = new DateOnly(2025, 6, 1).DayNumber;

    private static readonly Fill Asked = new() { StartDay = Today, LastDay = Today + 29, FilledDay = Today, Quantity = 60, Payment = PaymentType.PrivatePay };

    [Fact]
    public void EachRule_IsToldWhatKeepsItSilent_AndAllOfThemTogether()
    {
        var quiet = Of(["EARLY", "CASH"], fill =>
            [.. fill.StartDay < Today + 10 ? ["EARLY"] : Array.Empty<string>(), .. fill.Payment == PaymentType.PrivatePay ? ["CASH"] : Array.Empty<string>()]);

        Assert.Equal("dispensed on 2025-06-11 (10 days from the day asked)", quiet.ByRule["EARLY"]);
        Assert.Equal("billed to insurance instead of paid privately", quiet.ByRule["CASH"]);
        Assert.StartsWith("none of what was tried: another day within 60 days", Assert.Single(quiet.All), StringComparison.Ordinal);
    }

    [Fact]
    public void SmallSupplyOrLaterDay_KeepAllSilent()
    {
        var quiet = Of(["DOSE"], fill => fill.LastDay >= Today + 7 && fill.StartDay < Today + 3 ? ["DOSE"] : []);

        Assert.Equal(["dispensed on 2025-06-04 (3 days from the day asked)", "7 days at the same dose instead of 30"], quiet.All);
        Assert.Equal(string.Join("; or ", quiet.All), quiet.ByRule["DOSE"]);
    }

    [Fact]
    public void DayOnWhichARuleSpeaksAgain_IsNotPromised()
    {
        var quiet = Of(["ONE"], fill => fill.StartDay == Today || fill.StartDay > Today + 1 ? ["ONE"] : []);

        Assert.Equal(["dispensed on 2025-06-02 (1 day from the day asked)"], quiet.All);
    }

    [Fact]
    public void NothingHelps_IsSaid()
    {
        var quiet = Of(["PAST"], _ => ["PAST"]);

        Assert.StartsWith("none of what was tried", quiet.ByRule["PAST"], StringComparison.Ordinal);
        Assert.NotEmpty(quiet.All);
    }

    [Fact]
    public void WhatWasNotStated_IsTriedToo()
    {
        var usual = new FillChange("written by the usual one", Asked with { PrescriberId = 7 });

        var quiet = Of(["PS"], fill => fill.PrescriberId == 7 ? [] : ["PS"], usual);

        Assert.Equal(["written by the usual one"], quiet.All);
    }

    private static QuietAnswer Of(string[] rules, Func<Fill, string[]> firing, params FillChange[] unstated) =>
        new QuietChanges(fill => firing(fill).ToHashSet()).Of(Asked, rules, unstated);
}
