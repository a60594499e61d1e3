namespace PdmpAnalytics.Web.Charts;

/// <summary>What came and what went in a week.</summary>
/// <param name="Monday">First day of the week.</param>
/// <param name="Came">Null for a number too small to be shown.</param>
/// <param name="Went">Null for a number too small to be shown.</param>
/// <param name="Left">How many there were at its end; null when not known or too small to be shown.</param>
public sealed record WeekCounts(DateOnly Monday, int? Came, int? Went, int? Left = null);

/// <summary>A week as it is drawn: heights are shares of the half above or below the middle, 0 to 100.</summary>
/// <param name="At">Left end of the column, 0 to 100.</param>
public readonly record struct WeekColumn(WeekCounts Week, double At, double Width, double Above, double Below);

/// <summary>Weeks as columns, what came upwards and what went downwards by one scale, and what was left as a line.</summary>
public sealed record WeeklyLayout
{
    /// <summary>Share of a week's width that is left free (our choice, 2026-11-22).</summary>
    private const double Gap = 0.2;

    /// <summary>Oldest first, without gaps; a week that was not given has nothing.</summary>
    public required IReadOnlyList<WeekColumn> Columns { get; init; }

    /// <summary>The value at the upper and the lower edge, at least 1.</summary>
    public required int Top { get; init; }

    /// <summary>What was left at most; 0 when never known.</summary>
    public required int MostLeft { get; init; }

    /// <summary>
    /// Path data of what was left, one unit a week from the left and 100 from top to bottom, broken where it is not known; empty
    /// when it never is.
    /// </summary>
    public required string Line { get; init; }
    public required IReadOnlyList<TimeTick> Ticks { get; init; }

    /// <param name="weeks">At least one, each week once, in any order.</param>
    public static WeeklyLayout Of(IReadOnlyList<WeekCounts> weeks)
    {
        var byMonday = weeks.ToDictionary(w => w.Monday);
        var (first, last) = (byMonday.Keys.Min(), byMonday.Keys.Max());
        List<WeekCounts> all =
        [
            .. Enumerable.Range(0, (last.DayNumber - first.DayNumber) / 7 + 1).Select(i => first.AddDays(i * 7))
                .Select(monday => byMonday.GetValueOrDefault(monday) ?? new WeekCounts(monday, 0, 0)),
        ];
        var top = all.Max(w => Math.Max(1, Math.Max(w.Came ?? 0, w.Went ?? 0)));
        var most = all.Max(w => w.Left ?? 0);
        var width = 100.0 / all.Count;
        return new WeeklyLayout
        {
            Columns =
            [
                .. all.Select((week, i) => new WeekColumn(
                    week, (i + Gap / 2) * width, (1 - Gap) * width, (week.Came ?? 0) * 100.0 / top, (week.Went ?? 0) * 100.0 / top)),
            ],
            Top = top,
            MostLeft = most,
            Line = LineOf(all, Math.Max(1, most)),
            Ticks = TimeTicks.Of(new TimeScale(first, last.AddDays(6))),
        };
    }

    private static string LineOf(List<WeekCounts> weeks, int most)
    {
        var path = "";
        for (var i = 0; i < weeks.Count; i++)
        {
            if (weeks[i].Left is { } left)
            {
                var y = Svg.Number(100 - left * 100.0 / most);
                path += i > 0 && weeks[i - 1].Left is not null ? $"V{y}H{i + 1}" : $"M{i} {y}H{i + 1}";
            }
        }

        return path;
    }
}
