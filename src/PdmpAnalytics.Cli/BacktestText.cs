using System.Globalization;
using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

/// <summary>A backtest for people: totals, rules, weeks, whose alerts change, and the sweep.</summary>
internal sealed class BacktestText(Terminal terminal, double minutesPerAlert)
{
    private const int PatientsShown = 20;
    private static readonly Severity[] Severities = [Severity.Low, Severity.Medium, Severity.High, Severity.Critical];

    public void Write(BacktestReport report, double? atMost)
    {
        IReadOnlyList<BacktestOutcome> outcomes = report.Candidate is { } candidate ? [report.InForce, candidate] : [report.InForce];
        WriteTotals(outcomes);
        WriteRules(outcomes);
        WriteWeeks(outcomes);
        WritePatients("New", report.New);
        WritePatients("Disappear", report.Disappeared);
        WriteSweep(report, atMost);
        foreach (var limit in report.Limits)
        {
            terminal.Note(limit);
        }

        var cost = report.Cost;
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{cost.Patients:N0} patients, {cost.Fills:N0} fills, {cost.Judgements:N0} judgements in {cost.Elapsed.TotalSeconds:0.0} s."));
    }

    private void WriteTotals(IReadOnlyList<BacktestOutcome> outcomes)
    {
        var grid = new Grid(
            new("rules"), new("standing", Right: true), new("alerts", Right: true), new("a night", Right: true),
            new("high or critical a week", Right: true), new("analyst hours", Right: true));
        foreach (var o in outcomes)
        {
            grid.Add(
                new(o.RuleSet, "bold"), Number(o.Standing), Number(o.AlertCount), Number(o.AlertsPerNight), Number(o.HighAlertsPerWeek),
                Number(o.AnalystHours(minutesPerAlert)));
        }

        grid.WriteTo(terminal);
        terminal.Note(string.Create(CultureInfo.InvariantCulture, $"Hours at {minutesPerAlert:0.##} minutes an alert (--minutes-per-alert)."));
    }

    private void WriteRules(IReadOnlyList<BacktestOutcome> outcomes)
    {
        terminal.Data.WriteLine();
        var grid = new Grid(
        [
            new("rule"),
            .. outcomes.SelectMany(o => Severities.Select(s => new Grid.Column($"{AlertCodes.Of(s)}", Right: true)).Append(new($"patients, {o.RuleSet}", Right: true))),
        ]);
        foreach (var rule in outcomes.SelectMany(o => o.PatientsByRule.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            grid.Add(
            [
                new(rule, "bold"),
                .. outcomes.SelectMany(o => Severities
                    .Select(s => (Grid.Cell)Number(o.Findings.Where(f => f.RuleId == rule && f.Severity == s).Sum(f => f.Patients)))
                    .Append(Number(o.PatientsByRule.GetValueOrDefault(rule)))),
            ]);
        }

        grid.WriteTo(terminal);
    }

    private void WriteWeeks(IReadOnlyList<BacktestOutcome> outcomes)
    {
        terminal.Data.WriteLine();
        var grid = new Grid(
        [
            new("week from"),
            .. outcomes.SelectMany(o => Severities.Select(s => new Grid.Column(AlertCodes.Of(s), Right: true)).Append(new($"alerts, {o.RuleSet}", Right: true))),
        ]);
        foreach (var week in outcomes.SelectMany(o => o.Alerts).Select(a => a.From).Distinct().Order())
        {
            grid.Add(
            [
                week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                .. outcomes.SelectMany(o => Severities
                    .Select(s => (Grid.Cell)Number(o.Alerts.Where(a => a.From == week && a.Severity == s).Sum(a => a.Alerts)))
                    .Append(new(Number(o.Alerts.Where(a => a.From == week).Sum(a => a.Alerts)), "bold"))),
            ]);
        }

        grid.WriteTo(terminal);
    }

    private void WritePatients(string title, IReadOnlyList<ReplayedPatient> patients)
    {
        if (patients.Count == 0)
        {
            return;
        }

        terminal.Data.WriteLine();
        terminal.Data.WriteLine($"{title}: {Number(patients.Count)} patients");
        var grid = new Grid(new("patient", Right: true), new("since"), new("severity"), new("rules"));
        foreach (var patient in patients.OrderByDescending(p => p.Severity).ThenBy(p => p.PatientId).Take(PatientsShown))
        {
            grid.Add(
                patient.PatientId.ToString(CultureInfo.InvariantCulture), patient.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                AlertCodes.Of(patient.Severity), patient.Rules);
        }

        grid.WriteTo(terminal);
        if (patients.Count > PatientsShown)
        {
            terminal.Note($"The {PatientsShown} most severe; --patients FILE writes all.");
        }
    }

    private void WriteSweep(BacktestReport report, double? atMost)
    {
        if (report.Request.Sweep is not { } sweep)
        {
            return;
        }

        terminal.Data.WriteLine();
        var chosen = atMost is { } most ? report.AtMost(most) : null;
        var grid = new Grid(new($"{sweep.RuleId} {sweep.Threshold}", Right: true), new("alerts a night", Right: true), new($"new patients with {sweep.RuleId} a night", Right: true), new(""));
        foreach (var point in report.Points)
        {
            grid.Add(Number(point.Value), Number(point.AlertsPerNight), Number(point.RulePerNight), point == chosen ? new Grid.Cell("keeps to it", "green") : new Grid.Cell(""));
        }

        grid.WriteTo(terminal);
        if (atMost is { } limit && chosen is null)
        {
            terminal.Data.WriteLine($"No value keeps to {Number(limit)} alerts a night.");
        }
    }

    private static string Number(double value) =>
        value.ToString(value == Math.Truncate(value) ? "#,0" : Math.Abs(value) >= 100 ? "#,0.0" : "0.##", CultureInfo.InvariantCulture);
}
