using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Nightly;

/// <summary>A night as plain text of at most 100 columns; pure.</summary>
public static class NightReportText
{
    public static string Of(NightPage page)
    {
        var text = new StringBuilder();
        Line(text, $"Night of {page.Night.BusinessDate:yyyy-MM-dd}: {Name(page.Night.State)}, {page.Worked.TotalSeconds:0.0} s of work in {page.Attempts.Count} run{(page.Attempts.Count == 1 ? "" : "s")}");
        if (page.Report is { } report)
        {
            Write(text, report);
        }

        Steps(text, page.Steps);
        text.Append('\n').Append("Runs\n");
        foreach (var run in page.Attempts)
        {
            Line(text, $"  {run.RunId}  {run.BegunAt:yyyy-MM-dd HH:mm:ss} UTC  {Name(run.Outcome)}");
        }

        return text.ToString();
    }

    public static string Name(NightState state) => state switch
    {
        NightState.Running => "not ended",
        NightState.Done => "done",
        NightState.Failed => "failed",
    };

    private static void Write(StringBuilder text, NightReport report)
    {
        var intake = report.Intake;
        if (report.ToLookAt.Count > 0)
        {
            text.Append('\n').Append("To look at\n");
            report.ToLookAt.ToList().ForEach(remark => Line(text, $"  {remark}"));
        }

        Line(text, $"\nReceived since the night before");
        Line(text, $"  files        {intake.Files,10:N0}   in part {intake.FilesInPart:N0}, refused {intake.FilesRefused:N0}");
        Line(text, $"  records      {intake.Records,10:N0}   {Usual(report)}");
        Line(text, $"  loaded       {intake.Loaded,10:N0}   revised {intake.Revised:N0}, voided {intake.Voided:N0}, sent before {intake.Duplicates:N0}, zero reports {intake.ZeroReports:N0}");
        Line(text, $"  rejected     {intake.Rejected,10:N0}   {intake.RejectedShare:P2} of the records; loaded with a serious fault {intake.Serious:N0}");
        Line(text, $"  pharmacies   {report.Reporters.Current,10:N0}   of {report.Reporters.Expected:N0} up to date, late as usual {report.Reporters.Late:N0}, silent {report.Reporters.Silent:N0}");
        foreach (var pharmacy in report.Reporters.Latest.Take(5))
        {
            Line(text, $"    {pharmacy.Number,-10} {pharmacy.DaysBehind,3:N0} business days behind, data through {pharmacy.DataThrough:yyyy-MM-dd}  {pharmacy.Name}");
        }

        Line(text, $"\nPatients       {report.Touched,10:N0}   changed or due; merges {report.Linkage.Merges:N0}, splits {report.Linkage.Splits:N0}, moves {report.Linkage.Moves:N0}");
        Line(text, $"\nAlerts by cause  raised  refreshed  reopened  withdrawn");
        foreach (var change in report.Alerts)
        {
            Line(text, $"  {Name(change.Cause),-13} {change.Raised,7:N0} {change.Refreshed,10:N0} {change.Reopened,9:N0} {change.Withdrawn,10:N0}");
        }

        Line(text, $"  in the queue {report.InQueue,8:N0}   {string.Join(", ", report.Queue.Select(q => Text($"{q.Severity} {q.Open:N0}")))}");
        if (report.Recall is { } sample)
        {
            Line(text, $"\nBelow the line {sample.Drawn,10:N0}   drawn for review, {sample.Concluded:N0} concluded, {sample.Confirmed:N0} confirmed{(sample.Recall is { } recall ? Text($"; recall of the queue {recall:0.00} ({sample.RecallLow:0.00} to {sample.RecallHigh:0.00})") : "")}");
        }

        if (report.Challenger is { } models)
        {
            Line(text, $"\nModel {models.Challenger} beside {(models.Champion is { } champion ? Text($"model {champion}") : "the priority without a model")}: of {models.Alerts:N0} waiting alerts {models.Moved:N0} others would be among the first {models.First:N0}{(models.Agreement is { } agreement ? Text($"; rank agreement {agreement:0.00}") : "")}");
        }

        if (report.Drift is { } drift)
        {
            Line(text, $"\nFeatures       {drift.Patients,10:N0}   patients against {drift.Nights:N0} nights: largest stability index {drift.Largest:0.00}, {drift.Drifted.Count:N0} at {FeatureDrift.Warning} or above");
        }

        if (report.SinceLastNight is { } since)
        {
            Line(text, $"\nAgainst {since.Before:yyyy-MM-dd}: records {since.Records:+#,0;-#,0;0}, rejected share {since.RejectedShare * 100:+0.00;-0.00;0} points, raised {since.Raised:+#,0;-#,0;0}, in the queue {since.InQueue:+#,0;-#,0;0}, silent {since.Silent:+#,0;-#,0;0}");
        }

        var by = report.Versions;
        Line(text, $"\nJudged by rules {by.RuleSet}, linkage model {by.LinkModel}, population table {by.PopulationTable}{(by.Model is { } model ? Text($", model {model}") : "")}, program {by.Program}");
    }

    private static void Steps(StringBuilder text, IReadOnlyList<NightlyStep> steps)
    {
        text.Append('\n').Append("Step        seconds         in        out   rejected\n");
        foreach (var step in steps)
        {
            var seconds = step.EndedAt is { } end ? Text($"{(end - step.BegunAt).TotalSeconds:0.0}") : "";
            Line(text, $"  {step.Kind.Name(),-11} {seconds,5} {step.CountIn,10:N0} {step.CountOut,10:N0} {step.CountRejected,10:N0}   {step.Fault ?? step.Summary}{(step.Tries > 1 ? Text($" ({step.Tries} tries)") : "")}");
        }
    }

    private static string Usual(NightReport report) => report.UsualRows is { } band
        ? Text($"nights of this weekday bring {band.Least:N0} to {band.Most:N0}")
        : "no nights to compare with yet";

    private static string Name(AlertCause cause) => cause switch
    {
        AlertCause.RuleSet => "rule set",
        AlertCause.Linkage => "linkage",
        AlertCause.Data => "data",
        AlertCause.Model => "model",
        AlertCause.Time => "time",
    };

    private static string Name(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Running => "not ended",
        AttemptOutcome.Done => "done",
        AttemptOutcome.Failed => "failed",
        AttemptOutcome.Stopped => "stopped",
        AttemptOutcome.Overtaken => "overtaken",
    };

    private static void Line(StringBuilder text, FormattableString line) => text.Append(Text(line).TrimEnd()).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
