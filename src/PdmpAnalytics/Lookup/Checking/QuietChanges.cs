using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Lookup.Checking;

/// <summary>A fill that differs in one thing from the one asked about.</summary>
/// <param name="Words">What differs: <c>billed to insurance instead of paid privately</c>.</param>
internal sealed record FillChange(string Words, Fill Fill);

/// <summary>What keeps a fill quiet, in words.</summary>
/// <param name="All">Changes under which nothing new would hold; says so when there is none.</param>
/// <param name="ByRule">The same for each rule alone.</param>
internal sealed record QuietAnswer(IReadOnlyList<string> All, IReadOnlyDictionary<string, string> ByRule);

/// <summary>
/// Which of the things that can still be otherwise about a fill keep the rules silent: its day, size, payment, and what was not stated. Each change alone
/// is asked of the rules themselves; fills on record are nobody's to change. Pure.
/// </summary>
/// <param name="firing">Ids of the rules that would newly hold with a fill.</param>
internal sealed class QuietChanges(Func<Fill, IReadOnlySet<string>> firing)
{
    /// <summary>How far ahead a quiet day is looked for. Our choice, 2026-11-22: two months, as the longest wait somebody is asked for.</summary>
    private const int MostDaysAhead = 60;

    /// <summary>A first small supply, as insurers and emergency rules know it. Our choice, 2026-11-22.</summary>
    private const int SmallSupplyDays = 7;

    /// <param name="rules">Those that would newly hold with the fill as asked; at least one.</param>
    /// <param name="unstated">What was not stated, as the patient's last fill had it.</param>
    public QuietAnswer Of(Fill fill, IReadOnlyList<string> rules, IReadOnlyList<FillChange> unstated)
    {
        var all = new List<string>();
        var byRule = rules.ToDictionary(rule => rule, _ => new List<string>());
        var waiting = rules.ToHashSet();
        for (var days = 1; days <= MostDaysAhead && (waiting.Count > 0 || all.Count == 0); days++)
        {
            var left = firing(Later(fill, days));
            var words = $"dispensed on {Day(fill.StartDay + days)} ({ReportWords.Counted(days, "day")} from the day asked)";
            foreach (var rule in waiting.Where(rule => !left.Contains(rule)).ToList())
            {
                byRule[rule].Add(words);
                waiting.Remove(rule);
            }

            if (left.Count == 0 && all.Count == 0)
            {
                all.Add(words);
            }
        }

        foreach (var change in Others(fill).Concat(unstated))
        {
            var left = firing(change.Fill);
            foreach (var rule in rules.Where(rule => !left.Contains(rule)))
            {
                byRule[rule].Add(change.Words);
            }

            if (left.Count == 0)
            {
                all.Add(change.Words);
            }
        }

        return new QuietAnswer(
            all.Count > 0 ? all : [$"none of what was tried: another day within {MostDaysAhead} days, a smaller supply, another payment, each alone"],
            byRule.ToDictionary(rule => rule.Key, rule => rule.Value.Count > 0 ? string.Join("; or ", rule.Value)
                : "none of what was tried; see what settles it"));
    }

    private static IEnumerable<FillChange> Others(Fill fill)
    {
        if (fill.Days > SmallSupplyDays)
        {
            yield return new FillChange(
                $"{SmallSupplyDays} days at the same dose instead of {fill.Days}",
                fill with { LastDay = fill.StartDay + SmallSupplyDays - 1, Quantity = fill.Quantity * SmallSupplyDays / fill.Days });
        }

        if (fill.Payment == PaymentType.PrivatePay)
        {
            yield return new FillChange("billed to insurance instead of paid privately", fill with { Payment = PaymentType.CommercialInsurance });
        }
    }

    private static Fill Later(Fill fill, int days) => fill with
    {
        StartDay = fill.StartDay + days, LastDay = fill.LastDay + days, FilledDay = fill.FilledDay + days,
    };

    private static string Day(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
