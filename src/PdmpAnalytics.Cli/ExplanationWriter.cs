using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Explaining;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>An explanation for people: each finding with its window, fills and the smallest change, then the rules that came close.</summary>
internal sealed class ExplanationWriter(Terminal terminal)
{
    private readonly IAnsiConsole _console = terminal.Console;

    public void Write(PatientExplanation explanation)
    {
        var judgement = explanation.Judgement;
        _console.MarkupLine(
            $"[bold]Patient {judgement.PatientId}[/] as of {Day(judgement.AsOf)}, by {Markup.Escape(judgement.RuleSet)}  [grey]{Standing(explanation)}[/]");
        _console.MarkupLine($"[grey]Contexts stated in two years:[/] {(judgement.Exemptions == FillContext.None ? "none" : ContextWords.Of(judgement.Exemptions))}");
        if (judgement.IdentityConfidence < 1)
        {
            _console.MarkupLine($"[yellow]Identity:[/] the weakest link between the records has probability {Number(judgement.IdentityConfidence)}");
        }

        foreach (var finding in judgement.Findings)
        {
            Write(explanation, finding);
        }

        if (judgement.Findings.Count == 0)
        {
            _console.WriteLine();
            _console.MarkupLine("No rule has a finding.");
        }

        _console.WriteLine();
        _console.MarkupLine(explanation.NearMisses.Count == 0 ? "No other rule came close." : "[bold underline]Came close[/]");
        foreach (var miss in explanation.NearMisses)
        {
            Write(miss);
        }
    }

    private static string Standing(PatientExplanation explanation)
    {
        var alert = explanation.AlertId is { } id ? $"alert {id}" : "no alert stored";
        return explanation.Content is { } content
            ? $"{alert}; {(content.Hold == QueueHold.None ? $"{AlertCodes.Of(content.Queue)} queue" : $"recorded, not queued: {AlertCodes.Of(content.Hold).Replace('_', ' ')}")}"
            : $"{alert}; nothing to record";
    }

    private void Write(PatientExplanation explanation, RuleFinding finding)
    {
        _console.WriteLine();
        _console.MarkupLine(
            $"[{AlertTable.Style(finding.Severity)}]{AlertCodes.Of(finding.Severity).ToUpperInvariant()}[/]  [bold]{Markup.Escape(finding.Rule.Id)}[/] "
            + $"{Markup.Escape(finding.Rule.Name)}{Scope(finding)}  [grey]peak {Day(finding.PeakDay)}, held {Day(finding.FirstDay)} to {Day(finding.LastDay)}[/]");
        Indented(Markup.Escape(finding.Text));
        Indented($"[grey]Silent on its peak day if:[/] {Markup.Escape(finding.SilentIf)}");
        if (PatientExplanation.WindowOf(finding) is { } window)
        {
            Indented($"[grey]Window:[/] {Day(window.First)} to {Day(window.Last)}, {finding.LookBackDays} days");
        }

        Indented($"[grey]Numbers:[/] {Markup.Escape(string.Join(", ", finding.Values.Select(v => $"{v.Name} {Number(v.Number)}")))}");
        Indented($"[grey]Contexts that would lower it:[/] {(finding.Rule.SilencedBy == FillContext.None ? "none" : ContextWords.Of(finding.Rule.SilencedBy))}"
            + (finding.ExemptBy == FillContext.None ? "; [grey]none stated in the window[/]" : $"; [yellow]stated: {ContextWords.Of(finding.ExemptBy)}[/]"));
        if (finding.Notes.Count > 0)
        {
            Indented($"[yellow]Note:[/] {Markup.Escape(string.Join("; ", finding.Notes))}");
        }

        foreach (var fill in explanation.FillsOf(finding))
        {
            Indented($"[grey]{Day(fill.Supply.FirstDay)} to {Day(fill.Supply.LastDay)}[/]  {Markup.Escape($"{fill.Drug}, {Number(fill.Quantity)} for {fill.Supply.Days} days, {fill.Prescriber}, {fill.Dispenser}")}");
        }
    }

    private void Write(NearMiss miss)
    {
        _console.MarkupLine(
            $"[bold]{Markup.Escape(miss.Rule.Id)}[/] {Markup.Escape(miss.Rule.Name)}{Scope(miss.Finding)}: {miss.Threshold.Name} "
            + $"[bold]{miss.FiresAt}[/] instead of {miss.InForce} would say {AlertCodes.Of(miss.Finding.Severity)}, {(miss.Steps == 1 ? "one step" : $"{miss.Steps} steps")} away");
        Indented(Markup.Escape(miss.Finding.Text));
    }

    private static string Scope(RuleFinding finding) => finding.Scope is { } scope ? $" ({scope.ToString().ToLowerInvariant()})" : "";

    private void Indented(string markup) => _console.Write(new Padder(new Markup(markup)).Padding(2, 0, 0, 0));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
