using PdmpAnalytics.Detection.RuleSets;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.RuleSets;

public sealed class RuleSetTimelineTests
{
    private static readonly RuleSetAuthor Ana = new("ana", "agreed", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RuleSet _first = Set("first");
    private readonly RuleSet _second = Set("second");
    private readonly RuleSetTimeline _timeline;

    public RuleSetTimelineTests() => _timeline = new([_first, _second]);

    [Fact]
    public void Activating_EndsTheSetBefore_AndLeavesThePastAsItWas()
    {
        Assert.Null(_timeline.Activate(_first, Day(10), Ana));
        Assert.Null(_timeline.Activate(_second, Day(20), Ana));

        Assert.Null(_timeline.ActiveOn(Day(9)));
        Assert.Equal(_first, _timeline.ActiveOn(Day(10)));
        Assert.Equal(_first, _timeline.ActiveOn(Day(19)));
        Assert.Equal(_second, _timeline.ActiveOn(Day(20)));
        Assert.Equal(RuleSetState.Draft, _first.StateOn(Day(9)));
        Assert.Equal(RuleSetState.Active, _first.StateOn(Day(19)));
        Assert.Equal(RuleSetState.Retired, _first.StateOn(Day(20)));
    }

    [Fact]
    public void ActivatingBeforeAnotherSetsFirstDay_IsRefused()
    {
        Assert.Null(_timeline.Activate(_first, Day(10), Ana));

        Assert.Equal(RefusalReason.WrongState, _timeline.Activate(_second, Day(10), Ana)!.Reason);
        Assert.Equal(RefusalReason.WrongState, _timeline.Activate(_second, Day(5), Ana)!.Reason);
        Assert.Equal(RefusalReason.WrongState, _timeline.Activate(_first, Day(12), Ana)!.Reason);
        Assert.Equal(_first, _timeline.ActiveOn(Day(30)));
    }

    [Fact]
    public void SetReplaced_MayReturn()
    {
        _timeline.Activate(_first, Day(10), Ana);
        _timeline.Activate(_second, Day(20), Ana);

        Assert.Null(_timeline.Activate(_first, Day(25), Ana));
        Assert.Equal(_second, _timeline.ActiveOn(Day(24)));
        Assert.Equal(_first, _timeline.ActiveOn(Day(25)));
    }

    [Fact]
    public void Shadow_IsMeasuredUntilItIsInForce()
    {
        Assert.Null(RuleSetTimeline.Shadow(_first, Day(5), Ana));
        Assert.Equal([_first], _timeline.ShadowsOn(Day(7)));
        Assert.NotNull(RuleSetTimeline.Shadow(_first, Day(6), Ana));

        Assert.Null(_timeline.Activate(_first, Day(10), Ana));
        Assert.Equal([_first], _timeline.ShadowsOn(Day(9)));
        Assert.Empty(_timeline.ShadowsOn(Day(10)));
    }

    [Fact]
    public void Retired_IsOutOfUseForGood()
    {
        _timeline.Activate(_first, Day(10), Ana);

        Assert.Null(_timeline.Retire(_first, Day(15), Ana));
        Assert.Equal(_first, _timeline.ActiveOn(Day(14)));
        Assert.Null(_timeline.ActiveOn(Day(15)));
        Assert.Equal(RuleSetState.Retired, _first.StateOn(Day(15)));
        Assert.Equal(RefusalReason.WrongState, _timeline.Activate(_first, Day(20), Ana)!.Reason);
        Assert.Equal(RefusalReason.WrongState, RuleSetTimeline.Shadow(_first, Day(20), Ana)!.Reason);
    }

    [Fact]
    public void RetiringASetThatHasNotBegun_GivesItsDaysBackToTheOneBefore()
    {
        _timeline.Activate(_first, Day(10), Ana);
        _timeline.Activate(_second, Day(20), Ana);

        Assert.Null(_timeline.Retire(_second, Day(15), Ana));
        Assert.Equal(_first, _timeline.ActiveOn(Day(20)));
        Assert.Null(_first.Periods[0].Until);
        Assert.Empty(_second.Periods);
    }

    [Fact]
    public void RetiringASetThatHasNotBegun_LeavesItsSuccessorAndARetiredPredecessorAlone()
    {
        var third = Set("third");
        var timeline = new RuleSetTimeline([_first, _second, third]);
        timeline.Activate(_first, Day(10), Ana);
        timeline.Activate(_second, Day(20), Ana);
        timeline.Activate(third, Day(25), Ana);
        Assert.Null(timeline.Retire(_first, Day(23), Ana));

        Assert.Null(timeline.Retire(_second, Day(12), Ana));
        Assert.Equal(_first, timeline.ActiveOn(Day(22)));
        Assert.Null(timeline.ActiveOn(Day(23)));
        Assert.Equal(third, timeline.ActiveOn(Day(25)));
    }

    [Fact]
    public void WhatJudgedDaysWereJudgedBy_IsNotRewritten()
    {
        _timeline.Activate(_first, Day(10), Ana);
        var judged = new RuleSetTimeline([_first, _second], judgedThrough: Day(12));

        Assert.Equal(RefusalReason.WrongState, judged.Retire(_first, Day(5), Ana)!.Reason);
        Assert.Equal(RefusalReason.WrongState, judged.Retire(_first, Day(12), Ana)!.Reason);
        Assert.Equal(RefusalReason.WrongState, judged.Activate(_second, Day(12), Ana)!.Reason);
        Assert.Equal(_first, judged.ActiveOn(Day(12)));
        Assert.Null(judged.Retire(_first, Day(13), Ana));
        Assert.Equal(_first, judged.ActiveOn(Day(12)));
    }

    [Fact]
    public void DecisionWithoutAReason_IsRefused() =>
        Assert.Equal(RefusalReason.Incomplete, _timeline.Activate(_first, Day(1), Ana with { Reason = " " })!.Reason);

    private static DateOnly Day(int day) => new(2026, 6, day);

    private static RuleSet Set(string name) =>
        RuleSet.Of(RuleSetFile.Read($$"""{"name": "{{name}}", "version": 1}""").Value, "ana", Ana.At);
}
