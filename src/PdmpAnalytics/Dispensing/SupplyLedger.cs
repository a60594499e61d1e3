namespace PdmpAnalytics.Dispensing;

/// <summary>
/// Supplies used one after the other, none wasted: the ledger of 6.0.3. The one place where supply is carried over; days are
/// <see cref="DateOnly.DayNumber"/>, amounts days of supply, whole ones unless a change of dose made fractions of them.
/// </summary>
public struct SupplyLedger
{
    /// <summary>First day without supply when every day uses one day of it; 0 before the first supply.</summary>
    public double End { get; private set; }

    /// <summary>Days of supply in hand when a day begins.</summary>
    public readonly double InHand(double day) => Math.Max(0, End - day);

    /// <summary>Takes a supply; its use begins when the last one before it is used up, at the earliest on its own day.</summary>
    /// <returns>The first day it is used on.</returns>
    public double Take(double day, double days)
    {
        var first = Math.Max(End, day);
        End = first + days;
        return first;
    }

    /// <summary>What is in hand on a day is worth so many times as many days from there on; 0 for what is not used any more.</summary>
    public void Revalue(double day, double factor) => End = End > day ? day + (End - day) * factor : End;
}
