using MathNet.Numerics;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>The line a logistic regression draws: log-odds = intercept + the sum of weight times input.</summary>
/// <param name="Weights">0 or more: an input never speaks against its direction.</param>
public sealed record LogisticLine(double Intercept, double[] Weights)
{
    public double LogOdds(ReadOnlySpan<float> inputs)
    {
        var sum = Intercept;
        for (var i = 0; i < inputs.Length; i++)
        {
            sum += Weights[i] * inputs[i];
        }

        return sum;
    }
}

/// <summary>
/// Penalised logistic regression with weights that cannot be negative: minimises the weighted log loss plus half the penalty
/// times the squared distance of the weights from where they start. Newton's quadratic approximation, solved one coordinate
/// after the other (Friedman, Hastie and Tibshirani 2010), each cut off at 0. Convex, so the result does not depend on chance.
/// </summary>
internal static class LogisticFit
{
    private const int MostRounds = 30;
    private const int MostSweeps = 100;
    private const double Enough = 1e-6;
    private const double LeastShare = 1e-3;

    // Below it a case has no say in a round's curvature, and the step would run away.
    private const double LeastCurvature = 1e-4;

    /// <param name="start">Weights the penalty pulls towards, 0 or more.</param>
    /// <param name="penalty">Above 0; the larger, the nearer to <paramref name="start"/>.</param>
    public static LogisticLine Fit(IReadOnlyList<ReviewedCase> cases, double[] start, double penalty)
    {
        var line = new LogisticLine(0, start);
        for (var round = 0; round < MostRounds; round++)
        {
            var (curvature, pull) = Around(cases, line);
            for (var i = 0; i < start.Length; i++)
            {
                curvature[i, i] += penalty;
                pull[i] += penalty * (start[i] - line.Weights[i]);
            }

            var next = Downhill(line, Solve(line, curvature, pull), l => Loss(cases, l, start, penalty));
            if (next is null)
            {
                break;
            }

            line = next;
        }

        return line;
    }

    /// <summary>As far towards the quadratic's lowest point as the loss itself falls; null where it hardly does.</summary>
    private static LogisticLine? Downhill(LogisticLine from, LogisticLine to, Func<LogisticLine, double> loss)
    {
        var before = loss(from);
        for (var share = 1.0; share > LeastShare; share /= 2)
        {
            var next = new LogisticLine(
                from.Intercept + share * (to.Intercept - from.Intercept), [.. from.Weights.Zip(to.Weights, (a, b) => a + share * (b - a))]);
            if (loss(next) < before - Enough)
            {
                return next;
            }
        }

        return null;
    }

    private static double Loss(IReadOnlyList<ReviewedCase> cases, LogisticLine line, double[] start, double penalty)
    {
        var loss = 0.0;
        foreach (var seen in cases)
        {
            loss += seen.Weight * RiskQuality.LogLoss(line.LogOdds(seen.Inputs), seen.Confirmed);
        }

        return loss + penalty / 2 * line.Weights.Zip(start, (a, b) => (a - b) * (a - b)).Sum();
    }

    /// <summary>Second derivatives of the loss, and how it falls, by weight; the intercept is last.</summary>
    private static (double[,] Curvature, double[] Pull) Around(IReadOnlyList<ReviewedCase> cases, LogisticLine line)
    {
        var count = line.Weights.Length + 1;
        var (curvature, pull) = (new double[count, count], new double[count]);
        var (places, values) = (new int[count], new double[count]);
        foreach (var seen in cases)
        {
            var chance = SpecialFunctions.Logistic(line.LogOdds(seen.Inputs));
            var bend = seen.Weight * Math.Max(chance * (1 - chance), LeastCurvature);
            var rest = seen.Weight * ((seen.Confirmed ? 1 : 0) - chance);
            var known = 0;
            for (var i = 0; i < count; i++)
            {
                var value = i < count - 1 ? seen.Inputs[i] : 1;
                if (value != 0)
                {
                    (places[known], values[known++]) = (i, value);
                }
            }

            for (var a = 0; a < known; a++)
            {
                pull[places[a]] += rest * values[a];
                for (var b = 0; b <= a; b++)
                {
                    curvature[places[a], places[b]] += bend * values[a] * values[b];
                }
            }
        }

        for (var a = 0; a < count; a++)
        {
            for (var b = a + 1; b < count; b++)
            {
                curvature[a, b] = curvature[b, a];
            }
        }

        return (curvature, pull);
    }

    /// <summary>The lowest point of the quadratic around the line, weights kept at 0 or more.</summary>
    private static LogisticLine Solve(LogisticLine line, double[,] curvature, double[] pull)
    {
        var last = line.Weights.Length;
        var (at, rest) = ((double[])[.. line.Weights, line.Intercept], (double[])pull.Clone());
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var most = 0.0;
            for (var i = last; i >= 0; i--)
            {
                var to = at[i] + rest[i] / curvature[i, i];
                var moved = (i == last ? to : Math.Max(0, to)) - at[i];
                if (moved == 0)
                {
                    continue;
                }

                at[i] += moved;
                most = Math.Max(most, Math.Abs(moved));
                for (var j = 0; j <= last; j++)
                {
                    rest[j] -= curvature[i, j] * moved;
                }
            }

            if (most < Enough)
            {
                break;
            }
        }

        return new LogisticLine(at[last], at[..last]);
    }
}
