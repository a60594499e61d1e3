using Microsoft.AspNetCore.Http;
using PdmpAnalytics.Web.Timeline;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Timeline;

public class TimelineViewTests
{
    [Fact]
    public void Parameters_Read() => Assert.Equal(
        new TimelineView(LaneBy.Dispenser, new DateOnly(2025, 1, 31), new DateOnly(2026, 5, 31)),
        TimelineView.Parse("Dispenser", "2025-01-31", "2026-05-31"));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("1", "31.1.2025", "2026-02-30")]
    [InlineData("<b>", "", "0")]
    public void Nonsense_Defaults(string? lanes, string? from, string? to) => Assert.Equal(new TimelineView(), TimelineView.Parse(lanes, from, to));

    [Fact]
    public void Links_KeepThePagesOwnParameters()
    {
        var request = new DefaultHttpContext().Request;
        request.Path = "/alerts/7";
        request.QueryString = new QueryString("?lanes=drug&tab=why%20%26%20how&from=2020-01-01&rule=a&rule=b");

        var link = TimelineLinks.Of(request).To(TimelineView.Parse("prescriber", "2025-01-01", "2025-06-30"));

        Assert.Equal("/alerts/7?tab=why%20%26%20how&rule=a&rule=b&lanes=prescriber&from=2025-01-01&to=2025-06-30", link);
    }
}
