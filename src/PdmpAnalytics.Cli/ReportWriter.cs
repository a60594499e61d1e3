using System.Globalization;
using PdmpAnalytics.Lookup.Reporting;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>A report for people: the line on top, three facts, what stands out, what runs now, then the table.</summary>
internal sealed class ReportWriter(Terminal terminal)
{
    private const int MostFills = 60;
    private readonly IAnsiConsole _console = terminal.Console;

    public void Write(PatientReport report)
    {
        _console.MarkupLine($"[bold]{Markup.Escape(report.Headline)}[/]");
        _console.MarkupLine($"{Markup.Escape(report.Patient.Name)}, born {Day(report.Patient.Dob)}  [grey]as of {Day(report.AsOf)}, report {report.ReportId}[/]");
        foreach (var fact in report.Facts)
        {
            _console.WriteLine("  " + fact);
        }

        foreach (var alert in report.Alerts)
        {
            Write(alert);
        }

        Indexes(report.Scores);
        Fills(report);
        foreach (var overlap in report.Overlaps.Take(5))
        {
            _console.WriteLine($"Overlap: {overlap.What}, {Day(overlap.First)} to {Day(overlap.Last)} ({ReportCount(overlap.Days)})");
        }

        Providers("Prescribers", report.Prescribers);
        Providers("Pharmacies", report.Pharmacies);
        DataThrough(_console, report.DataThrough, report.LatePharmacies);
        _console.MarkupLine($"[grey]{Markup.Escape(report.Notice)}[/]");
    }

    /// <summary>How far the data reach, and whose newest fills may be missing.</summary>
    public static void DataThrough(IAnsiConsole console, DateOnly? through, IReadOnlyList<LatePharmacy> late)
    {
        console.WriteLine();
        console.WriteLine(through is { } day ? $"Data through {Day(day)}. No data is not the same as no fills." : "No pharmacy has reported yet. No data is not the same as no fills.");
        foreach (var pharmacy in late.Take(5))
        {
            console.WriteLine($"  Late: {pharmacy.Name}{(pharmacy.Used ? ", used by this patient" : "")}, data through {(pharmacy.DataThrough is { } last ? Day(last) : "no day")}");
        }

        if (late.Count > 5)
        {
            console.WriteLine($"  and {late.Count - 5} more late pharmacies");
        }
    }

    private void Write(CounterAlert alert)
    {
        _console.WriteLine();
        _console.MarkupLine($"[bold]{Markup.Escape(alert.Title)}[/]  [grey]{alert.RuleId} {alert.Severity.ToLowerInvariant()}, held {Day(alert.FirstDay)} to {Day(alert.LastDay)}[/]");
        _console.WriteLine("  " + alert.Text);
        _console.MarkupLine($"  [grey]Settles it:[/] {Markup.Escape(alert.Settles)}");
    }

    private void Indexes(ProjectIndexScores scores)
    {
        _console.WriteLine();
        _console.MarkupLine(scores.Sedative is null
            ? $"[grey]{Markup.Escape(scores.Disclaimer)}[/]"
            : $"Project index: narcotic {scores.Narcotic:D3}, sedative {scores.Sedative:D3}, stimulant {scores.Stimulant:D3}. [grey]{Markup.Escape(scores.Disclaimer)}[/]");
    }

    private void Fills(PatientReport report)
    {
        _console.WriteLine();
        var grid = new Grid(
            new("filled"), new("until"), new("drug"), new("qty", Right: true), new("days", Right: true), new("LME/d", Right: true), new("MME/d", Right: true),
            new("paid"), new("prescriber"), new("pharmacy"), new("flags"));
        foreach (var p in report.Prescriptions.Take(MostFills))
        {
            grid.Add(
                Day(p.SoldOrFilled), new Grid.Cell(Day(p.ActiveUntil), p.ActiveUntil >= report.AsOf ? "bold green" : null), p.Drug, Number(p.Qty), $"{p.Days}",
                Number(p.LmePerDay), Number(p.Mme), p.Pay, p.Prescriber.Name, p.Pharmacy.Name, new Grid.Cell(string.Join(' ', p.Flags), "yellow"));
        }

        grid.WriteTo(terminal);
        if (report.Prescriptions.Count > MostFills)
        {
            _console.WriteLine($"{report.Prescriptions.Count - MostFills} older fills; --format json has all.");
        }
    }

    private void Providers(string title, IReadOnlyList<ReportedProvider> providers)
    {
        if (providers.Count == 0)
        {
            return;
        }

        _console.WriteLine();
        var grid = new Grid(new(title), new("number"), new("place"), new("miles", Right: true), new("fills", Right: true), new("last"));
        foreach (var p in providers)
        {
            grid.Add(p.Name, p.Number, p.Place, Number(p.Miles), $"{p.Fills}", Day(p.LastFill));
        }

        grid.WriteTo(terminal);
    }

    private static string ReportCount(int days) => days == 1 ? "1 day" : $"{days} days";

    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
