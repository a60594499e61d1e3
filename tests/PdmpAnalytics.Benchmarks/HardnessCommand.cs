using System.Diagnostics;
using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Benchmarks;

/// <summary>
/// <c>hardness [--patients 20000] [--days 730] [--seeds 1,2,3,4,5] [--ceiling]</c>: how hard invented populations are.
/// Prints, a seed, the published definitions, the best depth-2 tree on two simple figures, how much of the misuse stays
/// below five prescribers and five pharmacies, and rows written a second; with --ceiling also what boosted trees that are
/// told the truth reach out of fold.
/// </summary>
internal static class HardnessCommand
{
    public static int Run(string[] args)
    {
        string Option(string name, string otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
        var patients = int.Parse(Option("--patients", "20000"), CultureInfo.InvariantCulture);
        var days = int.Parse(Option("--days", "730"), CultureInfo.InvariantCulture);
        var hard = true;
        foreach (var seed in Option("--seeds", "1,2,3,4,5").Split(','))
        {
            var options = new PopulationOptions { Patients = patients, Days = days, Seed = long.Parse(seed, CultureInfo.InvariantCulture) };
            hard &= Measure(options, args.Contains("--ceiling"), args.Contains("--kinds"));
        }

        return hard ? 0 : 1;
    }

    private static bool Measure(PopulationOptions options, bool ceiling, bool kinds)
    {
        var folder = Directory.CreateTempSubdirectory("pdmp-hardness-").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            var summary = PopulationWriter.Write(options, DrugCatalog.Shipped, folder);
            var rate = summary.Fills / clock.Elapsed.TotalSeconds;
            var truth = TruthFolder.Read(folder, DrugCatalog.Shipped);
            var hardness = PopulationHardness.Of(truth.Patients);
            Line($"seed {options.Seed}: {summary.Patients} patients, {summary.Fills} fills, {(double)summary.Fills / summary.Patients:F1} a patient, {summary.Misuse} misuse, written at {rate:N0} rows/s");
            foreach (var (name, quality) in hardness.Published)
            {
                Line($"  {name,-22} AP {quality.AveragePrecision:F3}  P@K {quality.PrecisionAtK:F3}");
            }

            Line($"  best two-figure tree   AP {hardness.TreeAveragePrecision:F3}  ({hardness.TreeFigures})");
            Line($"  below 5 and 5          {hardness.MisuseBelowFive:P0} of misuse");
            Line($"  holds the targets      {(hardness.HoldsTargets ? "yes" : "NO")}");
            if (ceiling)
            {
                Ceiling(truth.Patients, kinds);
            }

            return hardness.HoldsTargets;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Ceiling(IReadOnlyList<TruthPatient> patients, bool kinds)
    {
        var (figures, positive) = PopulationHardness.Figures(patients);
        var scores = SupervisedCeiling.Scores(figures, positive, seed: 1);
        var quality = RankingQuality.Of(scores, positive);
        Line($"  told the truth         AP {quality.AveragePrecision:F3}  P@K {quality.PrecisionAtK:F3}");
        if (!kinds)
        {
            return;
        }

        var inTop = RankingQuality.Membership(scores, quality.K);
        foreach (var kind in patients.Select((p, i) => (p.Archetype, p.Misuse, p.Fills, Top: inTop[i])).GroupBy(p => (p.Misuse, p.Archetype)).OrderBy(g => g.Key))
        {
            var met = string.Join(' ', PublishedDefinitions.All.Select(d => kind.Count(p => d.Score(p.Fills) > 0)));
            Line($"    {kind.Key.Archetype,-30} {kind.Count(),6}  among the first K {kind.Sum(p => p.Top),6:F1}  meet the definitions {met}");
        }

        for (var f = 0; f < figures.Count; f++)
        {
            var alone = RankingQuality.Of(figures[f], positive);
            Line($"    {SimpleFigures.Names[f],-46} AP {alone.AveragePrecision:F3}");
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
