using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.Evaluation;

/// <summary>The receiver operating characteristic of a ranking.</summary>
public static class RocCurve
{
    /// <summary>
    /// Area under the curve: the chance that a positive has a higher score than a negative, equal scores counted as half (the
    /// Mann-Whitney statistic). Null when either kind is absent.
    /// </summary>
    /// <param name="positive">Same length and order as <paramref name="scores"/>.</param>
    public static double? Area(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positive.Length, scores.Length);
        double positives = positive.Count(true);
        var negatives = positive.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        var ranks = MidRanks.Of(scores);
        var sum = 0.0;
        for (var i = 0; i < ranks.Length; i++)
        {
            sum += positive[i] ? ranks[i] : 0;
        }

        return (sum - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
