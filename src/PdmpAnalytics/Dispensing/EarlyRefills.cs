using System.Runtime.InteropServices;

namespace PdmpAnalytics.Dispensing;

/// <summary>When a fill counts as early (ER-01 of the domain reference, 6.2).</summary>
public sealed record EarlyRefillTerms
{
    public static EarlyRefillTerms Default { get; } = new();

    /// <summary>How far back the earlier supply may have started, in days (180: 6.2 ER-01).</summary>
    public int LookBackDays { get; init; } = 180;

    /// <summary>Days before the supply's end from which a fill is early (3, so that the two-day habit stays quiet: 6.2 ER-02).</summary>
    public int MinDaysEarly { get; init; } = 3;

    /// <summary>Early only when less than this share of the earlier supply was used (0.85: state refill rules, S37).</summary>
    public double MaxShareUsed { get; init; } = 0.85;

    /// <summary>An early fill is severe from this many days (7 on 30: commercial refill rule, S37).</summary>
    public int SevereDaysEarly { get; init; } = 7;

    /// <summary>An early fill is severe when less than this share was used (0.75: commercial refill rule, S37).</summary>
    public double SevereShareUsed { get; init; } = 0.75;

    /// <summary>Supplies of at most this many days are nobody's early refill (7: 6.2 ER-01).</summary>
    public int ShortSupplyDays { get; init; } = 7;

    /// <summary>A new prescription of the same practice at more than this many times the dose explains itself (1.2: 6.2 ER-01).</summary>
    public double RaisedDoseFactor { get; init; } = 1.2;
}

/// <summary>One fill that started while an earlier supply of the ingredient was still running.</summary>
/// <param name="Fill">Position in <see cref="DispensingHistory.Fills"/>.</param>
/// <param name="Predecessor">Position of the supply that was still running: the one with the latest end.</param>
/// <param name="Day">Start of the fill as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="DaysEarly">Days from the fill's start to the day after the predecessor's last covered day.</param>
/// <param name="ShareUsed">Share of the predecessor's days that had passed, 0 to 1.</param>
/// <param name="OtherDispenser">The two come from different dispenser groups.</param>
public readonly record struct EarlyRefill(
    int Fill, int Predecessor, int Day, int DaysEarly, double ShareUsed, bool Severe, bool OtherPractice, bool OtherDispenser);

/// <summary>
/// A patient's early refills, oldest first, without carry-forward: each fill is compared with the running supply that ends
/// last, so a steady two-days-early habit never adds up to one. Within one practice only fills of one strength are compared
/// (1 mg + 0.5 mg is one regimen); across practices any strength of the ingredient. Only classes in a scope take part.
/// </summary>
public sealed class EarlyRefills
{
    /// <summary>Shares are quotients of whole days: exactly at a limit must not depend on the last bit.</summary>
    private const double Rounding = 1e-9;

    private readonly List<EarlyRefill> _events = [];
    private int[] _reach = new int[64];

    /// <summary>Oldest first; equal days in the order of the fills.</summary>
    public ReadOnlySpan<EarlyRefill> Events => CollectionsMarshal.AsSpan(_events);

    internal void Read(DispensingHistory history, EarlyRefillTerms terms)
    {
        _events.Clear();
        var fills = history.Fills;
        var scope = history.InScope(DrugScope.All);
        if (_reach.Length < scope.Length)
        {
            _reach = new int[scope.Length * 2];
        }

        // _reach[k]: latest covered day of fills 0..k, so that most fills see at once that no supply was running.
        var reach = int.MinValue;
        for (var k = 0; k < scope.Length; k++)
        {
            ref readonly var fill = ref fills[scope[k]];
            if (reach >= fill.StartDay + terms.MinDaysEarly - 1)
            {
                Compare(fills, scope, k, terms);
            }

            reach = Math.Max(reach, fill.LastDay);
            _reach[k] = reach;
        }
    }

    private void Compare(ReadOnlySpan<Fill> fills, ReadOnlySpan<int> scope, int k, EarlyRefillTerms terms)
    {
        ref readonly var fill = ref fills[scope[k]];
        var runningUntil = fill.StartDay + terms.MinDaysEarly - 1;
        var found = -1;
        var lastDay = runningUntil - 1;
        for (var j = k - 1; j >= 0 && _reach[j] > lastDay; j--)
        {
            ref readonly var earlier = ref fills[scope[j]];
            if (fill.StartDay - earlier.StartDay > terms.LookBackDays)
            {
                break;
            }

            // Strictly later only: of equal ends the supply that started last is the predecessor.
            if (earlier.LastDay > lastDay && earlier.IngredientId == fill.IngredientId
                && earlier.StartDay < fill.StartDay && Comparable(in earlier, in fill))
            {
                found = scope[j];
                lastDay = earlier.LastDay;
            }
        }

        if (found >= 0 && Judge(in fills[found], in fill, terms) is { } early)
        {
            _events.Add(early with { Fill = scope[k], Predecessor = found });
        }
    }

    private static bool Comparable(in Fill earlier, in Fill later) =>
        earlier.LocalPractice != later.LocalPractice || earlier.StrengthMg == later.StrengthMg;

    private static EarlyRefill? Judge(in Fill earlier, in Fill later, EarlyRefillTerms terms)
    {
        var daysEarly = earlier.LastDay + 1 - later.StartDay;
        var shareUsed = 1 - (double)daysEarly / earlier.Days;
        if (shareUsed > terms.MaxShareUsed - Rounding || earlier.Days <= terms.ShortSupplyDays || DoseRaised(in earlier, in later, terms))
        {
            return null;
        }

        return new EarlyRefill(
            0, 0, later.StartDay, daysEarly, shareUsed,
            daysEarly >= terms.SevereDaysEarly || shareUsed < terms.SevereShareUsed - Rounding,
            earlier.LocalPractice != later.LocalPractice,
            earlier.LocalDispenserGroup != later.LocalDispenserGroup);
    }

    /// <summary>A faulty quantity says nothing about the dose, so it excuses nothing.</summary>
    private static bool DoseRaised(in Fill earlier, in Fill later, EarlyRefillTerms terms) =>
        earlier.LocalPractice == later.LocalPractice
        && (earlier.RxKey != later.RxKey || earlier.DispenserId != later.DispenserId)
        && !earlier.Faulty(RecordQuality.Quantity) && !later.Faulty(RecordQuality.Quantity)
        && later.DailyMg > terms.RaisedDoseFactor * earlier.DailyMg;
}
