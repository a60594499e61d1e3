using System.Globalization;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>
/// <c>review-year --folders DIR,DIR,... [--budget 60] [--mistakes 0.1] [--conclusions 300] [--seed 1] [--years 5] [--replicates 40] [--chart FILE.svg]</c>: what reviewers'
/// conclusions are worth: 300 of them for another population, and those of a year month by month, the folders' people taken for one state.
/// Folders are those of <see cref="QueuedPopulation"/>.
/// </summary>
internal static class ReviewYearCommand
{
    /// <summary>Average precision that 300 conclusions must add (issue 6).</summary>
    private const double TargetGain = 0.05;

    private const int Months = 12;

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
        var months = new List<List<QueuedPerson>>(Enumerable.Range(0, Months).Select(_ => new List<QueuedPerson>()));
        foreach (var (p, folder) in folders.Index())
        {
            foreach (var (month, people) in (await QueuedPopulation.ReadMonthsAsync(folder, Months)).Index())
            {
                months[month].AddRange(people.Select(one => one with { Number = p * 1_000_000L + one.Number }));
            }
        }

        var budget = int.Parse(Arguments.Value(args, "--budget", "60"), CultureInfo.InvariantCulture);
        var dealings = int.Parse(Arguments.Value(args, "--years", "5"), CultureInfo.InvariantCulture);
        var replicates = int.Parse(Arguments.Value(args, "--replicates", "40"), CultureInfo.InvariantCulture);
        var years = ReplicatedYears.Run(new ReviewYear(months, budget, mistakes), months[0].Count, engine, dealings, replicates, seed);
        Print(years, dealings, replicates);
        if (Arguments.Value(args, "--chart", "") is { Length: > 0 } chart)
        {
            await File.WriteAllTextAsync(chart, ReviewYearChart.Draw(years, budget));
        }

        return met && years.Of(f => f.Late - f.Early).Low > 0 && years.Of(f => f.Late - f.PlainLate).Low > 0 ? 0 : 1;
    }

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

    private static void Print(ReplicatedYears years, int dealings, int replicates)
    {
        Line($"\n{dealings} dealings of the year, intervals of 95 % from {replicates} replicates of people, dealings, mistakes and models");
        Line($"\n| month | with the model | plain priority | difference |\n|---|---|---|---|");
        for (var m = 0; m < Months; m++)
        {
            var month = m;
            Line($"| {m + 1} | {Text(years.Of(f => f.Learned[month]))} | {Text(years.Of(f => f.Plain[month]))} | {Text(years.Of(f => f.Learned[month] - f.Plain[month]))} |");
        }

        Line($"| 1 to 3 | {Text(years.Of(f => f.Early))} | {Text(years.Of(f => f.PlainEarly))} | {Text(years.Of(f => f.Early - f.PlainEarly))} |");
        Line($"| 10 to 12 | {Text(years.Of(f => f.Late))} | {Text(years.Of(f => f.PlainLate))} | {Text(years.Of(f => f.Late - f.PlainLate))} |");
        Line($"| 10 to 12 less 1 to 3 | {Text(years.Of(f => f.Late - f.Early))} | {Text(years.Of(f => f.PlainLate - f.PlainEarly))} | {Text(years.Of(f => f.Late - f.PlainLate - f.Early + f.PlainEarly))} |");
    }

    private static string Text(Measured m) => string.Create(CultureInfo.InvariantCulture, $"{m.Value:0.000} ({m.Low:0.000} to {m.High:0.000})");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
