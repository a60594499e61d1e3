using PdmpAnalytics.Detection;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

public class JudgingDayTests
{
    [Theory]
    [InlineData(-1000, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(13000, false)]
    public void DayToCome_IsRefused_ButForTheNext(int daysFromToday, bool allowed)
    {
        var today = new DateOnly(2026, 5, 31);

        Assert.Equal(allowed, JudgingDay.Refuse(today.AddDays(daysFromToday), today) is null);
    }
}
