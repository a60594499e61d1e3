using System.Globalization;
using PdmpAnalytics.Lookup.Checking;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>A check for people: the answer first, then why, and what would make it quiet.</summary>
internal sealed class CheckWriter(Terminal terminal)
{
    private readonly IAnsiConsole _console = terminal.Console;

    public void Write(DispensingCheck check)
    {
        _console.MarkupLine($"[bold]{Markup.Escape(check.Headline)}[/]");
        _console.MarkupLine($"{Markup.Escape(check.Drug)}  [grey]on {Day(check.On)}, check {check.CheckId}[/]");
        if (check.SupplyUntil is { } until)
        {
            _console.WriteLine($"  The running supply lasts until {Day(until)}.");
        }

        _console.WriteLine($"  {(check.IsCurrent ? "Daily" : "On record, daily")} LME {Number(check.Doses.LmeBefore)} -> {Number(check.Doses.LmeAfter)} mg, MME {Number(check.Doses.MmeBefore)} -> {Number(check.Doses.MmeAfter)} mg.");
        foreach (var overlap in check.Overlaps)
        {
            _console.WriteLine($"  Beside {overlap.Drug} until {Day(overlap.Until)}: {(overlap.Days == 1 ? "1 day" : $"{overlap.Days} days")}{(overlap.OtherPractice ? ", other practice" : "")}{(overlap.OtherPharmacy ? ", other pharmacy" : "")}.");
        }

        foreach (var added in check.NewAlerts)
        {
            _console.WriteLine();
            _console.MarkupLine($"[bold]{Markup.Escape(added.Alert.Title)}[/]  [grey]{added.Alert.RuleId} {added.Alert.Severity.ToLowerInvariant()}[/]");
            _console.WriteLine("  " + added.Alert.Text);
            _console.MarkupLine($"  [grey]Settles it:[/] {Markup.Escape(added.Alert.Settles)}");
            _console.MarkupLine($"  [grey]Kept silent by:[/] {Markup.Escape(added.SilentIf)}.");
        }

        List("What keeps all of it silent", check.QuietIf);
        List("Holds already", [.. check.StandingAlerts.Select(a => a.Title)]);
        List("Assumed", check.Assumed);
        ReportWriter.DataThrough(_console, check.DataThrough, check.LatePharmacies);
        _console.MarkupLine($"[grey]{Markup.Escape(check.Notice)}[/]");
    }

    private void List(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        _console.WriteLine();
        _console.MarkupLine($"[bold]{title}[/]");
        foreach (var line in lines)
        {
            _console.WriteLine("  " + line);
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
