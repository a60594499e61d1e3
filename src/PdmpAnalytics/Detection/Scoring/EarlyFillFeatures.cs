using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 13 to 16: fills before the supply at hand was used up.</summary>
internal sealed class EarlyFillFeatures : IFeatureFamily
{
    private const int HalfYear = 183;
    private const int Year = 365;

    private readonly int _count;
    private readonly int _daysEarly;
    private readonly int _otherDispenser;
    private readonly int _elsewhere;
    private readonly int _stockpile;
    private readonly SlidingSum _events = new(HalfYear);
    private readonly SlidingSum _days = new(HalfYear);
    private readonly SlidingSum _otherDispenserEvents = new(Year);
    private readonly SlidingSum _elsewhereEvents = new(Year);

    public EarlyFillFeatures(FeatureList list)
    {
        const FeatureGroup early = FeatureGroup.EarlyFills;
        _count = list.Add(13, "early-fills-183d", early, "fills", "early fills within 183 days");
        _daysEarly = list.Add(14, "days-early-183d", early, "days", "days early in all, within 183 days");
        _otherDispenser = list.Add(15, "early-at-other-dispenser-365d", early, "fills", "early fills at another pharmacy within 365 days");
        _elsewhere = list.Add(15, "early-elsewhere-365d", FeatureGroup.Overlap, "fills",
            "fills from another practice at another pharmacy while a supply of the drug was running, within 365 days");
        _stockpile = list.Add(16, "stockpile-183d", early, "days", "most days of supply at hand beyond the newest fill, from the fills of 183 days");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        _events.Clear();
        _days.Clear();
        _otherDispenserEvents.Clear();
        _elsewhereEvents.Clear();
        foreach (ref readonly var early in history.EarlyRefills(EarlyRefillTerms.Default).Events)
        {
            var count = _events.Add(early.Day, 1);
            var days = _days.Add(early.Day, early.DaysEarly);
            var otherDispenser = _otherDispenserEvents.Add(early.Day, early.OtherDispenser ? 1 : 0);
            var elsewhere = _elsewhereEvents.Add(early.Day, early.OtherDispenser && early.OtherPractice ? 1 : 0);
            if (early.Day >= history.HorizonDay)
            {
                values.Raise(_count, count);
                values.Raise(_daysEarly, days);
                values.Raise(_otherDispenser, otherDispenser);
                values.Raise(_elsewhere, elsewhere);
            }
        }

        if (history.EarlyRefills(EarlyRefillTerms.Default).Events.Length > 0)
        {
            values[_stockpile] = Stockpile(history);
        }
    }

    /// <summary>The ledger of 6.0.3, begun empty 183 days before each fill, so that old surplus ages out.</summary>
    private static int Stockpile(DispensingHistory history)
    {
        var fills = history.Fills;
        var counted = history.InScope(DrugScope.All);
        var most = 0;
        var oldest = 0;
        for (var i = 0; i < counted.Length; i++)
        {
            ref readonly var newest = ref fills[counted[i]];
            if (newest.StartDay < history.HorizonDay)
            {
                continue;
            }

            while (fills[counted[oldest]].StartDay <= newest.StartDay - HalfYear)
            {
                oldest++;
            }

            var ledger = int.MinValue;
            for (var j = oldest; j <= i; j++)
            {
                ref readonly var fill = ref fills[counted[j]];
                if (fill.IngredientId == newest.IngredientId)
                {
                    ledger = Math.Max(ledger, fill.StartDay) + fill.Days;
                }
            }

            most = Math.Max(most, ledger - newest.StartDay - newest.Days);
        }

        return most;
    }
}
