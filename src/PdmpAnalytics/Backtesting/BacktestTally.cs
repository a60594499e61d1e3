using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Backtesting;

/// <summary>Adds up what happened under one set of rules.</summary>
/// <param name="keepPatients">Whether <see cref="NotIn"/> will be asked.</param>
internal sealed class BacktestTally(RuleCatalog rules, BacktestRequest request, bool keepPatients)
{
    private const int DaysAWeek = 7;

    private readonly Dictionary<(int Week, Severity Severity), int> _alerts = [];
    private readonly Dictionary<(int Week, string Rule, Severity Severity), int> _spoken = [];
    private readonly Dictionary<string, (long Latest, int Patients)> _patientsByRule = [];
    private readonly Dictionary<long, ReplayedPatient> _queued = [];
    private int _standing;

    /// <summary>One patient's events come together.</summary>
    public void Add(in ReplayEvent happened)
    {
        switch (happened.Kind)
        {
            case ReplayEventKind.Standing:
                _standing++;
                Queue(in happened);
                break;
            case ReplayEventKind.Queued:
                Count(_alerts, (Week(happened.Day), happened.Severity));
                Queue(in happened);
                break;
            case ReplayEventKind.Spoke:
                Count(_spoken, (Week(happened.Day), happened.Rules, happened.Severity));
                var (latest, patients) = _patientsByRule.GetValueOrDefault(happened.Rules);
                _patientsByRule[happened.Rules] = (happened.PatientId, latest == happened.PatientId ? patients : patients + 1);
                break;
            case ReplayEventKind.Gone:
                break;
        }
    }

    public BacktestOutcome Outcome()
    {
        var nights = request.To.DayNumber - request.From.DayNumber + 1;
        return new BacktestOutcome(
            rules.Set,
            _standing,
            nights,
            [.. _alerts.OrderBy(a => a.Key).Select(a => new WeeklyAlerts(FirstDay(a.Key.Week), a.Key.Severity, a.Value))],
            [
                .. _spoken.OrderBy(s => s.Key.Week).ThenBy(s => s.Key.Rule, StringComparer.Ordinal).ThenBy(s => s.Key.Severity)
                    .Select(s => new WeeklyFindings(FirstDay(s.Key.Week), s.Key.Rule, s.Key.Severity, s.Value)),
            ],
            _patientsByRule.ToDictionary(p => p.Key, p => p.Value.Patients, StringComparer.Ordinal));
    }

    /// <summary>Patients whose alert waited on some night here and on none there, by id.</summary>
    public IReadOnlyList<ReplayedPatient> NotIn(BacktestTally other) =>
        [.. _queued.Where(q => !other._queued.ContainsKey(q.Key)).Select(q => q.Value).OrderBy(p => p.PatientId)];

    private void Queue(in ReplayEvent happened)
    {
        if (keepPatients)
        {
            _queued.TryAdd(happened.PatientId, new(happened.PatientId, DateOnly.FromDayNumber(happened.Day), happened.Severity, happened.Rules));
        }
    }

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private int Week(int day) => (day - request.From.DayNumber) / DaysAWeek;

    private DateOnly FirstDay(int week) => request.From.AddDays(week * DaysAWeek);
}
