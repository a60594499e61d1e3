using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Review;

public class AlertPolicyTests
{
    private static readonly DateOnly Closed = new(2026, 3, 1);
    private static readonly DateOnly Judged = new(2026, 2, 27);

    [Fact]
    public void NothingFound_NothingKnown_Leaves() => Assert.Equal(AlertStep.Leave, AlertPolicy.Decide(null, null, On(Closed)).Step);

    [Fact]
    public void FirstFinding_Raises() => Assert.Equal(AlertStep.Raise, Decide(Severity.Low, null));

    [Fact]
    public void SameContent_Leaves()
    {
        var content = Content(Severity.High);
        var standing = new AlertStanding(AlertState.New, Severity.High, content.Fingerprint, Judged, null, null, content.Evidence);
        Assert.Equal(AlertStep.Leave, AlertPolicy.Decide(content, standing, On(Closed)).Step);
    }

    [Theory]
    [InlineData(AlertState.New)]
    [InlineData(AlertState.InReview)]
    [InlineData(AlertState.ActionPending)]
    [InlineData(AlertState.Reopened)]
    public void OpenAlert_RefreshedByNewContent_WithdrawnByNone(AlertState state)
    {
        Assert.Equal(AlertStep.Refresh, Decide(Severity.High, Standing(state)));
        Assert.Equal(AlertStep.Withdraw, AlertPolicy.Decide(null, Standing(state), On(Closed)).Step);
    }

    [Theory]
    [InlineData(AlertState.Closed)]
    [InlineData(AlertState.Withdrawn)]
    public void EndedAlert_WithoutFindings_Leaves(AlertState state) =>
        Assert.Equal(AlertStep.Leave, AlertPolicy.Decide(null, Standing(state), On(Closed)).Step);

    [Fact]
    public void WithdrawnAlert_ReopensWhenTheEvidenceIsBack() =>
        Assert.Equal(AlertStep.Reopen, Decide(Severity.Low, Standing(AlertState.Withdrawn)));

    [Theory]
    // disposition | days after closing | severity (was Medium) | evidence (was 1..10) | expected
    [InlineData(Disposition.FalsePositiveMoved, 89, Severity.Medium, 15, AlertStep.Leave)] // 5 of 10 is half, not more
    [InlineData(Disposition.FalsePositiveMoved, 89, Severity.Medium, 16, AlertStep.Reopen)]
    [InlineData(Disposition.FalsePositiveMoved, 89, Severity.High, 11, AlertStep.Leave)]
    [InlineData(Disposition.FalsePositiveMoved, 89, Severity.Critical, 10, AlertStep.Reopen)]
    [InlineData(Disposition.FalsePositiveMoved, 90, Severity.Medium, 11, AlertStep.Reopen)]
    [InlineData(Disposition.FalsePositiveMoved, 90, Severity.Medium, 10, AlertStep.Leave)]
    [InlineData(Disposition.LowConcern, 10, Severity.Medium, 11, AlertStep.Leave)]
    [InlineData(Disposition.LetterSent, 1, Severity.Medium, 10, AlertStep.Leave)]
    [InlineData(Disposition.LetterSent, 1, Severity.Medium, 11, AlertStep.Reopen)]
    [InlineData(Disposition.Monitor90Days, 1, Severity.Medium, 11, AlertStep.Reopen)]
    [InlineData(Disposition.LetterSent, 1, Severity.Info, 20, AlertStep.Leave)]
    public void ClosedAlert_ReopensOnlyForSomethingNew(Disposition disposition, int days, Severity severity, int lastFill, AlertStep expected)
    {
        var standing = Standing(AlertState.Closed, disposition);
        var content = Content(severity, [.. Enumerable.Range(1, lastFill).Select(i => (long)i)]);
        Assert.Equal(expected, AlertPolicy.Decide(content, standing, On(Closed.AddDays(days))).Step);
    }

    [Fact]
    public void InformationOnly_AboutAnUnusualPatient_IsRecordedNotQueued()
    {
        var content = AlertContent.Of(Findings.Judge(1, Findings.Of(severity: Severity.Info)).Scored(percentile: 95))!;
        Assert.Equal(QueueHold.InformationOnly, content.Hold);
    }

