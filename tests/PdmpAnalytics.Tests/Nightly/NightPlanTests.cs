using System.Globalization;
using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.Tests.Nightly;

public class NightPlanTests
{
    /// <summary>Nights as <c>day:state</c>; days of May 2026.</summary>
    [Theory]
    [InlineData("", 10, "10")]
    [InlineData("9:Done", 10, "10")]
    [InlineData("9:Done 10:Done", 10, "")]
    [InlineData("6:Done", 10, "7 8 9 10")]
    [InlineData("6:Done 7:Failed", 10, "7 8 9 10")]
    [InlineData("6:Done 7:Running", 7, "7")]
    [InlineData("8:Failed", 10, "8 9 10")]
    [InlineData("8:Running", 8, "8")]
    [InlineData("12:Failed", 10, "10")]
    public void Nights_ThatAreMissing_RunInDateOrder(string nights, int asked, string expected)
    {
        var plan = NightPlan.For(Day(asked), Day(20), Parse(nights));

        Assert.Equal(expected, string.Join(' ', plan.Value.Days.Select(d => d.Day)));
    }

    [Fact]
    public void DayBeforeAGoodNight_IsRefused() =>
        Assert.Equal(RefusalReason.NotAllowed, NightPlan.For(Day(8), Day(20), Parse("10:Done")).Refusal?.Reason);

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    public void DayToCome_IsRefused_ButForTheNext(int asked, bool allowed) =>
        Assert.Equal(allowed, NightPlan.For(Day(asked), Day(20), Parse("19:Done")).Succeeded);

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void MoreMissedNightsThanAMonth_AreAskedAbout(int missed, bool without)
    {
        var plan = NightPlan.For(Day(20), Day(20), new Dictionary<DateOnly, NightState> { [Day(20).AddDays(-missed - 1)] = NightState.Done }).Value;

        Assert.Equal(missed + 1, plan.Days.Count);
        Assert.Equal(without, plan.TooMany() is null);
    }

    private static DateOnly Day(int day) => new(2026, 5, day);

    private static Dictionary<DateOnly, NightState> Parse(string nights) => nights
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n.Split(':'))
        .ToDictionary(n => Day(int.Parse(n[0], CultureInfo.InvariantCulture)), n => Enum.Parse<NightState>(n[1]));
}
