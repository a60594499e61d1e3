using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

/// <summary>Alerts as a list for people.</summary>
internal static class AlertTable
{
    public static void Write(Terminal terminal, AlertPage page)
    {
        if (page.Alerts.Count == 0)
        {
            terminal.Note("No alert matches.");
            return;
        }

        var grid = new Grid(
            new("alert", Right: true), new("priority", Right: true), new("severity"), new("queue"), new("subject"), new("rules"),
            new("unusual", Right: true), new("fills", Right: true), new("raised"), new("state"));
        foreach (var alert in page.Alerts)
        {
            grid.Add(
                Number(alert.Id),
                new(Number(alert.Priority, "0.0"), "bold"),
                new(AlertCodes.Of(alert.Severity), Style(alert.Severity)),
                alert.Hold == QueueHold.None ? new Grid.Cell(AlertCodes.Of(alert.Queue)) : new Grid.Cell(AlertCodes.Of(alert.Hold).Replace('_', ' '), "grey"),
                $"{AlertCodes.Of(alert.SubjectKind)} {Number(alert.SubjectId)}",
                Rules(alert.Rules),
                alert.AnomalyPercentile is { } percentile ? Number(percentile, "0.0") + " %" : "",
                Number(alert.EvidenceCount),
                alert.RaisedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                new(AlertCodes.Of(alert.State).Replace('_', ' '), alert.State.IsOpen() ? null : "grey"));
        }

        grid.WriteTo(terminal);
        if (page.Total > page.Alerts.Count)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{page.Alerts.Count} of {page.Total:N0} alerts; --top N shows more, pdmp queue show ID explains one."));
        }
    }

    public static string Style(Severity severity) => severity switch
    {
        Severity.Critical => "bold white on red",
        Severity.High => "red",
        Severity.Medium => "yellow",
        Severity.Low => "blue",
        Severity.Info => "grey",
    };

    /// <summary>The first rules by id and how many more there are, so that a line stays a line.</summary>
    private static string Rules(string rules)
    {
        const int shown = 4;
        var ids = rules.Split(';');
        return string.Join(' ', ids.Take(shown)) + (ids.Length > shown ? Number(ids.Length - shown, " +0") : "");
    }

    private static string Number(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
}
