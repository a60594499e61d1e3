using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Detection.Scoring.Tables;
using PdmpAnalytics.Evaluation;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>How well an order of a population's people finds misuse.</summary>
/// <param name="PrecisionAtK">K is the number of people who misuse.</param>
internal readonly record struct RankingFigures(double AveragePrecision, double PrecisionAtK);

/// <summary>Orders of an invented population, and who comes first in them.</summary>
internal static class RankedPeople
{
    /// <summary>The first of the queue before anything is learned.</summary>
    public static List<QueuedPerson> First(IEnumerable<QueuedPerson> people, int count) =>
        [.. people.Where(p => p is { Inputs: not null, Drawn: false }).OrderByDescending(p => p.Priority).ThenBy(p => p.Number).Take(count)];

    /// <summary>What reviewers conclude about them, who are wrong about a share.</summary>
    public static List<ReviewedCase> First(IEnumerable<QueuedPerson> people, int conclusions, double mistakes, int seed)
    {
        var random = new Random(seed);
        return [.. First(people, conclusions).Select(p => ReviewYear.Review(p, 1, mistakes, random))];
    }

    /// <summary>The first of the queue, and some people that chance drew below its line.</summary>
    /// <param name="drawn">How many of them.</param>
    /// <param name="weight">What each of them counts beside a conclusion about the queue.</param>
    public static List<ReviewedCase> Learned(List<QueuedPerson> people, int conclusions, int drawn, double weight, double mistakes, int seed)
    {
        var random = new Random(seed);
        var below = people.Where(p => p is { Drawn: true, Inputs: not null }).ToArray();
        random.Shuffle(below);
        return [.. First(people, conclusions, mistakes, seed), .. below.Take(drawn).Select(p => ReviewYear.Review(p, 1, mistakes, random) with { Weight = weight })];
    }

    public static RankingFigures Quality(List<QueuedPerson> people, Func<QueuedPerson, double> priority) => Quality(people, [.. people.Select(priority)]);

    public static RankingFigures Quality(List<QueuedPerson> people, double[] scores)
    {
        bool[] misuse = [.. people.Select(p => p.Misuse)];
        var quality = RankingQuality.Of(scores, misuse);
        return new RankingFigures(quality.AveragePrecision, quality.PrecisionAtK);
    }

    /// <summary>An engine's scores of those who were scored at all, by the surprises of their features; 0 for others.</summary>
    public static double[] Scored(List<QueuedPerson> people, IScoringEngine engine)
    {
        var width = PatientFeatures.Definitions.Count;
        var scored = people.Index().Where(p => p.Item is { Inputs: not null, Drawn: false }).ToList();
        var scores = engine.Score(NumericTable.Of(width, scored.Select(p => Array.ConvertAll(p.Item.Inputs![..width], v => (double)v))));
        var (lowest, all) = (scores.Min(), new double[people.Count]);
        foreach (var ((place, _), score) in scored.Zip(scores))
        {
            all[place] = 1 + score - lowest;
        }

        return all;
    }

    /// <summary>The queue's ranks and an engine's, weighted.</summary>
    /// <param name="share">Of the engine, 0 to 1.</param>
    public static double[] Mixed(List<QueuedPerson> people, IScoringEngine engine, double share)
    {
        var (queue, other) = (MidRanks.Of([.. people.Select(p => p.Priority)]), MidRanks.Of(Scored(people, engine)));
        return [.. queue.Zip(other, (q, o) => (1 - share) * q + share * o)];
    }
}
