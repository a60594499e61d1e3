using System.Globalization;
using MathNet.Numerics;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Evaluation.Report;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>
/// <c>card --folders DIR,DIR,... [--conclusions 300] [--mistakes 0.1] [--share 0.02] [--seed 1]</c>: the figures of the model card in Detection/Scoring, all by one
/// build and the defaults: stability, drift, calibration, groups of people, and the recall that a sample below the line tells beside the true one. Folders are those of
/// <see cref="QueuedPopulation"/>.
/// </summary>
internal static class ModelCardCommand
{
    private const int Resamples = 20;

    private static readonly double[] ChanceEdges = [0.1, 0.3, 0.5, 0.7, 0.9];

    public static async Task<int> RunAsync(string[] args)
    {
        var folders = Arguments.Value(args, "--folders", ".").Split(',');
        var conclusions = int.Parse(Arguments.Value(args, "--conclusions", "300"), CultureInfo.InvariantCulture);
        var mistakes = double.Parse(Arguments.Value(args, "--mistakes", "0.1"), CultureInfo.InvariantCulture);
        var share = double.Parse(Arguments.Value(args, "--share", "0.02"), CultureInfo.InvariantCulture);
        var seed = int.Parse(Arguments.Value(args, "--seed", "1"), CultureInfo.InvariantCulture);
        if (folders.Length < 2)
        {
            Console.Error.WriteLine("card needs two folders or more: calibration is measured on populations that nothing was learned from.");
            return 2;
        }

        foreach (var folder in folders)
        {
            var months = await QueuedPopulation.FeaturesAsync(folder, last => [last.AddMonths(-11), last.AddMonths(-1), last]);
            Stability(folder, months[^1], seed);
            Drift(months);
        }

        var populations = new List<List<QueuedPerson>>();
        foreach (var folder in folders)
        {
            populations.Add(await QueuedPopulation.ReadAsync(folder, new BlindSample(share, seed)));
            Recall(folder, populations[^1], share);
        }

        var engine = new LogisticRiskEngine();
        var models = populations.ConvertAll(people => (IRiskModel)engine.Train(RankedPeople.First(people, conclusions, mistakes, seed), seed));
        Calibration(populations, models, conclusions, mistakes);
        Groups([.. folders.Select(QueuedPopulation.Traits)], populations, models);
        return 0;
    }

    private static void Stability(string folder, List<PatientVector> people, int seed)
    {
        var stability = ScoreStability.Of([.. people.Select(p => p.Values)], [.. people.Select(p => p.Fills)], Resamples, seed)!;
        Line($"{folder}: of {people.Count:N0} scored, the top 1 % ({stability.Top}) stay in {stability.Stay:P1} of {Resamples} resamples, the least in {stability.StayLowest:P0}, {stability.AlwaysStay} in all");
    }

    private static void Drift(IReadOnlyList<List<PatientVector>> months)
    {
        var (early, before, last) = (months[0], months[1], months[2]);
        Said("halves by chance", [.. last.Where((_, i) => i % 2 == 0)], [.. last.Where((_, i) => i % 2 == 1)]);
        Said("the last day against a month before", last, before);
        Said("the last day against eleven months before", last, early);
    }

    /// <summary>What the night would have named and the gate have said, had these been a night and the nights before.</summary>
    private static void Said(string what, IReadOnlyList<PatientVector> now, IReadOnlyList<PatientVector> usual)
    {
        // Between the tenths of what is usual, as a night takes the edges of the nights before.
        var tenths = FeatureProfile.Empty(TailProbabilityEngine.Fit([.. usual.Select(p => p.Values)], [.. usual.Select(p => p.Fills)]));
        var indexes = tenths.With(now.Select(p => p.Values)).StabilityAgainst(tenths.With(usual.Select(p => p.Values))).Select((index, f) => (PatientFeatures.Definitions[f].Name, Index: index)).OrderByDescending(f => f.Index).ToList();
        var named = indexes.Where(f => f.Index >= FeatureDrift.Warning).ToList();
        Line($"  {what}: largest {string.Join(", ", indexes.Take(5).Select(f => FormattableString.Invariant($"{f.Name} {f.Index:0.000}")))}; median {indexes[indexes.Count / 2].Index:0.000}; named {named.Count}, {(indexes[0].Index > new NightGate().Stability ? "held" : "let through")}");
    }

