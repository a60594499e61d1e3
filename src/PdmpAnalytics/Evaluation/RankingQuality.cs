namespace PdmpAnalytics.Evaluation;

/// <summary>How well a ranking puts the positives first.</summary>
/// <param name="AveragePrecision">Area under the precision-recall steps, 0 to 1; equal scores are one block.</param>
/// <param name="PrecisionAtK">Share of positives among the first <paramref name="K"/>; a block cut by K counts in proportion.</param>
/// <param name="K">The number of positives.</param>
public sealed record RankingQuality(double AveragePrecision, double PrecisionAtK, int K)
{
    /// <summary>Measures a ranking; without a positive everything is 0.</summary>
    /// <param name="scores">Higher is ranked first.</param>
    /// <param name="positive">Same length and order as <paramref name="scores"/>.</param>
    public static RankingQuality Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positive.Length, scores.Length);
        var k = positive.Count(true);
        if (k == 0)
        {
            return new RankingQuality(0, 0, 0);
        }

        double average = 0, atK = 0;
        int seen = 0, found = 0;
        foreach (var block in Blocks(scores, positive))
        {
            // Precision at the end of the block, weighted by the recall it adds (step-wise, no interpolation).
            average += (double)block.Positives / k * (found + block.Positives) / (seen + block.Size);
            if (seen < k)
            {
                atK += (double)block.Positives * Math.Min(block.Size, k - seen) / block.Size;
            }

            seen += block.Size;
            found += block.Positives;
        }

        return new RankingQuality(average, atK / k, k);
    }

    /// <summary>Chance that each entry is among the first <paramref name="k"/>: 1 or 0, in between for a block that K cuts.</summary>
    public static double[] Membership(ReadOnlySpan<double> scores, int k)
    {
        var share = new double[scores.Length];
        var order = Order(scores);
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = BlockEnd(scores, order, start);
            var part = Math.Clamp((double)(k - start) / (end - start), 0, 1);
            for (var i = start; i < end; i++)
            {
                share[order[i]] = part;
            }
        }

        return share;
    }

    private static List<(int Size, int Positives)> Blocks(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        var order = Order(scores);
        var blocks = new List<(int, int)>();
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = BlockEnd(scores, order, start);
            var positives = 0;
            for (var i = start; i < end; i++)
            {
                positives += positive[order[i]] ? 1 : 0;
            }

            blocks.Add((end - start, positives));
        }

        return blocks;
    }

    private static int[] Order(ReadOnlySpan<double> scores)
    {
        var keys = new double[scores.Length];
        var order = new int[scores.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            (keys[i], order[i]) = (-scores[i], i);
        }

        Array.Sort(keys, order);
        return order;
    }

    private static int BlockEnd(ReadOnlySpan<double> scores, int[] order, int start)
    {
        var end = start + 1;
        while (end < order.Length && scores[order[end]] == scores[order[start]])
        {
            end++;
        }

        return end;
    }
}
