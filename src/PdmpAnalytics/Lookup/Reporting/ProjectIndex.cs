using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>
/// The four figures behind the project index of one type of drug (domain reference 6.3): windows of 60, 183, 365 and 730 days with
/// weights 0.4, 0.3, 0.2 and 0.1 [design there].
/// </summary>
/// <param name="Prescribers">Practices.</param>
/// <param name="Pharmacies">Dispenser groups.</param>
/// <param name="Milligrams">Mean milligrams (or equivalents) a day.</param>
/// <param name="Overlaps">Pairs of fills whose supplies overlap.</param>
/// <param name="Active">Fills whose supply covers the day judged from.</param>
internal readonly record struct ProjectIndexFigures(double Prescribers, double Pharmacies, double Milligrams, double Overlaps, int Active)
{
    private static readonly (int Days, double Weight)[] Windows = [(60, 0.40), (183, 0.30), (365, 0.20), (730, 0.10)];

    /// <summary>The figures by name, in the order of the index's parts.</summary>
    public double this[int part] => part switch
    {
        0 => Prescribers,
        1 => Pharmacies,
        2 => Milligrams,
        3 => Overlaps,
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    /// <summary>A patient's figures in a scope; null without a fill in 730 days.</summary>
    public static ProjectIndexFigures? Of(DispensingHistory history, DrugScope scope)
    {
        var fills = history.Fills;
        var inScope = history.InScope(scope);
        var figures = default(ProjectIndexFigures);
        var any = false;
        foreach (var (days, weight) in Windows)
        {
            var from = history.AsOfDay - days;
            var (practices, pharmacies) = (new HashSet<int>(), new HashSet<int>());
            var (milligrams, overlaps) = (0.0, 0);
            for (var k = 0; k < inScope.Length; k++)
            {
                ref readonly var fill = ref fills[inScope[k]];
                if (fill.StartDay <= from)
                {
                    continue;
                }

                any = true;
                practices.Add(fill.PracticeId);
                pharmacies.Add(fill.DispenserGroupId);
                milligrams += Dose(in fill, scope) * (Math.Min(fill.LastDay, history.AsOfDay) - fill.StartDay + 1) / days;
                for (var j = k - 1; j >= 0 && fills[inScope[j]].StartDay > from; j--)
                {
                    overlaps += fills[inScope[j]].DaysSharedWith(in fill) > 0 ? 1 : 0;
                }
            }

            figures = new ProjectIndexFigures(
                figures.Prescribers + weight * practices.Count, figures.Pharmacies + weight * pharmacies.Count,
                figures.Milligrams + weight * milligrams, figures.Overlaps + weight * overlaps, 0);
        }

        if (!any)
        {
            return null;
        }

        var active = 0;
        foreach (var position in inScope)
        {
            active += fills[position].Covers(history.AsOfDay) ? 1 : 0;
        }

        return figures with { Active = active };
    }

    /// <summary>Morphine or lorazepam equivalents; milligrams of the drug itself for stimulants, which have no common unit.</summary>
    private static double Dose(in Fill fill, DrugScope scope) => fill.Faulty(RecordQuality.Quantity) ? 0 : scope switch
    {
        DrugScope.Opioids => fill.DailyMme,
        DrugScope.Sedatives => fill.DailyLme,
        DrugScope.Stimulants or DrugScope.All => fill.DailyMg,
    };
}

/// <summary>000 to 999 by type of drug: two digits of percentile and one of active prescriptions; 0 without a fill in two years.</summary>
/// <param name="Disclaimer">What the numbers are not.</param>
public sealed record ProjectIndexScores(int? Narcotic, int? Sedative, int? Stimulant, string Disclaimer)
{
    /// <summary>Each type's parts, for the explanation beside the number.</summary>
    public IReadOnlyList<ProjectIndexPart> Parts { get; init; } = [];
}

/// <param name="Type">narcotic, sedative or stimulant.</param>
/// <param name="Figure">prescribers, pharmacies, milligrams or overlaps.</param>
/// <param name="Value">Weighted over the four windows.</param>
/// <param name="Percentile">0 to 99 among patients with a fill of the type in two years.</param>
public sealed record ProjectIndexPart(string Type, string Figure, double Value, int Percentile);
