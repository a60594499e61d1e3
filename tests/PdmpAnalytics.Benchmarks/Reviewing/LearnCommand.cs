using System.Globalization;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Evaluation;

namespace PdmpAnalytics.Benchmarks.Reviewing;

internal static class LearnCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folders = Arguments.Value(args, "--folders", "").Split(',');
        var seeds = new List<List<QueuedPerson>>();
        foreach (var folder in folders)
        {
            seeds.Add(await QueuedPopulation.ReadAsync($"Data Source={folder}/pdmp.db", $"{folder}/pop"));
        }

        var reviews = int.Parse(Arguments.Value(args, "--dispositions", "300"), CultureInfo.InvariantCulture);
        var engine = new LogisticRiskEngine();
        for (var s = 0; s < seeds.Count; s++)
        {
            var people = seeds[s];
            var truth = people.Select(p => p.Misuse).ToArray();
            var before = RankingQuality.Of(people.Select(p => p.Priority).ToArray(), truth);
            var cases = Cases(people, reviews, s + 1);
            var model = (LogisticRiskModel)engine.Train(cases, 1);
            var own = RankingQuality.Of(people.Select(p => p.PriorityBy(model)).ToArray(), truth);
            var reviewed = cases.Select(c => c.Patient).ToHashSet();
            var rest = people.Where(p => !reviewed.Contains(p.Number)).ToList();
            var other = seeds[(s + 1) % seeds.Count];
            var foreign = (LogisticRiskModel)engine.Train(Cases(other, reviews, s + 11), 1);
            var clean = RankingQuality.Of(people.Select(p => p.PriorityBy(foreign)).ToArray(), truth);
            var full = args.Contains("--full") ? (LogisticRiskModel)engine.Train([.. other.Where(p => p.Inputs is not null).Select(p => new ReviewedCase(p.Number, new(2026, 1, 1), p.Inputs!, p.Misuse))], 1) : model;
            var ceiling = RankingQuality.Of(people.Select(p => p.PriorityBy(full)).ToArray(), truth);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{folders[s]}: before {before.AveragePrecision:F3}, own {own.AveragePrecision:F3}, from another {clean.AveragePrecision:F3}, all labels of another {ceiling.AveragePrecision:F3}; confirmed {cases.Count(c => c.Confirmed)}, alerts {people.Count(p => p.Inputs is not null)}, misuse without inputs {people.Count(p => p.Misuse && p.Inputs is null)}, rest AP before {RankingQuality.Of(rest.Select(p => p.Priority).ToArray(), rest.Select(p => p.Misuse).ToArray()).AveragePrecision:F3} after {RankingQuality.Of(rest.Select(p => p.PriorityBy(model)).ToArray(), rest.Select(p => p.Misuse).ToArray()).AveragePrecision:F3}"));
            if (args.Contains("--weights"))
            {
                foreach (var (i, w) in full.Weights.Index().OrderByDescending(w => w.Item * full.PointsPerLogOdds).Take(25))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {RiskInputs.All[i].Name,-40} {w * full.PointsPerLogOdds,7:F2} points, unlearned {RiskInputs.All[i].Points:F2}"));
                }
            }
        }

        return 0;
    }

    private static List<ReviewedCase> Cases(List<QueuedPerson> people, int reviews, int seed)
    {
        var random = new Random(seed);
        return [.. people.Where(p => p.Inputs is not null).OrderByDescending(p => p.Priority).Take(reviews)
            .Select(p => new ReviewedCase(p.Number, new(2026, 1, 1), p.Inputs!, p.Misuse ^ random.NextDouble() < 0.1))];
    }
}
