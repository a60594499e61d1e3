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

    /// <summary>Without points that a screen cannot tell from the one before; the first and the last stay.</summary>
    public static IReadOnlyList<CurvePoint> Thinned(IReadOnlyList<CurvePoint> points)
    {
        const double Pixel = 1 / 400.0;
        var kept = new List<CurvePoint> { points[0] };
        for (var i = 1; i < points.Count; i++)
        {
            if (i == points.Count - 1 || Math.Abs(points[i].X - kept[^1].X) >= Pixel || Math.Abs(points[i].Y - kept[^1].Y) >= Pixel)
            {
                kept.Add(points[i]);
            }
        }

        return kept;
    }
}
