using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>Precision at the budget by month, the mean over several dealings of the same people.</summary>
/// <param name="Learned">With the model of each month.</param>
/// <param name="Plain">By the plain priority in the same months' queues.</param>
internal sealed record YearFigures(IReadOnlyList<double> Learned, IReadOnlyList<double> Plain)
{
    private const int Quarter = 3;

    public double Early => Learned.Take(Quarter).Average();

    public double Late => Learned.TakeLast(Quarter).Average();

    public double PlainEarly => Plain.Take(Quarter).Average();

    public double PlainLate => Plain.TakeLast(Quarter).Average();

    public static YearFigures Of(IReadOnlyList<IReadOnlyList<ReviewMonth>> dealings) => new(
        [.. Enumerable.Range(0, dealings[0].Count).Select(m => dealings.Average(d => d[m].Found))],
        [.. Enumerable.Range(0, dealings[0].Count).Select(m => dealings.Average(d => d[m].Unlearned))]);
}

/// <summary>A figure with its 95 % interval.</summary>
internal readonly record struct Measured(double Value, double Low, double High);

/// <summary>
/// A simulated year of some people, and the same with people drawn with replacement, everything done anew in each replicate: who comes up
/// in which month, which conclusions are wrong, every model. Differences are taken within a replicate, so they are paired.
/// </summary>
/// <param name="Figures">Of the people as they are.</param>
internal sealed record ReplicatedYears(YearFigures Figures, IReadOnlyList<YearFigures> Replicates)
{
    private const double Z = 1.959964;

    /// <param name="dealings">How often the months are dealt anew, in each replicate too.</param>
    public static ReplicatedYears Run(ReviewYear year, int people, IRiskEngine engine, int dealings, int replicates, int seed)
    {
        var ones = new int[people];
        Array.Fill(ones, 1);
        var drawn = new YearFigures[replicates + 1];
        Parallel.For(0, drawn.Length, r =>
        {
            var counts = r == 0 ? ones : Draw(people, new Random(seed * Stride + r));
            drawn[r] = YearFigures.Of([.. Enumerable.Range(0, dealings).Select(d => year.Run(engine, counts, (seed * Stride + r) * Stride + d))]);
        });
        return new ReplicatedYears(drawn[0], drawn[1..]);
    }

    /// <summary>The figure, and 1.96 standard deviations of its replicates to each side.</summary>
    public Measured Of(Func<YearFigures, double> figure)
    {
        var (value, all) = (figure(Figures), Replicates.Select(figure).ToList());
        var mean = all.Average();
        var half = Z * Math.Sqrt(all.Sum(x => (x - mean) * (x - mean)) / (all.Count - 1));
        return new Measured(value, value - half, value + half);
    }

    /// <summary>Far more than dealings or replicates, so that no two share a seed.</summary>
    private const int Stride = 1000;

    private static int[] Draw(int people, Random random)
    {
        var counts = new int[people];
        for (var i = 0; i < people; i++)
        {
            counts[random.Next(people)]++;
        }

        return counts;
    }
}
