using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Backtesting;

/// <summary>Writes a backtest for other programs. Patients appear by id only.</summary>
public static class BacktestExport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Figures a week: <c>set,week,rule,severity,count</c>. Rule <c>*</c> counts alerts that began to wait, a rule patients about whom it began to speak.</summary>
    public static void WriteCsv(TextWriter writer, BacktestReport report)
    {
        writer.Write("set,week,rule,severity,count\n");
        foreach (var outcome in Outcomes(report))
        {
            foreach (var alerts in outcome.Alerts)
            {
                Line(outcome.RuleSet, alerts.From, "*", AlertCodes.Of(alerts.Severity), alerts.Alerts);
            }

            foreach (var found in outcome.Findings)
            {
                Line(outcome.RuleSet, found.From, found.RuleId, AlertCodes.Of(found.Severity), found.Patients);
            }
        }

        void Line(string set, DateOnly week, string rule, string severity, int count) =>
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{set},{week:yyyy-MM-dd},{rule},{severity},{count}\n"));
    }

    /// <summary>Whose alerts are new and whose disappear: <c>patient_id,change,since,severity,rules</c>.</summary>
    public static void WritePatientsCsv(TextWriter writer, BacktestReport report)
    {
        writer.Write("patient_id,change,since,severity,rules\n");
        foreach (var (change, patient) in report.New.Select(p => ("new", p)).Concat(report.Disappeared.Select(p => ("disappears", p))))
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture, $"{patient.PatientId},{change},{patient.Since:yyyy-MM-dd},{AlertCodes.Of(patient.Severity)},{patient.Rules}\n"));
        }
    }

    /// <summary>Everything, with the hours of review at so many minutes an alert.</summary>
    public static void WriteJson(Stream stream, BacktestReport report, double minutesPerAlert, double? atMost)
    {
        using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        Day(json, "from", report.Request.From);
        Day(json, "to", report.Request.To);
        json.WriteString("known_by", report.KnownBy.ToString().ToLowerInvariant());
        json.WriteNumber("minutes_per_alert", minutesPerAlert);
        json.WriteStartArray("sets");
        foreach (var outcome in Outcomes(report))
        {
            Write(json, outcome, minutesPerAlert);
        }

        json.WriteEndArray();
        Patients(json, "new", report.New);
        Patients(json, "disappears", report.Disappeared);
        Sweep(json, report, atMost);
        json.WriteStartArray("limits");
        foreach (var limit in report.Limits)
        {
            json.WriteStringValue(limit);
        }

        json.WriteEndArray();
        json.WriteNumber("patients", report.Cost.Patients);
        json.WriteNumber("fills", report.Cost.Fills);
        json.WriteNumber("judgements", report.Cost.Judgements);
        json.WriteNumber("seconds", Math.Round(report.Cost.Elapsed.TotalSeconds, 2));
        json.WriteEndObject();
    }

    private static IEnumerable<BacktestOutcome> Outcomes(BacktestReport report) =>
        report.Candidate is { } candidate ? [report.InForce, candidate] : [report.InForce];

    private static void Write(Utf8JsonWriter json, BacktestOutcome outcome, double minutesPerAlert)
    {
        json.WriteStartObject();
        json.WriteString("set", outcome.RuleSet);
        json.WriteNumber("standing", outcome.Standing);
        json.WriteNumber("alerts", outcome.AlertCount);
        json.WriteNumber("alerts_per_night", Math.Round(outcome.AlertsPerNight, 3));
        json.WriteNumber("high_and_critical_per_week", Math.Round(outcome.HighAlertsPerWeek, 3));
        json.WriteNumber("analyst_hours", Math.Round(outcome.AnalystHours(minutesPerAlert), 1));
        json.WriteStartArray("weeks");
        foreach (var alerts in outcome.Alerts)
        {
            json.WriteStartObject();
            Day(json, "week", alerts.From);
            json.WriteString("severity", AlertCodes.Of(alerts.Severity));
            json.WriteNumber("alerts", alerts.Alerts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var found in outcome.Findings)
        {
            json.WriteStartObject();
            Day(json, "week", found.From);
            json.WriteString("rule", found.RuleId);
            json.WriteString("severity", AlertCodes.Of(found.Severity));
            json.WriteNumber("patients", found.Patients);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Patients(Utf8JsonWriter json, string name, IReadOnlyList<ReplayedPatient> patients)
    {
        json.WriteStartArray(name);
        foreach (var patient in patients)
        {
            json.WriteStartObject();
            json.WriteNumber("patient_id", patient.PatientId);
            Day(json, "since", patient.Since);
            json.WriteString("severity", AlertCodes.Of(patient.Severity));
            json.WriteString("rules", patient.Rules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Sweep(Utf8JsonWriter json, BacktestReport report, double? atMost)
    {
        if (report.Request.Sweep is not { } sweep)
        {
            return;
        }

        json.WriteStartObject("sweep");
        json.WriteString("rule", sweep.RuleId);
        json.WriteString("threshold", sweep.Threshold);
        if (atMost is { } most)
        {
            json.WriteNumber("at_most", most);
            json.WritePropertyName("value_at_most");
            JsonSerializer.Serialize(json, report.AtMost(most)?.Value);
        }

        json.WriteStartArray("values");
        foreach (var point in report.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("value", point.Value);
            json.WriteNumber("alerts_per_night", Math.Round(point.AlertsPerNight, 3));
            json.WriteNumber("rule_per_night", Math.Round(point.RulePerNight, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Day(Utf8JsonWriter json, string name, DateOnly day) =>
        json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
