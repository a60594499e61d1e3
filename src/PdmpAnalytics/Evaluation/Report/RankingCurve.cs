namespace PdmpAnalytics.Evaluation.Report;

/// <summary>A point of a curve, both 0 to 1.</summary>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>What a ranking reaches at every depth; equal scores are taken together.</summary>
/// <param name="PrecisionByRecall">X recall, Y precision.</param>
/// <param name="Roc">X share of negatives taken, Y recall; from 0,0 to 1,1.</param>
public sealed record RankingCurve(IReadOnlyList<CurvePoint> PrecisionByRecall, IReadOnlyList<CurvePoint> Roc)
{
    /// <param name="positive">Same length and order as <paramref name="scores"/>, both kinds present.</param>
    public static RankingCurve Of(double[] scores, bool[] positive)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        double positives = positive.Count(p => p);
        var negatives = positive.Length - positives;
        var (curve, roc) = (new List<CurvePoint>(), new List<CurvePoint> { new(0, 0) });
        double found = 0;
        for (var taken = 1; taken <= order.Length; taken++)
        {
            found += positive[order[taken - 1]] ? 1 : 0;
            if (taken == order.Length || scores[order[taken]] != scores[order[taken - 1]])
            {
                curve.Add(new CurvePoint(found / positives, found / taken));
                roc.Add(new CurvePoint((taken - found) / negatives, found / positives));
            }
        }

        return new RankingCurve(curve, roc);
    }

    /// <summary>At most about this many points, the first and last among them: what a screen can show.</summary>
    public static IReadOnlyList<CurvePoint> Thinned(IReadOnlyList<CurvePoint> points, int most = 400)
    {
        var step = Math.Max(1, points.Count / most);
        return [.. points.Where((_, i) => i % step == 0 || i == points.Count - 1)];
    }
}
