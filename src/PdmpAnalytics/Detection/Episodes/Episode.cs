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
/// </summary>
internal struct Episode(int horizonDay, int asOfDay)
{
    private readonly int _horizonDay = horizonDay;
    private readonly int _asOfDay = asOfDay;

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

    /// <summary>The rule had this outcome on every day from <paramref name="fromDay"/> to <paramref name="toDay"/>; what lies outside the horizon does not count.</summary>
    public void Hold(int fromDay, int toDay, in Outcome outcome)
    {
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
        }
    }
}
