using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Puts supplies that share a day into rows of their own, as few as it takes.</summary>
public static class LanePacking
{
    /// <summary>Rows of a lane at most (our choice, 2026-11-22); what would need more lies over the row that is free soonest.</summary>
    public const int MostRows = 12;

    /// <param name="supplies">By first day.</param>
    /// <returns>The row of each supply, from 0.</returns>
    public static int[] Rows(IReadOnlyList<SupplyPeriod> supplies)
    {
        var rows = new int[supplies.Count];
        var lastDays = new List<DateOnly>();
        for (var i = 0; i < supplies.Count; i++)
        {
            var row = lastDays.FindIndex(day => day < supplies[i].FirstDay);
            if (row < 0 && lastDays.Count < MostRows)
            {
                row = lastDays.Count;
                lastDays.Add(default);
            }

            row = row < 0 ? lastDays.IndexOf(lastDays.Min()) : row;
            lastDays[row] = supplies[i].LastDay > lastDays[row] ? supplies[i].LastDay : lastDays[row];
            rows[i] = row;
        }

        return rows;
    }
}
