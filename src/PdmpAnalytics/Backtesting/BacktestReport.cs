using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Backtesting;

/// <summary>Alerts of a week that began to wait in a queue, of one severity.</summary>
/// <param name="From">First day of the week; weeks are counted from the first night, and the last may be shorter.</param>
public sealed record WeeklyAlerts(DateOnly From, Severity Severity, int Alerts);

/// <summary>Patients about whom a rule began to speak in a week, or rose to this severity.</summary>
/// <param name="From">First day of the week.</param>
public sealed record WeeklyFindings(DateOnly From, string RuleId, Severity Severity, int Patients);

/// <summary>A patient whose alert waited in a queue on some night.</summary>
/// <param name="Since">First such night; the night before the first one for an alert that stood by then.</param>
/// <param name="Severity">Of the alert on that night.</param>
/// <param name="Rules">In the alert on that night, joined by <c>;</c>.</param>
public sealed record ReplayedPatient(long PatientId, DateOnly Since, Severity Severity, string Rules);

/// <summary>What one set of rules would have raised.</summary>
/// <param name="RuleSet">See <see cref="RuleCatalog.Set"/>.</param>
/// <param name="Standing">Alerts that waited before the first night.</param>
/// <param name="Nights">Nights replayed.</param>
/// <param name="PatientsByRule">By rule: different patients about whom it began to speak.</param>
public sealed record BacktestOutcome(
    string RuleSet, int Standing, int Nights, IReadOnlyList<WeeklyAlerts> Alerts, IReadOnlyList<WeeklyFindings> Findings,
    IReadOnlyDictionary<string, int> PatientsByRule)
{
    /// <summary>Alerts that began to wait on one of the nights.</summary>
    public int AlertCount => Alerts.Sum(a => a.Alerts);

    public double AlertsPerNight => (double)AlertCount / Nights;

    public double HighAlertsPerWeek => 7.0 * Alerts.Where(a => a.Severity >= Severity.High).Sum(a => a.Alerts) / Nights;

    public double AnalystHours(double minutesPerAlert) => AlertCount * minutesPerAlert / 60;
}

/// <summary>A value of a swept threshold and what it would have raised.</summary>
/// <param name="AlertsPerNight">Alerts that began to wait, all rules together.</param>
/// <param name="RulePerNight">Patients about whom the swept rule began to speak, at any severity.</param>
public sealed record SweepPoint(double Value, double AlertsPerNight, double RulePerNight);

/// <summary>A backtest's answer.</summary>
/// <param name="InForce">The thresholds in force on the last night, for all nights.</param>
/// <param name="Candidate">The thresholds in question; null when they are those in force.</param>
/// <param name="New">Patients who waited under the candidate only.</param>
/// <param name="Disappeared">Patients who waited under the thresholds in force only.</param>
/// <param name="Points">One a swept value, ascending; empty without a sweep.</param>
/// <param name="Limits">Where the replay is not what the nights saw, a sentence each.</param>
public sealed record BacktestReport(
    BacktestRequest Request, KnownBy KnownBy, BacktestOutcome InForce, BacktestOutcome? Candidate,
    IReadOnlyList<ReplayedPatient> New, IReadOnlyList<ReplayedPatient> Disappeared, IReadOnlyList<SweepPoint> Points,
    BacktestCost Cost, IReadOnlyList<string> Limits)
{
    /// <summary>
    /// The swept value with the most alerts that stay at or below a number a night, of equal ones the one with which the rule speaks
    /// about the most patients; null when none does.
    /// </summary>
    public SweepPoint? AtMost(double alertsPerNight) =>
        Points.Where(p => p.AlertsPerNight <= alertsPerNight).OrderByDescending(p => p.AlertsPerNight).ThenByDescending(p => p.RulePerNight).FirstOrDefault();
}

/// <summary>What the replay took.</summary>
/// <param name="Fills">Versions of dispensations read.</param>
/// <param name="Judgements">Patient nights judged.</param>
public sealed record BacktestCost(long Patients, long Fills, long Judgements, TimeSpan Elapsed);
