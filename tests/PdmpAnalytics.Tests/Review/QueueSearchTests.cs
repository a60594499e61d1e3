using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using Xunit;

namespace PdmpAnalytics.Tests.Review;

public class QueueSearchTests
{
    [Fact]
    public void Parts_NarrowTogether()
    {
        var filter = Parsed("is:unclaimed rule:ps-03 score:>90 severity:>=high queue:safety drug:opioids in:mn zip:554 to:ben age:<=3 sort:age");

        Assert.Equal(
            AlertFilter.Queued with
            {
                Claimed = false, RuleId = "PS-03", Score = new NumberRange(Math.BitIncrement(90), null), SeverityFrom = Severity.High,
                Queue = ReviewQueueKind.Safety, Drugs = DrugScope.Opioids, PatientState = "MN", Zip3 = "554", Assignee = "ben",
                AgeDays = new NumberRange(null, 3), Sort = AlertSort.Age,
            },
            filter);
    }

    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("4711", 4711L, null, null)]
    [InlineData("#4711", 4711L, null, null)]
    [InlineData("Smith", null, "Smith", null)]
    [InlineData("smith, john", null, "smith", "john")]
    [InlineData("John Smith", null, "Smith", "John")]
    public void FreeText_IsAnAlertOrAName(string text, long? id, string? last, string? first)
    {
        var filter = Parsed(text);
        Assert.Equal((id, last, first), (filter.AlertId, filter.Name?.Last, filter.Name?.First));
    }

    [Theory]
    [InlineData("is:mine")]
    [InlineData("is:second")]
    public void WordsAboutOneself_NameTheUser(string text) =>
        Assert.Equal("ana", Parsed(text) is { } filter ? filter.Mine ?? filter.SecondReadingBy : null);

    [Theory]
    [InlineData("state:in_review", AlertState.InReview)]
    [InlineData("state:action-pending", AlertState.ActionPending)]
    [InlineData("is:closed", AlertState.Closed)]
    public void State_IsNamedAsEverywhere(string text, AlertState state) => Assert.Equal(state, Parsed(text).State);

    [Theory]
    [InlineData("colour:red", "'colour:' is not known")]
    [InlineData("is:happy", "'is:happy' is not known")]
    [InlineData("score:>much", "'score:>much' has no number")]
    [InlineData("state:", "needs something after the colon")]
    [InlineData("state:asleep", "there are new, assigned")]
    [InlineData("severity:>huge", "there are info, low")]
    [InlineData("zip:55414", "first three digits")]
    [InlineData("in:Minnesota", "is no state")]
    [InlineData("patient:smith", "is no number of a patient")]
    public void WhatCannotBeUnderstood_SaysWhy(string text, string why)
    {
        var refusal = QueueSearch.Parse("rule:PS-03 " + text, "ana", AlertFilter.Queued).Refusal;
        Assert.Equal(RefusalReason.Incomplete, refusal?.Reason);
        Assert.Contains(why, refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NameSought_PrintsNothingPersonal() => Assert.DoesNotContain("smith", Parsed("smith").ToString(), StringComparison.OrdinalIgnoreCase);

    private static AlertFilter Parsed(string text) => QueueSearch.Parse(text, "ana", AlertFilter.Queued).Value;
}
