using System.Runtime.InteropServices;

namespace PdmpAnalytics.Ingestion;

/// <summary>How far a dispenser's reports lag, judged by the programme's limit and by its own habit.</summary>
public enum DispenserPunctuality
{
    /// <summary>Within the programme's limit.</summary>
    Current,

    /// <summary>Behind the programme's limit, but no further than this dispenser often is.</summary>
    Late,

    /// <summary>Behind the limit and further than this dispenser usually is.</summary>
    Silent,

    /// <summary>It has spoken for no day up to the day of judging: known from records that said none, or from later files.</summary>
    Unheard,
}

/// <summary>
/// When a dispenser is expected to speak again, from the days its files and zero reports have spoken for. Pure.
/// </summary>
internal sealed class DispenserRhythm
{
    /// <summary>How far back habits are looked for, in days. Our choice, 2026-11-22: a year, so that holidays and vacations are in it.</summary>
    public const int LookBackDays = 365;

    /// <summary>Gaps needed before a habit counts. Our choice, 2026-11-22: with fewer the ninetieth percentile is the largest one.</summary>
    public const int MinGaps = 10;

    private DispenserRhythm(DateOnly dataThrough, int daysBehind, int expectedDays, DispenserPunctuality punctuality) =>
        (DataThrough, DaysBehind, ExpectedDays, Punctuality) = (dataThrough, daysBehind, expectedDays, punctuality);

    /// <summary>The latest day it has spoken for, by a fill or a zero report.</summary>
    public DateOnly DataThrough { get; }

    /// <summary>Business days after <see cref="DataThrough"/> up to the day of judging, itself included.</summary>
    public int DaysBehind { get; }

    /// <summary>The larger of the programme's limit and the ninetieth percentile of its own gaps, in business days.</summary>
    public int ExpectedDays { get; }

    public DispenserPunctuality Punctuality { get; }

    /// <param name="periods">First and last day of what each file or zero report spoke for, both included; at least one, in any order.</param>
    /// <param name="asOf">The day to judge from.</param>
    /// <param name="limitDays">Business days the programme allows.</param>
    /// <param name="calendar">Covers all the days.</param>
    public static DispenserRhythm Of(List<(DateOnly First, DateOnly Last)> periods, DateOnly asOf, int limitDays, BusinessCalendar calendar)
    {
        periods.Sort();
        var gaps = new List<int>();
        var through = Earlier(periods[0].Last, asOf);
        foreach (var (first, last) in CollectionsMarshal.AsSpan(periods)[1..])
        {
            // What overlaps or adjoins is no gap; a weekend between Friday and Monday is one business day.
            var gap = calendar.After(through, Earlier(first, asOf));
            if (gap > 0 && first.DayNumber >= asOf.DayNumber - LookBackDays)
            {
                gaps.Add(gap);
            }

            through = Later(through, Earlier(last, asOf));
        }

        var behind = calendar.After(through, asOf);
        var expected = gaps.Count < MinGaps ? limitDays : Math.Max(limitDays, Percentile(gaps, 0.9));
        return new DispenserRhythm(
            through, behind, expected,
            behind <= limitDays ? DispenserPunctuality.Current
            : behind <= expected ? DispenserPunctuality.Late
            : DispenserPunctuality.Silent);
    }

    /// <summary>Nearest rank: the smallest gap that at least this share does not exceed.</summary>
    private static int Percentile(List<int> gaps, double share)
    {
        gaps.Sort();
        return gaps[(int)Math.Ceiling(share * gaps.Count) - 1];
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
