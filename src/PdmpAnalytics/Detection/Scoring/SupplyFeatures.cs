using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 7 to 12 and 22 to 24: days covered, and days covered more than once.</summary>
internal sealed class SupplyFeatures : IFeatureFamily
{
    private const int Quarter = 90;
    private const int HalfYear = 183;
    private const int Year = 365;
    private const int BridgedGapDays = 7;

    private readonly int _covered;
    private readonly int _run;
    private readonly int _gaps;
    private readonly int _share;
    private readonly int _twice;
    private readonly int _twoPractices;
    private readonly int _opioidBenzo;
    private readonly int _triple;
    private readonly int _sedatives;
    private ulong[] _set = new ulong[64];
    private ulong[] _all = new ulong[64];

    public SupplyFeatures(FeatureList list)
    {
        const FeatureGroup duration = FeatureGroup.Duration;
        _covered = list.Add(7, "days-covered-365d", duration, "days", "most days covered within 365 days");
        _run = list.Add(8, "longest-run", duration, "days", "longest unbroken supply, gaps up to 7 days bridged");
        _gaps = list.Add(9, "gap-days", duration, "days", "days without supply between the first and the last covered day");
        _share = list.Add(10, "share-of-days-covered", duration, "share 0..1", "share of days covered from the first covered day on");
        _twice = list.Add(11, "overlap-days-183d", FeatureGroup.Overlap, "days", "days within 183 covered by two fills of one class");
        _twoPractices = list.Add(12, "overlap-days-two-practices-183d", FeatureGroup.Overlap, "days",
            "days within 183 covered by fills of one class from two practices");
        _opioidBenzo = list.Add(22, "opioid-benzodiazepine-days-183d", FeatureGroup.Combination, "days", "days within 183 with an opioid and a benzodiazepine");
        _triple = list.Add(23, "triple-days-90d", FeatureGroup.Combination, "days", "days within 90 with an opioid, a benzodiazepine and a muscle relaxant");
        _sedatives = list.Add(24, "sedatives-90d", FeatureGroup.Combination, "ingredients", "different sedatives filled within 90 days");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        var supply = history.Supply;
        if (supply.Days == 0)
        {
            return;
        }

        Reserve(supply.Words);
        var horizon = Math.Max(0, supply.Position(history.HorizonDay));
        var set = _set.AsSpan(0, supply.Words);
        Duration(supply, horizon, values);
        if (supply.TryGetCoveredTwice(DrugScope.All, set))
        {
            values[_twice] = BestWindow(set, HalfYear, horizon);
        }

        if (supply.TryGetCoveredByTwoPractices(DrugScope.All, set))
        {
            values[_twoPractices] = BestWindow(set, HalfYear, horizon);
        }

        if (!history.InScope(DrugScope.Opioids).IsEmpty)
        {
            Combinations(supply, set, horizon, values);
        }

        values[_sedatives] = Sedatives(history);
    }

    private void Combinations(DailySupply supply, Span<ulong> set, int horizon, Span<float> values)
    {
        supply.Covered(DrugClass.Opioid).CopyTo(set);
        CoverageGrid.KeepShared(set, supply.Covered(DrugClass.Benzodiazepine));
        values[_opioidBenzo] = BestWindow(set, HalfYear, horizon);
        CoverageGrid.KeepShared(set, supply.Covered(DrugClass.MuscleRelaxant));
        values[_triple] = BestWindow(set, Quarter, horizon);
    }

    private void Duration(DailySupply supply, int horizon, Span<float> values)
    {
        var all = _all.AsSpan(0, supply.Words);
        all.Clear();
        for (var number = 0; number < supply.IngredientCount; number++)
        {
            if (supply.IngredientClass(number).Scope() is not null)
            {
                CoverageGrid.AddAll(all, supply.CoveredByIngredient(number));
            }
        }

        values[_covered] = BestWindow(all, Year, horizon);
        var runs = CoveredRuns.Of(all, horizon, supply.Days - 1, BridgedGapDays);
        if (runs.Covered == 0)
        {
            return;
        }

        values[_run] = runs.LongestRun;
        values[_gaps] = runs.GapDays;
        values[_share] = 1 - (float)runs.GapDays / (runs.Last - runs.First + 1);
    }

    /// <summary>Most days of the set inside any window that ends within the horizon. Between runs nothing is gained, so only their ends are looked at.</summary>
    private static int BestWindow(ReadOnlySpan<ulong> set, int windowDays, int horizon)
    {
        var best = 0;
        for (var start = CoverageGrid.NextIn(set, 0); start >= 0;)
        {
            var end = CoverageGrid.NextOut(set, start) - 1;
            if (end >= horizon)
            {
                best = Math.Max(best, CoverageGrid.Count(set, end - windowDays + 1, end));
            }

            start = end + 1 >= set.Length * 64 ? -1 : CoverageGrid.NextIn(set, end + 1);
        }

        return best;
    }

    private static int Sedatives(DispensingHistory history)
    {
        var counted = history.InScope(DrugScope.Sedatives);
        var fills = history.Fills;
        var best = counted.IsEmpty ? 0 : 1;
        for (var i = 1; i < counted.Length; i++)
        {
            ref readonly var newest = ref fills[counted[i]];
            // One bit an ingredient; ids are positions in a catalogue of about a hundred, so two may rarely share a bit.
            var seen = 0UL;
            for (var j = i; j >= 0 && fills[counted[j]].StartDay > newest.StartDay - Quarter; j--)
            {
                seen |= 1UL << (fills[counted[j]].IngredientId & 63);
            }

            best = Math.Max(best, newest.StartDay < history.HorizonDay ? 0 : System.Numerics.BitOperations.PopCount(seen));
        }

        return best;
    }

    private void Reserve(int words)
    {
        if (_set.Length < words)
        {
            _set = new ulong[words];
            _all = new ulong[words];
        }
    }
}
