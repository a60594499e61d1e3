using PdmpAnalytics.Patients.Linking;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Linking;

public class StandingDecisionsTests
{
    [Fact]
    public void EqualKeys_GiveWayToADecision_TheEarlierPairHolds()
    {
        var decisions = Of((LinkVerdict.Different, [0], [2]));

        var constraints = decisions.Constraints(Number, [(0, 1), (1, 2), (2, 3)]).Value;

        Assert.Equal([(0, 1), (2, 3)], constraints.Together);
    }

    [Fact]
    public void EqualKeysBehindAChain_GiveWayToo()
    {
        var decisions = Of((LinkVerdict.Same, [3], [4]), (LinkVerdict.Different, [0], [4]));

        var constraints = decisions.Constraints(Number, [(0, 1), (1, 2), (2, 3)]).Value;

        Assert.Equal([(3, 4), (0, 1), (1, 2)], constraints.Together);
    }

    [Fact]
    public void DecisionsThatContradictEachOther_AreRefused()
    {
        var decisions = Of((LinkVerdict.Same, [0], [1]), (LinkVerdict.Same, [1], [2]), (LinkVerdict.Different, [2], [0]));

        Assert.Equal(RefusalReason.WrongState, decisions.Constraints(Number, []).Refusal?.Reason);
    }

    [Fact]
    public void SidesOfManyRecords_AreApartPairByPair_AndTogetherAsOne()
    {
        var constraints = Of((LinkVerdict.Different, [0, 1], [2, 3])).Constraints(Number, []).Value;
        Assert.Equal([2, 3], constraints.ApartFrom(1));
        Assert.Equal([0, 1], constraints.ApartFrom(3));

        Assert.Equal([(0, 1), (0, 2)], Of((LinkVerdict.Same, [0, 1], [2])).Constraints(Number, []).Value.Together);
    }

    private static int? Number(long record) => (int)record;

    private static StandingDecisions Of(params (LinkVerdict Verdict, long[] One, long[] Other)[] decisions) => new(
        decisions.Select((d, i) => LinkDecision.Of(i + 1, d.Verdict, new LinkSides(d.One, d.Other), new LinkAuthor("ana", "because"), DateTimeOffset.UnixEpoch)));
}
