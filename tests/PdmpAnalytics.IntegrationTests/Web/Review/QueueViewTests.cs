using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Web.Review;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Review;

public class QueueViewTests
{
    [Fact]
    public void AddressReadAgain_IsTheSameView()
    {
        var view = Of("q=rule:PS-03 score:>90&severity=>=high&in=TN&page=3&state=", ReviewQueueKind.Safety);

        var again = QueueView.Of(ReviewQueueKind.Safety, Query(view.Address.Split('?')[1]));

        Assert.Equal("/queue/safety", view.Address.Split('?')[0]);
        Assert.Equal((view.Search, view.Page, view.Queue), (again.Search, again.Page, again.Queue));
        Assert.Equal("severity:>=high in:TN rule:PS-03 score:>90", view.Search);
    }

    [Fact]
    public void AlertsAddress_LeadsBackToTheList()
    {
        var view = Of("severity=critical&sort=due", ReviewQueueKind.Data);

        var back = QueueView.Of(Query(view.AddressOf(12).Split('?')[1]), ReviewQueueKind.Review);

        Assert.Equal(view.Address, back.Address);
    }

    [Fact]
    public void Filter_NarrowsItsOwnQueueAndLeavesSnoozedOnesOut()
    {
        var filter = Of("q=queue:board is:unclaimed", ReviewQueueKind.Review).Filter("lea").Value;

        Assert.Equal((ReviewQueueKind.Review, false, false, "lea"), (filter.Queue, filter.Snoozed, filter.Claimed, filter.Viewer));
        Assert.True(Of("is=snoozed", ReviewQueueKind.Review).Filter("lea").Value.Snoozed);
    }

    [Fact]
    public void FieldWithBlanks_BecomesNoName()
    {
        var filter = Of("in=TN SMITH", ReviewQueueKind.Review).Filter("lea");

        Assert.Equal("'in:TNSMITH' is no state; write in:MN.", filter.Refusal?.Message);
    }

    private static QueueView Of(string query, ReviewQueueKind queue) => QueueView.Of(queue, Query(query));

    private static QueryCollection Query(string text) => new(QueryHelpers.ParseQuery(text));
}
