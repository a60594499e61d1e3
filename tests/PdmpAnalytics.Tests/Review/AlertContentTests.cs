using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Review;

/// <summary>What a patient drawn below the line becomes.</summary>
public class AlertContentTests
{
    private static readonly RuleFinding Info = Findings.Of(severity: Severity.Info);

    [Fact]
    public void Drawn_WithoutAFinding_IsAnOrdinaryLowAlert()
    {
        var content = AlertContent.Of(Drawn())!;

        Assert.Equal((QueueHold.None, ReviewQueueKind.Review, Severity.Low, Sample), (content.Hold, content.Queue, content.Severity, content.DrawnBy));
        Assert.Equal("", content.Rules);
    }

    [Fact]
    public void Drawn_WithFindingsThatQueueNothing_Queues()
    {
        var content = AlertContent.Of(Drawn(Info))!;

        Assert.Equal((QueueHold.None, Severity.Low, Sample), (content.Hold, content.Severity, content.DrawnBy));
        Assert.Null(AlertContent.Of(Drawn(Info) with { DrawnBy = null })?.DrawnBy);
    }

    [Fact]
    public void Drawn_AboveTheLine_IsQueuedByItsRule()
    {
        var content = AlertContent.Of(Drawn(Findings.Of(severity: Severity.High)))!;

        Assert.Equal((QueueHold.None, Severity.High, null), (content.Hold, content.Severity, content.DrawnBy));
    }

    [Fact]
    public void Drawn_KeptSilentByAContext_StaysSilent()
    {
        var content = AlertContent.Of(Drawn(Findings.Of(severity: Severity.Info, exemptBy: FillContext.Hospice)))!;

        Assert.Equal((QueueHold.ExemptContext, null), (content.Hold, content.DrawnBy));
    }

    [Fact]
    public void Fingerprint_TellsTheSampleApart()
    {
        var unusual = Drawn(Info).Scored(99.5);

        Assert.NotEqual(AlertContent.Of(unusual)!.Fingerprint, AlertContent.Of(unusual with { DrawnBy = null })!.Fingerprint);
    }

    private static readonly BlindSample Sample = new(0.01, 1);

    private static PatientJudgement Drawn(params RuleFinding[] findings) => Findings.Judge(1, findings).Scored(40) with { DrawnBy = Sample };
}
