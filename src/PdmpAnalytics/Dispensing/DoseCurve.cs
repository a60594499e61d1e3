namespace PdmpAnalytics.Dispensing;

/// <summary>A daily dose over time, as <see cref="DailySupply"/> sums it, to be drawn.</summary>
/// <param name="Editions">The editions the dose was computed by.</param>
/// <param name="FirstDay">The day of the first dose.</param>
/// <param name="Doses">
/// mg equivalents, one a day without gaps, 0 on days without supply, up to the last day that a known fill covers. Days after the one
/// judged from say what is in hand if nothing new comes.
/// </param>
public sealed record DoseCurve(DoseKind Kind, Equivalents Editions, DateOnly FirstDay, IReadOnlyList<double> Doses)
{
    /// <summary>The edition of this kind of dose, e.g. <c>VA2021</c>.</summary>
    public string Edition => Editions.Edition(Kind);

    /// <summary>0 on days outside the curve.</summary>
    public double On(DateOnly day)
    {
        var position = day.DayNumber - FirstDay.DayNumber;
        return position >= 0 && position < Doses.Count ? Doses[position] : 0;
    }

    /// <summary>Null when no fill has such a dose.</summary>
    public static DoseCurve? Of(DispensingHistory history, DoseKind kind)
    {
        var supply = history.SupplyAhead;
        var doses = new double[supply.Days];
        if (!supply.TryGetDoses(kind, doses))
        {
            return null;
        }

        var last = Array.FindLastIndex(doses, dose => dose > 0);
        return new DoseCurve(
            kind, history.Reference?.Equivalents ?? Equivalents.Default, DateOnly.FromDayNumber(supply.FirstDay), doses[..(last + 1)]);
    }
}
