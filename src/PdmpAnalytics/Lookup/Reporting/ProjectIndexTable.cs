using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>
/// Percentiles of the population that the project index compares with (domain reference 6.3). Ties take the middle of their ranks.
/// </summary>
internal sealed class ProjectIndexTable
{
    private const string Disclaimer = "A project index of how unusual the records are, not a score of a person; not a sole basis for care.";

    /// <summary>Places that a stored scale has at most. Our choice, 2026-11-22: five to a percentile.</summary>
    private const int MostPlaces = 500;

    private static readonly (DrugScope Scope, string Name)[] Types =
        [(DrugScope.Opioids, "narcotic"), (DrugScope.Sedatives, "sedative"), (DrugScope.Stimulants, "stimulant")];

    private static readonly string[] FigureNames = ["prescribers", "pharmacies", "milligrams", "overlaps"];

    private readonly IReadOnlyDictionary<string, Scale[]> _scales;

    private ProjectIndexTable(IReadOnlyDictionary<string, Scale[]> scales) => _scales = scales;

    /// <summary>By type: the four figures' scales, then that of their combination.</summary>
    public IReadOnlyDictionary<string, Scale[]> Scales => _scales;

    public static ProjectIndexTable Of(IReadOnlyDictionary<string, Scale[]> scales) => new(scales);

    /// <summary>A table from the figures of a sample of patients.</summary>
    public static ProjectIndexTable Of(IEnumerable<(DrugScope Scope, ProjectIndexFigures Figures)> sample)
    {
        var byScope = sample.ToLookup(s => s.Scope, s => s.Figures);
        var scales = new Dictionary<string, Scale[]>();
        foreach (var (scope, name) in Types)
        {
            var patients = byScope[scope].ToList();
            Scale[] parts = [.. FigureNames.Select((_, part) => Scale.Of(patients.ConvertAll(p => p[part])))];
            scales[name] = [.. parts, Scale.Of(patients.ConvertAll(p => Combined(parts, p)))];
        }

        return new ProjectIndexTable(scales);
    }

    /// <summary>The numbers of one patient, without a table each null.</summary>
    public static ProjectIndexScores Score(ProjectIndexTable? table, DispensingHistory history)
    {
        if (table is null)
        {
            return new ProjectIndexScores(null, null, null, "No project index: the population's figures are not taken yet.");
        }

        var numbers = new int[Types.Length];
        var parts = new List<ProjectIndexPart>();
        for (var i = 0; i < Types.Length; i++)
        {
            if (ProjectIndexFigures.Of(history, Types[i].Scope) is { } figures)
            {
                var scales = table._scales[Types[i].Name];
                numbers[i] = Number(scales, figures);
                parts.AddRange(FigureNames.Select((name, part) =>
                    new ProjectIndexPart(Types[i].Name, name, Math.Round(figures[part], 2), (int)scales[part].Percentile(figures[part]))));
            }
        }

        return new ProjectIndexScores(numbers[0], numbers[1], numbers[2], Disclaimer) { Parts = parts };
    }

    /// <summary>Percentile of the combination times ten, and the active prescriptions of the type up to nine.</summary>
    internal static int Number(Scale[] scales, ProjectIndexFigures figures) =>
        (int)scales[FigureNames.Length].Percentile(Combined(scales, figures)) * 10 + Math.Min(9, figures.Active);

    /// <summary>Half the milligrams, a sixth each of the three counts.</summary>
    private static double Combined(Scale[] scales, ProjectIndexFigures figures) =>
        0.5 * scales[2].Percentile(figures.Milligrams)
        + (scales[0].Percentile(figures.Prescribers) + scales[1].Percentile(figures.Pharmacies) + scales[3].Percentile(figures.Overlaps)) / 6;

    /// <summary>Values and the percentile, 0 to 99, at the middle of each one's ranks.</summary>
    /// <param name="Values">Ascending.</param>
    internal sealed record Scale(double[] Values, double[] Percentiles)
    {
        private const double Highest = 99;

        public static Scale Of(List<double> sample)
        {
            sample.Sort();
            var (values, percentiles) = (new List<double>(), new List<double>());
            for (int start = 0, end; start < sample.Count; start = end)
            {
                for (end = start + 1; end < sample.Count && sample[end] - sample[start] <= 1e-9; end++)
                {
                }

                values.Add(sample[start]);
                percentiles.Add(Math.Min(Highest, 100.0 * ((start + end) / 2.0) / sample.Count));
            }

            var step = Math.Max(1, (values.Count + MostPlaces - 1) / MostPlaces);
            int[] kept = [.. Enumerable.Range(0, values.Count).Where(i => i % step == 0 || i == values.Count - 1)];
            return new Scale([.. kept.Select(i => values[i])], [.. kept.Select(i => percentiles[i])]);
        }

        /// <summary>Between two known values the percentile lies between theirs.</summary>
        public double Percentile(double value)
        {
            if (Values.Length == 0)
            {
                return 0;
            }

            var at = Array.BinarySearch(Values, value);
            if (at >= 0)
            {
                return Percentiles[at];
            }

            at = ~at;
            if (at == 0 || at == Values.Length)
            {
                return at == 0 ? 0 : Highest;
            }

            var share = (value - Values[at - 1]) / (Values[at] - Values[at - 1]);
            return Percentiles[at - 1] + share * (Percentiles[at] - Percentiles[at - 1]);
        }
    }
}
