using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Which supplies run at the same time.</summary>
public static class SuppliesAtOnce
{
    /// <summary>For each supply the days it shares with another one of its class, as periods without gaps, oldest first.</summary>
    public static IReadOnlyList<IReadOnlyList<SupplyPeriod>> Shared(IReadOnlyList<TimelineFill> fills)
    {
        var byClass = fills.Index().GroupBy(f => f.Item.Class).ToDictionary(g => g.Key, g => g.ToList());
        return
        [
            .. fills.Index().Select(fill => Joined(
                from other in byClass[fill.Item.Class]
                where other.Index != fill.Index && other.Item.Supply.DaysSharedWith(fill.Item.Supply) > 0
                select Shared(fill.Item.Supply, other.Item.Supply))),
        ];
    }

    /// <summary>Number of supplies on each day of a range, drugs of every class together.</summary>
    public static double[] Counts(IReadOnlyList<TimelineFill> fills, TimeScale scale)
    {
        var counts = new double[scale.Days];
        foreach (var supply in fills.Select(f => f.Supply).Where(s => scale.Shows(s.FirstDay, s.LastDay)))
        {
            var last = Math.Min(supply.LastDay.DayNumber, scale.To.DayNumber) - scale.From.DayNumber;
            for (var day = Math.Max(supply.FirstDay.DayNumber - scale.From.DayNumber, 0); day <= last; day++)
            {
                counts[day]++;
            }
        }

        return counts;
    }

    private static SupplyPeriod Shared(SupplyPeriod a, SupplyPeriod b) => new(
        a.FirstDay > b.FirstDay ? a.FirstDay : b.FirstDay, a.LastDay < b.LastDay ? a.LastDay : b.LastDay);

    private static List<SupplyPeriod> Joined(IEnumerable<SupplyPeriod> periods)
    {
        var joined = new List<SupplyPeriod>();
        foreach (var period in periods.OrderBy(p => p.FirstDay))
        {
            if (joined.Count > 0 && period.FirstDay.DayNumber <= joined[^1].LastDay.DayNumber + 1)
            {
                joined[^1] = joined[^1] with { LastDay = period.LastDay > joined[^1].LastDay ? period.LastDay : joined[^1].LastDay };
            }
            else
            {
                joined.Add(period);
            }
        }

        return joined;
    }
}
