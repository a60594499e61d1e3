using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// Features 10, 12, 16 and 27 as excess: days of supply obtained while a supply of the same class was still running, in all,
/// from elsewhere, and for private payment. Two strengths or drugs of one practice are one regimen and no excess.
/// </summary>
internal sealed class ExcessFeatures : IFeatureFamily
{
    private const int HalfYear = 183;
    private const int Year = 365;
    private const int Month = 30;

    /// <summary>Excess days that make a month one with excess: a week in hand is prudence (our choice, 2026-11-22).</summary>
    private const int NotableDays = 7;

    private readonly int _ratio;
    private readonly int _months;
    private readonly int _excess;
    private readonly int _elsewhere;
    private readonly int _private;
    private readonly SlidingSum[] _suppliedByClass = [.. Enumerable.Range(0, DrugClasses.Count).Select(_ => new SlidingSum(HalfYear))];
    private readonly SlidingSum _excessDays = new(HalfYear);
    private readonly SlidingSum _elsewhereDays = new(HalfYear);
    private readonly SlidingSum _privateDays = new(HalfYear);
    private readonly SlidingSum _excessMonths = new(Year);

    public ExcessFeatures(FeatureList list)
    {
        _ratio = list.Add(10, "supply-ratio-183d", FeatureGroup.Overlap, "days per day", "days of supply of one class dispensed within 183 days, per day");
        _elsewhere = list.Add(12, "excess-days-elsewhere-183d", FeatureGroup.Overlap, "days",
            "days within 183 supplied by another practice and another pharmacy while a supply of the class was running");
        _excess = list.Add(16, "excess-days-183d", FeatureGroup.EarlyFills, "days", "days within 183 supplied while a supply of the class was running");
        _months = list.Add(16, "months-with-excess-365d", FeatureGroup.EarlyFills, "months",
            "months within 365 days in which a week or more was supplied while a supply of the class was running");
        _private = list.Add(27, "excess-days-paid-privately-183d", FeatureGroup.Payment, "days",
            "days within 183 supplied for private payment while a supply of the class was running");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        var counted = history.InScope(DrugScope.All);
        if (counted.Length < 2)
        {
            return;
        }

        Clear();
        var lastMonth = int.MinValue / 2;
        var fills = history.Fills;
        for (var i = 0; i < counted.Length; i++)
        {
            ref readonly var fill = ref fills[counted[i]];
            var (running, runningElsewhere) = Running(fills, counted, i);
            var supplied = _suppliedByClass[(int)fill.Class].Add(fill.StartDay, fill.Days);
            var excess = _excessDays.Add(fill.StartDay, running);
            var elsewhere = _elsewhereDays.Add(fill.StartDay, runningElsewhere);
            var startsMonth = running >= NotableDays && fill.StartDay - lastMonth >= Month;
            lastMonth = startsMonth ? fill.StartDay : lastMonth;
            var months = _excessMonths.Add(fill.StartDay, startsMonth ? 1 : 0);
            var paidPrivately = _privateDays.Add(fill.StartDay, fill.IsCash ? running : 0);
            if (fill.StartDay >= history.HorizonDay)
            {
                values.Raise(_ratio, supplied / HalfYear);
                values.Raise(_excess, excess);
                values.Raise(_elsewhere, elsewhere);
                values.Raise(_months, months);
                values.Raise(_private, paidPrivately);
            }
        }
    }

    /// <summary>Days of a fill that earlier supplies of its class already covered: by any, and by those of another practice and dispenser.</summary>
    private static (int Any, int Elsewhere) Running(ReadOnlySpan<Fill> fills, ReadOnlySpan<int> counted, int position)
    {
        ref readonly var fill = ref fills[counted[position]];
        int any = 0, elsewhere = 0;
        for (var j = position - 1; j >= 0 && fill.StartDay - fills[counted[j]].StartDay < SupplyPeriod.MaxDays; j--)
        {
            ref readonly var earlier = ref fills[counted[j]];
            if (earlier.Class != fill.Class || earlier.LastDay < fill.StartDay)
            {
                continue;
            }

            var shared = fill.DaysSharedWith(in earlier);
            var otherPractice = earlier.LocalPractice != fill.LocalPractice;
            if (otherPractice || (earlier.IngredientId == fill.IngredientId && earlier.StrengthMg == fill.StrengthMg))
            {
                any = Math.Max(any, shared);
            }

            if (otherPractice && earlier.LocalDispenserGroup != fill.LocalDispenserGroup)
            {
                elsewhere = Math.Max(elsewhere, shared);
            }
        }

        return (any, elsewhere);
    }

    private void Clear()
    {
        foreach (var supplied in _suppliedByClass)
        {
            supplied.Clear();
        }

        _excessDays.Clear();
        _elsewhereDays.Clear();
        _privateDays.Clear();
        _excessMonths.Clear();
    }
}
