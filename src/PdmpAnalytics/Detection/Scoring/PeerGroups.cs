using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// Who is comparable with whom: patients whose fills are mostly of one scope, in one age band. A percentile says how many
/// of them score lower. Age appears here and nowhere else: it chooses the peers and is never a reason.
/// </summary>
public sealed class PeerGroups
{
    /// <summary>Smaller groups are compared with everyone (our choice, 2026-11-22).</summary>
    public const int FewestPeers = 200;

    // First ages of the bands after the youngest (our choice, 2026-11-22).
    private static readonly int[] AgeBands = [25, 45, 65];

    /// <param name="tables">Scores by group, then one table of everyone at the end.</param>
    public PeerGroups(IReadOnlyList<TailTable> tables) => Tables = tables;

    /// <summary>Number of groups, everyone not counted.</summary>
    public static int Count => 3 * (AgeBands.Length + 1);

    public IReadOnlyList<TailTable> Tables { get; }

    /// <summary>Learns the percentiles of a scored sample.</summary>
    public static PeerGroups Fit(IReadOnlyList<int> groups, IReadOnlyList<double> scores)
    {
        var tables = new TailTable[Count + 1];
        for (var g = 0; g <= Count; g++)
        {
            tables[g] = TailTable.Of([.. Enumerable.Range(0, scores.Count).Where(i => g == Count || groups[i] == g).Select(i => (float)scores[i])]);
        }

        return new PeerGroups(tables);
    }

    /// <summary>The group of a patient: the scope with most fills and the age at the last fill (unknown age: the largest band).</summary>
    public static int Of(DispensingHistory history)
    {
        var scope = DrugScope.Sedatives;
        foreach (var candidate in (ReadOnlySpan<DrugScope>)[DrugScope.Opioids, DrugScope.Stimulants])
        {
            scope = history.InScope(candidate).Length > history.InScope(scope).Length ? candidate : scope;
        }

        var age = history.Fills.IsEmpty ? -1 : history.Fills[^1].PatientAge;
        var band = age < 0 ? 2 : AgeBands.Count(first => age >= first);
        return (int)scope * (AgeBands.Length + 1) + band;
    }

    /// <summary>Share of comparable patients with a lower score, 0 to 100.</summary>
    public double Percentile(int group, double score)
    {
        var table = Tables[group].Count >= FewestPeers ? Tables[group] : Tables[Count];
        return 100 * (1 - table.AtLeast((float)score));
    }
}
