namespace PdmpAnalytics.Evaluation;

/// <summary>
/// How hard it is to find the misuse in a population by simple means. A population where a simple definition does well
/// flatters every detector.
/// </summary>
/// <param name="Published">Quality of each published definition.</param>
/// <param name="TreeAveragePrecision">Of the best depth-2 tree on any two simple figures.</param>
/// <param name="TreeFigures">Names of those two.</param>
/// <param name="MisuseBelowFive">Share of misuse with fewer than five prescribers and fewer than five dispensers in any 183 days.</param>
public sealed record PopulationHardness(
    IReadOnlyList<(string Name, RankingQuality Quality)> Published, double TreeAveragePrecision, string TreeFigures, double MisuseBelowFive)
{
    /// <summary>Limits of the issue that asked for the generator (2026-11): above them the population is too easy.</summary>
    public const double FourByFourLimit = 0.3;
    public const double OverlapLimit = 0.5;
    public const double TreeLimit = 0.6;

    public bool HoldsTargets => QualityOf("4x4-183") <= FourByFourLimit && QualityOf("overlap-3-pharmacies") <= OverlapLimit
        && TreeAveragePrecision < TreeLimit && MisuseBelowFive >= 0.5;

    public static PopulationHardness Of(IReadOnlyList<TruthPatient> patients)
    {
        var positive = patients.Select(p => p.Misuse).ToArray();
        var published = PublishedDefinitions.All
            .Select(d => (d.Name, RankingQuality.Of(patients.Select(p => d.Score(p.Fills)).ToArray(), positive)))
            .ToArray();
        var (figures, _) = Figures(patients);
        var tree = TwoFigureTree.Best(figures, positive);
        return new PopulationHardness(published, tree.AveragePrecision,
            $"{SimpleFigures.Names[tree.First]}, {SimpleFigures.Names[tree.Second]}", BelowFive(figures, positive));
    }

    /// <summary>The simple figures as columns, and who misuses.</summary>
    public static (IReadOnlyList<double[]> Figures, bool[] Positive) Figures(IReadOnlyList<TruthPatient> patients)
    {
        var rows = patients.Select(p => SimpleFigures.Of(p.Fills)).ToArray();
        var columns = Enumerable.Range(0, SimpleFigures.Names.Count).Select(f => rows.Select(r => r[f]).ToArray()).ToArray();
        return (columns, [.. patients.Select(p => p.Misuse)]);
    }

    private static double BelowFive(IReadOnlyList<double[]> figures, bool[] positive)
    {
        var names = SimpleFigures.Names.ToList();
        var (prescribers, dispensers) = (figures[names.IndexOf("prescribers_183")], figures[names.IndexOf("dispensers_183")]);
        var misuse = Enumerable.Range(0, positive.Length).Where(i => positive[i]).ToArray();
        return misuse.Length == 0 ? 1 : misuse.Count(i => prescribers[i] < 5 && dispensers[i] < 5) / (double)misuse.Length;
    }

    private double QualityOf(string name) => Published.Single(p => p.Name == name).Quality.AveragePrecision;
}
