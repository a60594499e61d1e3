using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit.Naive;

/// <content>Provider counts and timing.</content>
public sealed partial class NaiveRules
{
    private NaiveOutcome? ManyPractices(DrugScope scope, int day)
    {
        var half = Concurrent(Window(scope, day, 183), halfForShort: true).Count;
        var quarter = Concurrent(Window(scope, day, 90), halfForShort: true).Count;
        NaiveOutcome? longWindow = half >= 6 ? new(Severity.High, half) : half >= 4 ? new(Severity.Medium, half) : null;
        NaiveOutcome? shortWindow = quarter >= 4 ? new(Severity.High, quarter) : null;
        return Higher(longWindow, shortWindow);
    }

    private NaiveOutcome? ManyPharmacies(DrugScope scope, int day)
    {
        var half = Distinct(Window(scope, day, 183, RecordQuality.Dispenser), f => f.DispenserGroupId);
        var quarter = Distinct(Window(scope, day, 90, RecordQuality.Dispenser), f => f.DispenserGroupId);
        return Higher(
            half >= 5 ? new(Severity.Medium, half) : null,
            quarter >= 6 ? new(Severity.High, quarter) : quarter >= 4 ? new(Severity.Medium, quarter) : null);
    }

    private NaiveOutcome? FiveByFive(DrugScope scope, int day, int length, int criticalBoth, Severity usual)
    {
        var window = Window(scope, day, length, RecordQuality.Dispenser);
        var practices = Distinct(window, f => f.PracticeId);
        var pharmacies = Distinct(window, f => f.DispenserGroupId);
        if (practices < 5 || pharmacies < 5)
        {
            return null;
        }

        var severity = Math.Min(practices, pharmacies) >= criticalBoth ? Severity.Critical : usual;
        return new(MoveSplit(window) is null ? severity : severity - 1, Math.Min(practices, pharmacies), practices + pharmacies);
    }

    private NaiveOutcome? FourByFour(DrugScope scope, int day)
    {
        NaiveOutcome? Over(int length, Severity severity)
        {
            var counted = Concurrent(Window(scope, day, length, RecordQuality.Dispenser), halfForShort: false).Fills;
            var practices = Distinct(counted, f => f.PracticeId);
            var pharmacies = Distinct(counted, f => f.DispenserGroupId);
            return practices >= 4 && pharmacies >= 4 ? new(severity, Math.Min(practices, pharmacies), practices + pharmacies) : null;
        }

        return Higher(Over(183, Severity.Medium), Over(365, Severity.Low));
    }

    private static (double Count, List<Fill> Fills) Concurrent(List<Fill> window, bool halfForShort)
    {
        if (MoveSplit(window) is not { } split)
        {
            return OneSide(window, halfForShort);
        }

        var before = OneSide(window[..split], halfForShort);
        var after = OneSide(window[split..], halfForShort);
        return before.Count > after.Count ? before : after;
    }

    private static (double Count, List<Fill> Fills) OneSide(List<Fill> window, bool halfForShort)
    {
        var practices = window.GroupBy(f => f.PracticeId)
            .Select(g => (Id: g.Key, Fills: g.Count(), Long: g.Any(f => f.Days > 5), Days: g.SelectMany(f => Enumerable.Range(f.StartDay, f.Days)).ToHashSet()))
            .ToList();
        var counted = practices
            .Where(p => p.Fills >= 2 || practices.Any(o => o.Id != p.Id && o.Days.Count(p.Days.Contains) >= 7)).ToList();
        return (counted.Sum(p => p.Long || !halfForShort ? 1 : 0.5), [.. window.Where(f => counted.Any(p => p.Id == f.PracticeId))]);
    }

    private NaiveOutcome? OverlapEvents(DrugScope scope, int day)
    {
        var window = Window(scope, day, 548, RecordQuality.Dispenser);
        var part = Enumerable.Range(0, window.Count).ToArray();
        var paired = new bool[window.Count];
        for (var i = 0; i < window.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (window[i].Class == window[j].Class && window[i].PracticeId != window[j].PracticeId
                    && window[i].DaysSharedWith(window[j]) >= 3)
                {
                    paired[i] = paired[j] = true;
                    var (from, to) = (part[i], part[j]);
                    part = [.. part.Select(p => p == from ? to : p)];
                }
            }
        }

        var events = Enumerable.Range(0, window.Count).Where(i => paired[i]).GroupBy(i => part[i], i => window[i])
            .Where(g => Distinct(g, f => f.DispenserGroupId) >= 3)
            .Sum(g => (g.Max(f => f.StartDay) - g.Min(f => f.StartDay)) / 90 + 1);
        return events == 0 ? null : new(events >= 5 ? Severity.Critical : events >= 3 ? Severity.High : Severity.Medium, events);
    }

    private NaiveOutcome? Early(DrugScope scope, int day) => EarlyIn(scope, day)
        .Select(e => (NaiveOutcome?)new NaiveOutcome(e.Severe ? Severity.Low : Severity.Info, e.DaysEarly, 1 - e.ShareUsed))
        .Aggregate((NaiveOutcome?)null, Higher);

    private NaiveOutcome? SerialEarly(DrugScope scope, int day)
    {
        var events = EarlyIn(scope, day);
        var days = events.Sum(e => e.DaysEarly);
        return events.Count >= 3 || days >= 21
            ? new(events.Count >= 5 ? Severity.High : Severity.Medium, events.Count, days)
            : null;
    }

    private NaiveOutcome? CrossPharmacyEarly(DrugScope scope, int day)
    {
        var count = EarlyIn(scope, day).Count(e => e.Severe && e.OtherPractice && e.OtherDispenser
            && ((_fills[e.Fill].Quality | _fills[e.Predecessor].Quality) & RecordQuality.Dispenser) == 0);
        return count == 0 ? null : new(count >= 2 ? Severity.High : Severity.Medium, count);
    }

    private NaiveOutcome? SameDay(DrugScope scope, int day)
    {
        var pairs = new List<Severity>();
        for (var i = 0; i < _fills.Length; i++)
        {
            var f = _fills[i];
            var worst = _fills.Take(i).Where(g =>
                    NaiveSupply.InScope(f, scope) && NaiveSupply.InScope(g, scope) && g.Class == f.Class && f.StartDay - g.StartDay <= 1
                    && (g.PracticeId != f.PracticeId || g.DispenserGroupId != f.DispenserGroupId)
                    && !(g.DispenserId == f.DispenserId && g.RxKey == f.RxKey)
                    && ((f.Quality | g.Quality) & RecordQuality.Dispenser) == 0)
                .Select(g => g.PracticeId != f.PracticeId && g.DispenserGroupId != f.DispenserGroupId ? Severity.High : Severity.Medium)
                .DefaultIfEmpty().Max();
            if (worst != 0 && f.StartDay <= day && f.StartDay > day - 183)
            {
                pairs.Add(worst);
            }
        }

        return pairs.Count == 0 ? null : new(pairs.Max(), pairs.Count);
    }

    private static NaiveOutcome? Higher(NaiveOutcome? a, NaiveOutcome? b) =>
        a is null ? b : b is null ? a : IsAbove(b.Value, a.Value) ? b : a;
}
