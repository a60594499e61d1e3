using System.Globalization;
using PdmpAnalytics.Nightly;
using Xunit;

namespace PdmpAnalytics.Tests.Nightly;

/// <summary>Nights begin at 02:00 in Chicago (07:00 UTC in summer) and may take four hours.</summary>
public class NightWatchTests
{
    private static readonly NightSchedule Schedule = new(new TimeOnly(2, 0), TimeZoneInfo.FindSystemTimeZoneById("America/Chicago"));

    [Theory]
    [InlineData("2026-06-02T10:59:59Z", "2026-05-31:Done", "2026-05-31", true)]
    [InlineData("2026-06-02T11:00:00Z", "2026-05-31:Done", "2026-06-01", false)]
    [InlineData("2026-06-02T11:00:00Z", "2026-05-31:Done 2026-06-01:Done", "2026-06-01", true)]
    [InlineData("2026-06-02T11:00:00Z", "2026-05-31:Done 2026-06-01:Failed", "2026-06-01", false)]
    [InlineData("2026-06-02T11:00:00Z", "2026-05-31:Done 2026-06-01:Running", "2026-06-01", false)]
    [InlineData("2026-06-02T09:00:00Z", "2026-05-30:Done", "2026-05-31", false)]
    [InlineData("2026-06-02T11:00:00Z", "", "2026-06-01", false)]
    public void Night_ThatShouldBeDone(string now, string nights, string expected, bool good)
    {
        var verdict = NightWatch.Check(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture), Schedule, TimeSpan.FromHours(4), Parse(nights));

        Assert.Equal((expected, good), (verdict.Expected.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), verdict.IsGood));
    }

    private static Dictionary<DateOnly, NightState> Parse(string nights) => nights
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n.Split(':'))
        .ToDictionary(n => DateOnly.Parse(n[0], CultureInfo.InvariantCulture), n => Enum.Parse<NightState>(n[1]));
}
