using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Which days a timeline shows, and which it could.</summary>
/// <param name="Shown">The days shown.</param>
/// <param name="Whole">From the first fill's month to the day judged from, or to the end of the supply in hand if that is soon.</param>
public sealed record TimelineRange(TimeScale Shown, TimeScale Whole)
{
    /// <summary>Fewest days shown (our choice, 2026-11-22): a bar of one day is then still a bar.</summary>
    public const int FewestDays = 14;

    /// <summary>Days shown unless asked otherwise: 24 months, as rules look back (domain reference 6.0.2).</summary>
    public const int DefaultDays = 730;

    /// <summary>Days drawn after the one judged from, at most, for supply in hand (our choice, 2026-11-22: one usual fill).</summary>
    public const int DaysAhead = 30;

    public static TimelineRange Of(TimelineContent content, TimelineView view)
    {
        var whole = WholeOf(content);
        var last = Clamp(view.To ?? whole.To, whole.From.AddDays(FewestDays - 1), whole.To);
        var first = Clamp(view.From ?? last.AddDays(1 - DefaultDays), whole.From, last.AddDays(1 - FewestDays));
        return new TimelineRange(new TimeScale(first, last), whole);
    }

    public bool IsWhole => Shown == Whole;

    /// <summary>Half as many days around the same middle, or twice as many.</summary>
    public TimeScale Zoomed(bool closer) => Around(closer ? Shown.Days / 2 : Shown.Days * 2);

    /// <summary>The same number of days, half of them earlier or later.</summary>
    public TimeScale Moved(bool later)
    {
        var step = Math.Max(1, Shown.Days / 2);
        return Fitted(Shown.From.AddDays(later ? step : -step), Shown.Days);
    }

    /// <summary>The last so many days of the whole.</summary>
    public TimeScale Last(int days) => Fitted(Whole.To.AddDays(1 - days), days);

    private TimeScale Around(int days)
    {
        days = Math.Clamp(days, FewestDays, Whole.Days);
        return Fitted(Shown.From.AddDays((Shown.Days - days) / 2), days);
    }

    private TimeScale Fitted(DateOnly from, int days)
    {
        days = Math.Clamp(days, FewestDays, Whole.Days);
        from = Clamp(from, Whole.From, Whole.To.AddDays(1 - days));
        return new TimeScale(from, from.AddDays(days - 1));
    }

    private static TimeScale WholeOf(TimelineContent content)
    {
        var first = content.Fills.Select(f => f.Supply.FirstDay).DefaultIfEmpty(content.AsOf).Min();
        var last = content.Fills.Select(f => f.Supply.LastDay).DefaultIfEmpty(content.AsOf).Max();
        var month = new DateOnly(first.Year, first.Month, 1);
        var to = Clamp(last, content.AsOf, content.AsOf.AddDays(DaysAhead));
        var from = Clamp(month, DateOnly.MinValue, to.AddDays(1 - FewestDays));
        return new TimeScale(from, to);
    }

    private static DateOnly Clamp(DateOnly day, DateOnly first, DateOnly last) => day > last ? last : day < first ? first : day;
}
