using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features 36 to 41: when and how prescriptions are filled.</summary>
internal sealed class HabitFeatures : IFeatureFamily
{
    private const int FewestForShare = 4;

    private readonly int _weekend;
    private readonly int _sameDay;
    private readonly int _paperOrPhone;
    private readonly int _partial;
    private readonly int _originals;
    private readonly int _delay;

    public HabitFeatures(FeatureList list)
    {
        const FeatureGroup habits = FeatureGroup.Habits;
        _weekend = list.Add(36, "weekend-share", habits, "share 0..1", "share of fills on a Saturday or Sunday");
        _sameDay = list.Add(37, "same-day-elsewhere", FeatureGroup.Providers, "days", "days with fills at two pharmacies or from two practices");
        _paperOrPhone = list.Add(38, "paper-or-phone-share", habits, "share 0..1", "share of prescriptions on paper or by telephone, where the form is reported");
        _partial = list.Add(39, "partial-fills", habits, "fills", "fills handed out in parts");
        _originals = list.Add(40, "new-prescription-share", habits, "share 0..1", "share of fills that are a new prescription and no refill");
        _delay = list.Add(41, "days-written-to-filled", habits, "days", "mean days from writing to the first fill");
    }

    public void Compute(DispensingHistory history, DispensingReference reference, Span<float> values)
    {
        int counted = 0, weekend = 0, sameDay = 0, forms = 0, paper = 0, partial = 0, originals = 0, delays = 0, delayDays = 0;
        var fills = history.Fills;
        var previous = -1;
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref fills[position];
            if (fill.StartDay < history.HorizonDay)
            {
                continue;
            }

            counted++;
            // Day number 0 was a Monday.
            weekend += fill.StartDay % 7 >= 5 ? 1 : 0;
            sameDay += previous >= 0 && SameDayElsewhere(in fills[previous], in fill) ? 1 : 0;
            forms += fill.TransmissionForm != 0 ? 1 : 0;
            paper += fill.TransmissionForm is >= 1 and <= 3 ? 1 : 0;
            partial += fill.Parts > 1 ? 1 : 0;
            originals += fill.FillNumber == 0 ? 1 : 0;
            if (fill.FillNumber == 0 && fill.WrittenDay != 0)
            {
                delays++;
                delayDays += Math.Max(0, fill.FilledDay - fill.WrittenDay);
            }

            previous = position;
        }

        values[_sameDay] = sameDay;
        values[_partial] = partial;
        values[_weekend] = Share(weekend, counted);
        values[_originals] = Share(originals, counted);
        values[_paperOrPhone] = Share(paper, forms);
        values[_delay] = delays == 0 ? float.NaN : (float)delayDays / delays;
    }

    private static bool SameDayElsewhere(in Fill a, in Fill b) =>
        a.StartDay == b.StartDay && (a.LocalDispenserGroup != b.LocalDispenserGroup || a.LocalPractice != b.LocalPractice);

    private static float Share(int part, int whole) => whole < FewestForShare ? float.NaN : (float)part / whole;
}
