using System.Globalization;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>
/// <c>review-year --folders DIR,DIR,... [--budget 60] [--mistakes 0.1] [--conclusions 300] [--seed 1] [--years 5] [--chart FILE.svg]</c>: what reviewers'
/// conclusions are worth. A folder has <c>pdmp.db</c> after <c>pdmp detect --all</c> and the truth it was filled from in <c>pop</c>.
/// </summary>
internal static class ReviewYearCommand
{
    /// <summary>Average precision that 300 conclusions must add (issue 6).</summary>
    private const double TargetGain = 0.05;

    public static async Task<int> RunAsync(string[] args)
    {
        var folders = Arguments.Value(args, "--folders", ".").Split(',');
        var conclusions = int.Parse(Arguments.Value(args, "--conclusions", "300"), CultureInfo.InvariantCulture);
        var mistakes = double.Parse(Arguments.Value(args, "--mistakes", "0.1"), CultureInfo.InvariantCulture);
        var seed = int.Parse(Arguments.Value(args, "--seed", "1"), CultureInfo.InvariantCulture);
        var populations = new List<List<QueuedPerson>>();
        foreach (var folder in folders)
        {
            populations.Add(await QueuedPopulation.ReadAsync(folder));
        }

        IRiskEngine engine = new LogisticRiskEngine();
        var met = Gains(folders, populations, engine, conclusions, mistakes, seed);
        var budget = int.Parse(Arguments.Value(args, "--budget", "60"), CultureInfo.InvariantCulture);
        var everybody = populations.SelectMany((people, p) => people.Select(one => one with { Number = p * 1_000_000L + one.Number })).ToList();
        var count = int.Parse(Arguments.Value(args, "--years", "5"), CultureInfo.InvariantCulture);
        var years = Enumerable.Range(seed, count).Select(s => new ReviewYear(everybody, budget, mistakes, s).Run(engine)).ToList();
        var months = years[0];
        Print(months);
        var gain = LearnedGain.LateOverEarly(years, seed);
        Print($"months 10 to 12 less months 1 to 3, {count} years", gain);
        Print($"months 10 to 12 less the plain priority in the same months, {count} years", LearnedGain.LateOverPlain(years, seed));
        if (Arguments.Value(args, "--chart", "") is { Length: > 0 } chart)
        {
            await File.WriteAllTextAsync(chart, ReviewYearChart.Draw(months, budget));
        }

        return met && gain.Low > 0 ? 0 : 1;
    }

    private static void Print(string what, Gain gain) => Line($"{what}: {gain.Difference:+0.000;-0.000}, {gain.Low:+0.000;-0.000} to {gain.High:+0.000;-0.000}");

    /// <summary>Average precision over everybody with what was learned from the first of each queue, applied to another population and to its own.</summary>
    private static bool Gains(string[] folders, List<List<QueuedPerson>> populations, IRiskEngine engine, int conclusions, double mistakes, int seed)
    {
        var models = populations.ConvertAll(people => engine.Train(RankedPeople.First(people, conclusions, mistakes, seed), seed));
        var met = true;
        Line($"average precision with {conclusions} conclusions, {mistakes:P0} of them wrong:");
        for (var p = 0; p < populations.Count; p++)
        {
            var plain = RankedPeople.Quality(populations[p], person => person.Priority).AveragePrecision;
            var other = RankedPeople.Quality(populations[p], person => person.PriorityBy(models[(p + 1) % models.Count])).AveragePrecision;
            var own = RankedPeople.Quality(populations[p], person => person.PriorityBy(models[p])).AveragePrecision;
            Line($"  {folders[p]}: without {plain:F3}, learned from another population {other:F3} ({other - plain:+0.000;-0.000}), from its own first {own:F3} ({own - plain:+0.000;-0.000})");
            met &= (populations.Count > 1 ? other : own) >= plain + TargetGain;
        }

        return met;
    }

    private static void Print(IReadOnlyList<ReviewMonth> months)
    {
        Line($"\nmonth  learned from  precision at the budget  95 % interval   without a model");
        foreach (var m in months)
        {
            Line($"{m.Month,5}  {m.Learned,12}  {m.Found.Share,23:F3}  {m.Found.Low:F3} to {m.Found.High:F3}  {m.Unlearned.Share,15:F3}");
        }

        foreach (var (name, part) in new[] { ("1 to 3", months.Take(3)), ("10 to 12", months.TakeLast(3)) })
        {
            var sum = ReviewYear.Sum(part);
            Line($"months {name}: {sum.Share:F3}, {sum.Low:F3} to {sum.High:F3}");
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