    private static void Recall(string folder, List<QueuedPerson> people, double share)
    {
        var (drawn, queued) = (people.Where(p => p.Drawn).ToList(), people.Where(p => p.Queued).ToList());
        var estimate = RecallEstimate.Of(drawn.Count, [(share, drawn.Count)], (drawn.Count(p => p.Misuse), drawn.Count(p => !p.Misuse)), (queued.Count(p => p.Misuse), queued.Count(p => !p.Misuse)));
        Line($"{folder}: {queued.Count:N0} queued hold {queued.Count(p => p.Misuse)} of {people.Count(p => p.Misuse)} who misuse (recall {queued.Count(p => p.Misuse) / (double)people.Count(p => p.Misuse):0.000}); the sample of {drawn.Count} below the line found {estimate.Confirmed} and says {estimate.Recall:0.000} ({estimate.RecallLow:0.000} to {estimate.RecallHigh:0.000})");
    }

    /// <summary>Each model on the first of each other population's queue: the stated chance beside the share that misuses, and the share that reviewers with these mistakes would confirm.</summary>
    private static void Calibration(List<List<QueuedPerson>> populations, List<IRiskModel> models, int first, double mistakes)
    {
        var stated = models.SelectMany((model, m) => populations.Where((_, p) => p != m).SelectMany(people => RankedPeople.First(people, first))
            .Select(p => (Chance: SpecialFunctions.Logistic(model.LogOdds(p.Inputs)), p.Misuse))).ToList();
        Line($"\n| stated chance | alerts | mean stated | misuse | would be confirmed |\n|---|---|---|---|---|");
        foreach (var bin in stated.GroupBy(s => ChanceEdges.Count(e => s.Chance >= e)).OrderBy(b => b.Key))
        {
            var (from, to) = (bin.Key == 0 ? 0 : ChanceEdges[bin.Key - 1], bin.Key == ChanceEdges.Length ? 1 : ChanceEdges[bin.Key]);
            var misuse = bin.Average(s => s.Misuse ? 1.0 : 0);
            Line($"| {from:0.0} to {to:0.0} | {bin.Count():N0} | {bin.Average(s => s.Chance):0.000} | {misuse:0.000} | {misuse * (1 - mistakes) + (1 - misuse) * mistakes:0.000} |");
        }

        Line($"Brier {stated.Average(s => Math.Pow(s.Chance - (s.Misuse ? 1 : 0), 2)):0.000}");
    }

    /// <summary>Among the first K of each queue: found of those who misuse, and reviewed in vain of those who do not, by group of people, all populations together.</summary>
    private static void Groups(List<IReadOnlyList<PersonTraits>> traits, List<List<QueuedPerson>> populations, List<IRiskModel> models)
    {
        Line($"\n| group | misuse | found | found, learned | others | reviewed in vain | in vain, learned |\n|---|---|---|---|---|---|---|");
        var people = populations.SelectMany((all, p) =>
        {
            var k = all.Count(one => one.Misuse);
            var plain = RankingQuality.Membership([.. all.Select(one => one.Priority)], k);
            var learned = RankingQuality.Membership([.. all.Select(one => one.PriorityBy(models[(p + 1) % models.Count]))], k);
            return all.Select((one, i) => (Traits: traits[p][i], one.Misuse, Plain: plain[i], Learned: learned[i]));
        }).ToList();
        foreach (var of in (Func<PersonTraits, string>[])[t => $"sex {t.Sex}", t => $"age {t.Age}", t => t.Surroundings])
        {
            foreach (var group in people.GroupBy(p => of(p.Traits)).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var (ill, well) = (group.Where(p => p.Misuse).ToList(), group.Where(p => !p.Misuse).ToList());
                Line($"| {group.Key} | {ill.Count} | {Text(ill.Sum(p => p.Plain), ill.Count)} | {Text(ill.Sum(p => p.Learned), ill.Count)} | {well.Count:N0} | {Text(well.Sum(p => p.Plain), well.Count)} | {Text(well.Sum(p => p.Learned), well.Count)} |");
            }
        }
    }

    private static string Text(double hits, int of)
    {
        var share = new Proportion(hits, of);
        return string.Create(CultureInfo.InvariantCulture, $"{share.Share:0.0000} ({share.Low:0.0000} to {share.High:0.0000})");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
