using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>What a rule measured on one day.</summary>
/// <param name="Measure">The number that says how strong it is, comparable within the rule and severity.</param>
/// <param name="Minor">Decides between equal measures.</param>
/// <param name="Tag">Whatever the rule needs to describe the day again: which window, which drug.</param>
internal readonly record struct Outcome(Severity Severity, double Measure, double Minor = 0, int Tag = 0)
{
    public bool IsAbove(in Outcome other) =>
        Severity != other.Severity ? Severity > other.Severity
        : Measure != other.Measure ? Measure > other.Measure
        : Minor > other.Minor;
}

/// <summary>
/// The days on which a rule held, seen over the horizon (6.0.2): first, last and peak. The peak is the day with
/// the highest severity, then the highest measure, then the latest; so judging everyone at once ends where nights would.
/// Days ahead of the day judged are part of no episode; of them it remembers the first that will bring a new peak.
/// </summary>
internal struct Episode(int horizonDay, int asOfDay)
{
    private readonly int _horizonDay = horizonDay;
    private readonly int _asOfDay = asOfDay;
    private int _nextDay;

    // Last day, ahead too, on which the peak's outcome goes on by the same records.
    private int _peakUntil;

    public Episode(DispensingHistory history)
        : this(history.HorizonDay, history.AsOfDay)
    {
    }

    /// <summary>First and last day of the horizon: what a rule says about other days is not kept.</summary>
    public readonly int FirstPossibleDay => _horizonDay;

    public readonly int LastPossibleDay => _asOfDay;

    public int FirstDay { get; private set; }

    public int LastDay { get; private set; }

    public int PeakDay { get; private set; }

    /// <summary>The outcome on <see cref="PeakDay"/>.</summary>
    public Outcome Peak { get; private set; }

    public readonly bool Held => Peak.Severity != 0;

    /// <summary>
    /// First day after the one judged on which the peak will be another one, or the same with other records, if nothing new
    /// arrives; <see cref="int.MaxValue"/> for never. May be too early where several windows are looked at one after the other.
    /// </summary>
    public readonly int NextDay => _nextDay == 0 ? int.MaxValue : _nextDay;

    /// <summary>
    /// The rule had (or will have) this outcome on every day from <paramref name="fromDay"/> to <paramref name="toDay"/>; what lies
    /// before the horizon does not count.
    /// </summary>
    /// <param name="unchanged">The first of these days says the same by the same records as the day before it.</param>
    public void Hold(int fromDay, int toDay, in Outcome outcome, bool unchanged = false)
    {
        if (fromDay > _asOfDay)
        {
            HoldAhead(fromDay, toDay, outcome, unchanged);
            return;
        }

        var goesOnUntil = toDay;
        fromDay = Math.Max(fromDay, _horizonDay);
        toDay = Math.Min(toDay, _asOfDay);
        if (fromDay > toDay)
        {
            return;
        }

        var first = !Held;
        FirstDay = first ? fromDay : Math.Min(FirstDay, fromDay);
        LastDay = first ? toDay : Math.Max(LastDay, toDay);
        if (first || outcome.IsAbove(Peak) || (!Peak.IsAbove(outcome) && toDay > PeakDay))
        {
            Peak = outcome;
            PeakDay = toDay;
            _peakUntil = goesOnUntil;
        }
        else if (goesOnUntil > _asOfDay && goesOnUntil > _peakUntil && !Peak.IsAbove(outcome))
        {
            // It says as much as the peak and will go on saying it when the peak's days are over.
            Expect(_peakUntil + 1);
        }
    }

    private void HoldAhead(int fromDay, int toDay, in Outcome outcome, bool unchanged)
    {
        if (Peak.IsAbove(outcome) || (unchanged && fromDay <= _peakUntil))
        {
            return;
        }

        if (unchanged && outcome.Tag == Peak.Tag && fromDay == _peakUntil + 1)
        {
            _peakUntil = toDay;
            return;
        }

        Expect(fromDay);
    }

    private void Expect(int day) => _nextDay = Math.Min(NextDay, Math.Max(day, _asOfDay + 1));
}
