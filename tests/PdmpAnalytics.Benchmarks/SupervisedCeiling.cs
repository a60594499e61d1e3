namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// Boosted trees that are told the truth of four fifths of the people and judge the last fifth: roughly what the best
/// learner could reach with the simple figures. A yardstick for the population, not a detector.
/// </summary>
internal static class SupervisedCeiling
{
    private const int Folds = 5;
    private const int Rounds = 150;
    private const int Depth = 3;
    private const int BinCount = 32;
    private const double Rate = 0.08;

    /// <summary>Out-of-fold scores, one a person.</summary>
    public static double[] Scores(IReadOnlyList<double[]> figures, bool[] positive, int seed)
    {
        var random = new Random(seed);
        var fold = positive.Select(_ => random.Next(Folds)).ToArray();
        var bins = figures.Select(Bin).ToArray();
        var scores = new double[positive.Length];
        for (var f = 0; f < Folds; f++)
        {
            Boost(bins, positive, [.. fold.Select(x => x == f)], scores);
        }

        return scores;
    }

    private static byte[] Bin(double[] values)
    {
        var sorted = values.Order().ToArray();
        // Half of the cuts in the top twentieth.
        var cuts = Enumerable.Range(1, BinCount - 1)
            .Select(i => i <= BinCount / 2 ? 0.95 * i / (BinCount / 2) : 0.95 + 0.05 * (i - BinCount / 2) / (BinCount / 2.0))
            .Select(q => sorted[Math.Min(sorted.Length - 1, (int)(q * sorted.Length))]).Distinct().ToArray();
        return [.. values.Select(v => { var at = Array.BinarySearch(cuts, v); return (byte)(at < 0 ? ~at : at); })];
    }

    private static void Boost(byte[][] bins, bool[] positive, bool[] held, double[] result)
    {
        var n = positive.Length;
        var margin = new double[n];
        Array.Fill(margin, -4.8);
        var gradient = new double[n];
        var hessian = new double[n];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < n; i++)
            {
                var p = 1 / (1 + Math.Exp(-margin[i]));
                gradient[i] = p - (positive[i] ? 1 : 0);
                hessian[i] = p * (1 - p);
            }

            Grow(bins, gradient, hessian, held, [.. Enumerable.Range(0, n)], Depth, margin);
        }

        for (var i = 0; i < n; i++)
        {
            result[i] = held[i] ? margin[i] : result[i];
        }
    }

    private static void Grow(byte[][] bins, double[] gradient, double[] hessian, bool[] held, int[] rows, int depth, double[] margin)
    {
        double g = 0, h = 0;
        foreach (var r in rows)
        {
            if (!held[r])
            {
                g += gradient[r];
                h += hessian[r];
            }
        }

        var (feature, cut, gain) = (-1, 0, 1e-3);
        Span<double> sums = stackalloc double[2 * BinCount];
        for (var f = 0; depth > 0 && f < bins.Length; f++)
        {
            sums.Clear();
            foreach (var r in rows)
            {
                if (!held[r])
                {
                    sums[2 * bins[f][r]] += gradient[r];
                    sums[2 * bins[f][r] + 1] += hessian[r];
                }
            }

            double left = 0, leftWeight = 0;
            for (var b = 0; b < BinCount - 1; b++)
            {
                left += sums[2 * b];
                leftWeight += sums[2 * b + 1];
                if (leftWeight < 0.5 || h - leftWeight < 0.5)
                {
                    continue;
                }

                var value = Part(left, leftWeight) + Part(g - left, h - leftWeight) - Part(g, h);
                (feature, cut, gain) = value > gain ? (f, b, value) : (feature, cut, gain);
            }
        }

        if (feature < 0)
        {
            foreach (var r in rows)
            {
                margin[r] -= Rate * g / (h + 1);
            }

            return;
        }

        Grow(bins, gradient, hessian, held, [.. rows.Where(r => bins[feature][r] <= cut)], depth - 1, margin);
        Grow(bins, gradient, hessian, held, [.. rows.Where(r => bins[feature][r] > cut)], depth - 1, margin);
    }

    private static double Part(double g, double h) => g * g / (h + 1);
}
