using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class LinkageEvaluatorTests
{
    private static readonly TruthRecord[] Truth = [new("a", "P1"), new("b", "P1"), new("c", "P1"), new("d", "P2"), new("e", "P2")];

    [Fact]
    public void OneSplitAndOneMerge_CountedOverPairs()
    {
        // True pairs ab ac bc de; linked ab, cd, ce, de: two of four are right, two of four are found.
        var quality = LinkageEvaluator.Evaluate(Truth, new Dictionary<string, long> { ["a"] = 1, ["b"] = 1, ["c"] = 2, ["d"] = 2, ["e"] = 2 });

        Assert.Equal(new LinkageQuality(5, 0, 4, 0.5, 0.5, 0.5), quality);
    }

    [Fact]
    public void MissingRecord_StandsAlone()
    {
        var quality = LinkageEvaluator.Evaluate(Truth, new Dictionary<string, long> { ["a"] = 1, ["b"] = 1, ["d"] = 2, ["e"] = 2 });

        Assert.Equal((1, 1.0, 0.5), (quality.Missing, quality.Precision, quality.Recall));
    }

    [Fact]
    public void TwoPartsOfOneFill_CountOnce()
    {
        var quality = LinkageEvaluator.Evaluate([.. Truth, new("a", "P1")], new Dictionary<string, long>());

        Assert.Equal((5, 4L), (quality.Records, quality.TruePairs));
    }
}