    [Fact]
    public void InformationOnly_AboutAnOrdinaryPatient_IsNotRecorded()
    {
        Assert.Null(AlertContent.Of(Findings.Judge(1, Findings.Of(severity: Severity.Info))));
        Assert.Null(AlertContent.Of(Findings.Judge(1, Findings.Of(severity: Severity.Info)).Scored(percentile: 89)));
    }

    [Fact]
    public void ExemptContext_IsRecordedWithTheReason()
    {
        var content = AlertContent.Of(Findings.Judge(1, Findings.Of(severity: Severity.Info, exemptBy: FillContext.Cancer)))!;
        Assert.Equal(QueueHold.ExemptContext, content.Hold);
        Assert.Equal(ReviewQueueKind.Review, content.Queue);
    }

    [Fact]
    public void SeveralFindings_TakeTheQueueOfTheMostSevereThatQueues()
    {
        var content = AlertContent.Of(Findings.Judge(
            1,
            Findings.Of("PS-01", Severity.Medium, evidence: [1, 2]),
            Findings.Of("CO-01", Severity.High, ReviewQueueKind.Safety, evidence: [2, 3]),
            Findings.Of("DO-02", Severity.Critical, ReviewQueueKind.None, evidence: [3])))!;
        Assert.Equal(ReviewQueueKind.Safety, content.Queue);
        Assert.Equal(Severity.Critical, content.Severity);
        Assert.Equal("PS-01;CO-01;DO-02", content.Rules);
        Assert.Equal(3, content.Evidence.Count);
    }

    [Fact]
    public void Fingerprint_IgnoresTheDay_SeesEveryNumber()
    {
        var judgement = Findings.Judge(1, Findings.Of()).Scored(97);
        var same = judgement with { AsOf = judgement.AsOf.AddDays(1) };
        var other = judgement with { Findings = [judgement.Findings[0] with { Values = [new FindingValue("n", 6)] }] };
        Assert.Equal(AlertContent.Of(judgement)!.Fingerprint, AlertContent.Of(same)!.Fingerprint);
        Assert.NotEqual(AlertContent.Of(judgement)!.Fingerprint, AlertContent.Of(other)!.Fingerprint);
        Assert.NotEqual(AlertContent.Of(judgement)!.Fingerprint, AlertContent.Of(judgement.Scored(98))!.Fingerprint);
    }

    [Theory]
    [InlineData(AlertState.New, AlertStep.Wait)]
    [InlineData(AlertState.Closed, AlertStep.Wait)]
    [InlineData(AlertState.Withdrawn, AlertStep.Reopen)]
    public void EarlierDay_TakesNothingBack(AlertState state, AlertStep expected)
    {
        var dayBefore = new PublicationDays(Judged.AddDays(-1), Closed);
        Assert.Equal(expected, AlertPolicy.Decide(Content(Severity.Low), Standing(state), dayBefore).Step);
        Assert.Equal(
            state == AlertState.Withdrawn ? AlertStep.Leave : AlertStep.Wait,
            AlertPolicy.Decide(null, Standing(state), dayBefore).Step);
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public void Silence_IsCountedInDaysOfThoseWhoClosed_WhateverDayIsJudged(int judgedDaysFromClosing)
    {
        var standing = Standing(AlertState.Closed, Disposition.FalsePositiveMoved) with { AsOf = DateOnly.MinValue };
        var grown = Content(Severity.Medium, [.. Enumerable.Range(1, 11).Select(i => (long)i)]);
        var judged = Closed.AddDays(judgedDaysFromClosing);
        Assert.Equal(AlertStep.Leave, AlertPolicy.Decide(grown, standing, new PublicationDays(judged, Closed.AddDays(89))).Step);
        Assert.Equal(AlertStep.Reopen, AlertPolicy.Decide(grown, standing, new PublicationDays(judged, Closed.AddDays(90))).Step);
    }

    /// <summary>Judged and published on the same day.</summary>
    private static PublicationDays On(DateOnly day) => new(day, day);

    private static AlertStep Decide(Severity severity, AlertStanding? standing) =>
        AlertPolicy.Decide(Content(severity), standing, On(Closed)).Step;

    private static AlertContent Content(Severity severity, params long[] evidence) =>
        AlertContent.Of(Findings.Judge(1, Findings.Of(severity: severity, evidence: evidence)))!;

    private static AlertStanding Standing(AlertState state, Disposition? disposition = null) =>
        new(state, Severity.Medium, 0, Judged, disposition, Closed, Enumerable.Range(1, 10).Select(i => (long)i).ToHashSet());
}
