using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

/// <summary>What a cell of the time line shows.</summary>
internal enum TimelineMark : byte
{
    Nothing,

    /// <summary>A supply runs.</summary>
    Covered,

    /// <summary>Two supplies of the lane run at once for at least a third of the cell's days.</summary>
    Doubled,

    /// <summary>A fill starts.</summary>
    Start,

    /// <summary>A fill starts that a finding counted.</summary>
    EvidenceStart,
}

/// <summary>The fills of one drug from one prescriber.</summary>
internal sealed record TimelineLane(string Drug, string Prescriber, DrugClass Class, int Fills, TimelineMark[] Cells);

/// <summary>
/// Fills as lanes over time, one for each drug and prescriber, with a row that counts supplies running at once. Pure: text
/// cells in, text cells out; colours are the writer's.
/// </summary>
internal sealed class FillTimeline
{
    private readonly int _firstDay;
    private readonly int _days;

    private FillTimeline(int firstDay, int days, int width)
    {
        (_firstDay, _days) = (firstDay, days);
        Width = Math.Min(width, days);
    }

    /// <summary>Cells in a lane; a cell is one day or more.</summary>
    public int Width { get; }

    /// <summary>In the order in which they start, longest history first among equals.</summary>
    public required IReadOnlyList<TimelineLane> Lanes { get; init; }

    /// <summary>Highest number of lanes with a running supply on any day of each cell.</summary>
    public required int[] AtOnce { get; init; }

    /// <param name="fills">Oldest first, at least one.</param>
    /// <param name="firstDay">Fills that ended before it are left out.</param>
    /// <param name="lastDay">Supplies are drawn up to this day.</param>
    /// <param name="width">Cells available.</param>
    public static FillTimeline Of(IReadOnlyList<FillLine> fills, DateOnly firstDay, DateOnly lastDay, int width)
    {
        var scale = new FillTimeline(firstDay.DayNumber, lastDay.DayNumber - firstDay.DayNumber + 1, width) { Lanes = [], AtOnce = [] };
        var groups = fills
            .Where(f => f.Supply.LastDay >= firstDay && f.Supply.FirstDay <= lastDay)
            .GroupBy(f => (f.Drug, f.Prescriber))
            .ToList();
        var covered = groups.ConvertAll(g => scale.CoverageOf(g));
        return new FillTimeline(scale._firstDay, scale._days, width)
        {
            Lanes = groups.Select((g, i) => new TimelineLane(g.Key.Drug, g.Key.Prescriber, g.First().Class, g.Count(), scale.Draw(g, covered[i]))).ToList(),
            AtOnce = scale.CountAtOnce(covered),
        };
    }

    /// <summary>The year line and the month line above the lanes.</summary>
    public (string Years, string Months) Axis()
    {
        var years = new string(' ', Width + 5).ToCharArray();
        var months = new string(' ', Width).ToCharArray();
        var every = Width * 30 / _days >= 2 ? 1 : 3;
        var first = DateOnly.FromDayNumber(_firstDay);
        for (var month = new DateOnly(first.Year, first.Month, 1); month.DayNumber < _firstDay + _days; month = month.AddMonths(1))
        {
            var cell = CellOf(Math.Max(month.DayNumber, _firstDay));
            if ((month.Month - 1) % every == 0 && month.DayNumber >= _firstDay)
            {
                months[cell] = month.ToString("MMM", CultureInfo.InvariantCulture)[0];
            }

            if ((month.Month == 1 || month.DayNumber <= _firstDay) && (years[cell] == ' ' && (cell == 0 || years[cell - 1] == ' ')))
            {
                month.Year.ToString("0000", CultureInfo.InvariantCulture).CopyTo(0, years, cell, 4);
            }
        }

        return (new string(years).TrimEnd(), new string(months).TrimEnd());
    }

    private int CellOf(int day) => (int)((long)(day - _firstDay) * Width / _days);

    /// <summary>Supplies running on each day.</summary>
    private int[] CoverageOf(IEnumerable<FillLine> fills)
    {
        var running = new int[_days];
        foreach (var fill in fills)
        {
            var last = Math.Min(fill.Supply.LastDay.DayNumber - _firstDay, _days - 1);
            for (var day = Math.Max(fill.Supply.FirstDay.DayNumber - _firstDay, 0); day <= last; day++)
            {
                running[day]++;
            }
        }

        return running;
    }

    private TimelineMark[] Draw(IEnumerable<FillLine> fills, int[] running)
    {
        var cells = new TimelineMark[Width];
        foreach (var (cell, days) in ByCell(running))
        {
            cells[cell] = days.Count(n => n > 1) * 3 >= days.Length ? TimelineMark.Doubled
                : days.Count(n => n > 0) * 2 >= days.Length ? TimelineMark.Covered
                : TimelineMark.Nothing;
        }

        foreach (var fill in fills.Where(f => f.Supply.FirstDay.DayNumber >= _firstDay))
        {
            ref var cell = ref cells[CellOf(fill.Supply.FirstDay.DayNumber)];
            cell = fill.IsEvidence || cell == TimelineMark.EvidenceStart ? TimelineMark.EvidenceStart : TimelineMark.Start;
        }

        return cells;
    }

    private int[] CountAtOnce(List<int[]> lanes)
    {
        var perDay = new int[_days];
        foreach (var lane in lanes)
        {
            for (var day = 0; day < _days; day++)
            {
                perDay[day] += lane[day] > 0 ? 1 : 0;
            }
        }

        return [.. ByCell(perDay).Select(c => c.Days.Max())];
    }

    private IEnumerable<(int Cell, int[] Days)> ByCell(int[] perDay) =>
        perDay.Select((value, day) => (Cell: CellOf(_firstDay + day), value))
            .GroupBy(p => p.Cell, (cell, values) => (cell, values.Select(v => v.value).ToArray()));
}
