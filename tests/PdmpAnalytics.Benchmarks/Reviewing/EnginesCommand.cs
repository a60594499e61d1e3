using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>
/// <c>engines --folders DIR,DIR,... [--conclusions 300] [--mistakes 0.1] [--seed 1] [--drawn 0] [--weight 1] [--only NAME,...]</c>: every engine of this build, trained on the first
/// conclusions of one population, with some drawn below the line beside them, and measured on the others, and the engines without labels beside the queue. A folder is one of
/// <see cref="ReviewYearCommand"/>. With <c>-p:WithMicrosoftML=true</c> each of Microsoft.ML's trainers stands in the table.
/// </summary>
internal static class EnginesCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folders = Arguments.Value(args, "--folders", ".").Split(',');
        var conclusions = int.Parse(Arguments.Value(args, "--conclusions", "300"), CultureInfo.InvariantCulture);
        var mistakes = double.Parse(Arguments.Value(args, "--mistakes", "0.1"), CultureInfo.InvariantCulture);
        var seed = int.Parse(Arguments.Value(args, "--seed", "1"), CultureInfo.InvariantCulture);
        var drawn = int.Parse(Arguments.Value(args, "--drawn", "0"), CultureInfo.InvariantCulture);
        var weight = double.Parse(Arguments.Value(args, "--weight", "1"), CultureInfo.InvariantCulture);
        var only = Arguments.Value(args, "--only", "") is { Length: > 0 } names ? names.Split(',') : null;
        if (folders.Length < 2)
        {
            Console.Error.WriteLine("engines needs two folders or more: nothing is measured on the population it was learned from.");
            return 2;
        }

        var populations = new List<List<QueuedPerson>>();
        foreach (var folder in folders)
        {
            populations.Add(await QueuedPopulation.ReadAsync(folder, drawn > 0 ? new BlindSample(BlindSample.LargestShare, seed) : null));
        }

        Line($"trained on {conclusions} conclusions of one population and {drawn} drawn below its line (weight {weight}), {mistakes:P0} of them wrong, measured on the other {folders.Length - 1}; mean (least to most)\n");
        Line($"| engine | average precision | precision at K | Brier, first {conclusions} | trains in | a patient in |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Row("the priority without labels", [.. populations.Select(p => RankedPeople.Quality(p, one => one.Priority))], "", "", "");
        foreach (var engine in Engines().Where(e => only is null || only.Contains(e.Name)))
        {
            Measure(engine, populations, people => RankedPeople.Learned(people, conclusions, drawn, weight, mistakes, seed), conclusions, seed);
        }

        Console.WriteLine("\n| without labels | average precision | precision at K |\n|---|---|---|");
        foreach (var (name, score) in Unlabelled(seed))
        {
            Row(name, [.. populations.Select(p => RankedPeople.Quality(p, score(p)))]);
        }

        return 0;
    }

    private static void Measure(IRiskEngine engine, List<List<QueuedPerson>> populations, Func<List<QueuedPerson>, List<ReviewedCase>> cases, int conclusions, int seed)
    {
        var (ranked, off, trains, asks) = (new List<RankingFigures>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var learned in populations)
        {
            var started = Stopwatch.GetTimestamp();
            var model = engine.Train(cases(learned), seed);
            trains.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            foreach (var other in populations.Where(p => p != learned))
            {
                started = Stopwatch.GetTimestamp();
                ranked.Add(RankedPeople.Quality(other, one => one.PriorityBy(model)));
                asks.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / other.Count(p => p.Inputs is not null));
                off.Add(RankedPeople.First(other, conclusions).Average(p => Square(SpecialFunctions.Logistic(model.LogOdds(p.Inputs)) - (p.Misuse ? 1 : 0))));
            }
        }

        Row(engine.Name, ranked, $"{off.Average():F3} ({off.Min():F3} to {off.Max():F3})", $"{trains.Average():F1} s", $"{asks.Average():F0} µs");
    }

    /// <summary>Engines that see neither labels nor which rules spoke: the surprises of the features of everybody who was scored.</summary>
    private static IEnumerable<(string Name, Func<List<QueuedPerson>, double[]> Score)> Unlabelled(int seed)
    {
        IScoringEngine forest = new IsolationForestEngine(seed);
        yield return ("the queue (rules and tails)", people => [.. people.Select(p => p.Priority)]);
        yield return ("isolation forest alone", people => RankedPeople.Scored(people, forest));
#if WITH_MICROSOFT_ML
        IScoringEngine components = new MicrosoftML.PcaScoringEngine(seed);
        yield return ("principal components alone", people => RankedPeople.Scored(people, components));
        yield return ("the queue with a tenth of components, by rank", people => RankedPeople.Mixed(people, components, 0.1));
        yield return ("the queue with a quarter of components, by rank", people => RankedPeople.Mixed(people, components, 0.25));
#endif
        yield return ("the queue with a tenth of forest, by rank", people => RankedPeople.Mixed(people, forest, 0.1));
    }

    private static IEnumerable<IRiskEngine> Engines()
    {
        yield return new LogisticRiskEngine();
#if WITH_MICROSOFT_ML
        foreach (var trainer in MicrosoftML.MicrosoftMLRiskEngine.EachTrainer())
        {
            yield return trainer;
        }

        yield return new MicrosoftML.MicrosoftMLRiskEngine();
#endif
    }

    private static void Row(string name, IReadOnlyList<RankingFigures> of, params IEnumerable<string> more)
    {
        var precision = of.Select(f => f.AveragePrecision).ToList();
        Line($"| {name} | {precision.Average():F3} ({precision.Min():F3} to {precision.Max():F3}) | {of.Average(f => f.PrecisionAtK):F3} |{string.Concat(more.Select(m => $" {m} |"))}");
    }

    private static double Square(double x) => x * x;

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
