using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Evaluation;

/// <summary>
/// The published definitions of multiple-provider use that every product is compared with, on the true person's fills. Only
/// drugs of a patient scope count (no treatment medication, no unknown products).
/// </summary>
public static class PublishedDefinitions
{
    /// <summary>Name and score of a person; 0 means the definition is not met.</summary>
    public static IReadOnlyList<(string Name, Func<IReadOnlyList<TruthFill>, double> Score)> All { get; } =
    [
        // CDC PBSS (MMWR SS 2015;64(9)): five prescribers and five pharmacies in six months.
        ("5x5-183", fills => ProviderCount(fills, 5, 183)),
        // Peirce 2012 and the commonest pair of Delcher's review (2021): four and four.
        ("4x4-183", fills => ProviderCount(fills, 4, 183)),
        // Cepeda 2012: overlap of a day or more between prescribers, filled at three or more pharmacies, 18 months.
        ("overlap-3-pharmacies", fills => OverlapDispensers(fills, 3, 548)),
    ];

    /// <summary>Most of min(prescribers, dispensers) in any window of <paramref name="days"/> days; 0 below <paramref name="least"/>.</summary>
    public static int ProviderCount(IReadOnlyList<TruthFill> fills, int least, int days)
    {
        var prescribers = new Dictionary<int, int>();
        var dispensers = new Dictionary<int, int>();
        var best = 0;
        var first = 0;
        for (var last = 0; last < fills.Count; last++)
        {
            if (fills[last].Class.Scope() is null)
            {
                continue;
            }

            Count(prescribers, fills[last].Prescriber, 1);
            Count(dispensers, fills[last].Dispenser, 1);
            for (; fills[first].Day <= fills[last].Day - days; first++)
            {
                if (fills[first].Class.Scope() is not null)
                {
                    Count(prescribers, fills[first].Prescriber, -1);
                    Count(dispensers, fills[first].Dispenser, -1);
                }
            }

            best = Math.Max(best, Math.Min(prescribers.Count, dispensers.Count));
        }

        return best >= least ? best : 0;
    }

    /// <summary>
    /// Most different dispensers among fills that overlap, by a day or more, a fill of the same class from another
    /// prescriber, in any window of <paramref name="days"/> days; 0 below <paramref name="least"/>.
    /// </summary>
    public static int OverlapDispensers(IReadOnlyList<TruthFill> fills, int least, int days)
    {
        var overlapping = new bool[fills.Count];
        for (var i = 0; i < fills.Count; i++)
        {
            for (var j = i + 1; j < fills.Count && fills[j].Day < fills[i].Day + 180; j++)
            {
                if (fills[j].Class == fills[i].Class && fills[i].Class.Scope() is not null && fills[j].Prescriber != fills[i].Prescriber
                    && fills[j].Day < fills[i].EndDay)
                {
                    overlapping[i] = overlapping[j] = true;
                }
            }
        }

        var dispensers = new Dictionary<int, int>();
        var best = 0;
        var first = 0;
        for (var last = 0; last < fills.Count; last++)
        {
            if (!overlapping[last])
            {
                continue;
            }

            Count(dispensers, fills[last].Dispenser, 1);
            for (; fills[first].Day <= fills[last].Day - days; first++)
            {
                if (overlapping[first])
                {
                    Count(dispensers, fills[first].Dispenser, -1);
                }
            }

            best = Math.Max(best, dispensers.Count);
        }

        return best >= least ? best : 0;
    }

    private static void Count(Dictionary<int, int> counts, int key, int change)
    {
        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }
}
