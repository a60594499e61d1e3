using System.Globalization;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>Everything about one alert, as a page of text.</summary>
internal sealed class AlertPageWriter(Terminal terminal)
{
    private const int BarWidth = 24;

    private readonly IAnsiConsole _console = terminal.Console;

    public void Write(AlertDetail detail, bool listFills)
    {
        WriteHead(detail.Alert);
        foreach (var finding in detail.Alert.Findings.OrderByDescending(f => f.Severity).ThenBy(f => f.Position))
        {
            Write(finding);
        }

        WriteScore(detail.Alert);
        var isPatient = detail.Alert.SubjectKind == AlertSubjectKind.Patient;
        if (isPatient && detail.Fills.Count > 0)
        {
            Heading("Fills");
            new TimelineWriter(_console).Write(detail.Fills, detail.Alert.AsOf);
        }

        WriteExemptions(detail);
        WriteDecisions(detail);
        WriteNotes(detail);
        WriteMerged(detail);
        if ((listFills || !isPatient) && detail.Fills.Count > 0)
        {
            // Without a patient there is no course of supplies to draw: the records themselves are what there is to see.
            Heading(isPatient ? "All fills" : "Records counted");
            FillGrid(detail.Fills).WriteTo(terminal);
        }
    }

    private void WriteHead(Alert alert)
    {
        var style = AlertTable.Style(alert.Severity);
        _console.MarkupLine(
            $"[bold]Alert {alert.Id}[/]  {AlertCodes.Of(alert.SubjectKind)} {alert.SubjectId}  "
            + $"[{style}] {AlertCodes.Of(alert.Severity)} [/]  priority [bold]{Number(alert.Priority)}[/]  "
            + $"{AlertCodes.Of(alert.Queue)} queue  {AlertCodes.Of(alert.State).Replace('_', ' ')}");
        _console.MarkupLine($"[grey]raised {Day(alert.RaisedOn)}, as of {Day(alert.AsOf)}, version {alert.Version}; {alert.FindingCount} findings from {alert.EvidenceCount} fills[/]");
        if (alert.Assignee is not null || alert.ClaimedBy is not null || alert.SnoozedUntil is not null || alert.ReadingKind is not null)
        {
            _console.MarkupLine(Markup.Escape(QueueStepCommand.Sentence(alert)));
        }

        if (alert.Hold != QueueHold.None)
        {
            _console.MarkupLine($"[yellow]Recorded, not queued:[/] {AlertCodes.Of(alert.Hold).Replace('_', ' ')}");
        }

        if (alert.Exemptions != FillContext.None)
        {
            _console.MarkupLine($"[yellow]Stated context:[/] {ContextWords.Of(alert.Exemptions)}");
        }

        if (alert.Findings.Where(f => f.ExemptByHand is not null).MaxBy(f => f.Otherwise) is { ExemptByHand: { } exemption } exempt)
        {
            _console.MarkupLine($"[yellow]Exempt by hand[/] until {Day(exemption.Until)} ({exemption.Kind.Code()}): would otherwise be {AlertCodes.Of(exempt.Otherwise ?? exempt.Severity)}");
        }

        if (alert.UncertainLink is { } link)
        {
            _console.MarkupLine($"[yellow]Identity:[/] {Markup.Escape(link.Sentence(alert.EvidenceCount))}");
        }
    }

    private void Write(AlertFinding finding)
    {
        _console.WriteLine();
        var scope = finding.Scope is { } s ? $" ({s.ToString().ToLowerInvariant()})" : "";
        _console.MarkupLine(
            $"[{AlertTable.Style(finding.Severity)}]{AlertCodes.Of(finding.Severity).ToUpperInvariant()}[/]  [bold]{Markup.Escape(finding.RuleId)}[/] "
            + $"{Markup.Escape(finding.RuleName)}{scope}  [grey]peak {Day(finding.PeakDay)}, held {Day(finding.FirstDay)} to {Day(finding.LastDay)}[/]");
        Indented(Markup.Escape(finding.Text));
        Indented($"[grey]Silent on its peak day if:[/] {Markup.Escape(finding.SilentIf)}");
        if (finding.ExemptBy != FillContext.None)
        {
            Indented($"[yellow]Lowered to info by:[/] {ContextWords.Of(finding.ExemptBy)}{Otherwise(finding)}");
        }

        if (finding.ExemptByHand is { } hand)
        {
            Indented($"[yellow]Lowered to info by:[/] exemption {hand.Id}, {hand.Kind.Code()} until {Day(hand.Until)}{Otherwise(finding)}");
        }

        foreach (var line in finding.Editions.Length > 0 ? EditionText.Lines(finding.Editions, finding.DosesByEdition) : [])
        {
            Indented($"[grey]Equivalents:[/] {Markup.Escape(line)}");
        }

        if (finding.Notes.Count > 0)
        {
            Indented($"[yellow]Note:[/] {Markup.Escape(string.Join("; ", finding.Notes))}");
        }

        var numbers = string.Join(", ", finding.Values.Select(v => $"{v.Name} {Number(v.Number)}"));
        Indented($"[grey]Numbers:[/] {Markup.Escape(numbers)}");
        Indented($"[grey]Thresholds: {Markup.Escape(finding.Thresholds.Replace(";", ", ", StringComparison.Ordinal))}. {RuleSet(finding)}Source: {Markup.Escape(finding.Citation)}. {finding.Evidence.Count} fills counted.[/]");
    }

    private static string RuleSet(AlertFinding finding) => finding.RuleSet.Length == 0 ? "" : Markup.Escape($"Rule set: {finding.RuleSet}. ");

    private static string Otherwise(AlertFinding finding) =>
        finding.Otherwise is { } severity ? $"; would otherwise be {AlertCodes.Of(severity)}" : "";

    private void WriteExemptions(AlertDetail detail)
    {
        if (detail.Exemptions.Count == 0)
        {
            return;
        }

        Heading("Exemptions by hand");
        foreach (var exemption in detail.Exemptions)
        {
            _console.MarkupLine($"  {exemption.Id}  {Markup.Escape(ExemptionsListCommand.Sentence(exemption))}");
        }
    }

    private void WriteScore(Alert alert)
    {
        if (alert.AnomalyPercentile is not { } percentile)
        {
            return;
        }

        Heading("Score");
        _console.MarkupLine($"More unusual than [bold]{Number(percentile)} %[/] of comparable patients. What makes it so:");
        WriteParts(alert.ScoreParts);
        if (alert.RiskProbability is { } chance)
        {
            _console.MarkupLine($"Model {alert.RiskModelId}, from earlier conclusions: [bold]{Number(Math.Round(100 * chance, 1))} %[/] of such patterns called for action. It orders the queue and is no finding. What it weighs, in log-odds:");
            WriteParts(alert.RiskParts);
        }
    }

    private void WriteParts(IReadOnlyList<ScorePart> parts)
    {
        var largest = parts.Select(p => Math.Abs(p.Contribution)).DefaultIfEmpty(1).Max();
        foreach (var part in parts.Where(p => Math.Abs(p.Contribution) >= largest / 50))
        {
            var length = (int)Math.Round(Math.Abs(part.Contribution) / largest * BarWidth);
            var bar = new string('█', Math.Max(1, length)).PadRight(BarWidth);
            _console.MarkupLine($"  [cyan]{bar}[/] {part.Contribution.ToString("0.00", CultureInfo.InvariantCulture),6}  [bold]{Number(part.Value)}[/] {Markup.Escape(part.ExplanationWithNow)}");
        }
    }

    private void WriteDecisions(AlertDetail detail)
    {
        if (detail.Decisions.Count == 0 && detail.Alert.State.IsOpen())
        {
            return;
        }

        Heading("Decisions");
        Write(detail.Decisions);
        if (detail.Alert.State == AlertState.Withdrawn)
        {
            _console.MarkupLine($"  {Day(detail.Alert.AsOf)}  [bold]withdrawn[/]  {Markup.Escape(detail.Alert.StateReason)}");
        }
    }

    private void WriteNotes(AlertDetail detail)
    {
        if (detail.Notes.Count == 0)
        {
            return;
        }

        Heading("Notes");
        foreach (var note in detail.Notes)
        {
            _console.MarkupLine($"  {note.WrittenAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}Z  {Markup.Escape(note.WrittenBy)}: {Markup.Escape(note.Text)}");
        }
    }

    private void WriteMerged(AlertDetail detail)
    {
        if (detail.MergedInto is { } survivor)
        {
            _console.WriteLine();
            _console.MarkupLine($"[yellow]Identity:[/] the records of this patient are patient {survivor}'s now; its alert lists what was concluded here.");
        }

        if (detail.Merged.Count == 0)
        {
            return;
        }

        Heading("Concluded about patients merged into this one");
        foreach (var merged in detail.Merged)
        {
            var left = merged.Concluded is { } disposition ? disposition.Code() : AlertCodes.Of(merged.LeftAs).Replace('_', ' ');
            _console.MarkupLine($"  patient {merged.Alert.SubjectId}, alert {merged.Alert.Id}: [bold]{left}[/], raised {Day(merged.Alert.RaisedOn)}, {Markup.Escape(merged.Alert.Rules.Replace(";", ", ", StringComparison.Ordinal))}");
            Write(merged.Decisions);
        }
    }

    private void Write(IEnumerable<ReviewDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            var what = decision.Disposition is { } disposition ? disposition.Code() : AlertCodes.Of(decision.To);
            _console.MarkupLine(
                $"  {decision.DecidedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}Z  "
                + $"[bold]{what}[/]  {Markup.Escape(decision.DecidedBy)}: {Markup.Escape(decision.Reason)}");
            if (decision.OtherExplanations.Length > 0)
            {
                _console.MarkupLine($"    also considered: {Markup.Escape(decision.OtherExplanations)}");
            }
        }
    }

    private static Grid FillGrid(IReadOnlyList<FillLine> fills)
    {
        var grid = new Grid(new("fill", Right: true), new("rx"), new("from"), new("to"), new("drug"), new("quantity", Right: true), new("days", Right: true), new("prescriber"), new("dispenser"), new("paid by"), new("counted"));
        foreach (var fill in fills)
        {
            grid.Add(
                fill.Id.ToString(CultureInfo.InvariantCulture),
                fill.RxNumber,
                Day(fill.Supply.FirstDay),
                Day(fill.Supply.LastDay),
                fill.Drug,
                Number(fill.Quantity),
                Number(fill.Supply.Days),
                fill.Prescriber,
                fill.Dispenser,
                fill.Payment.ToString(),
                fill.IsEvidence ? "yes" : "");
        }

        return grid;
    }

    private void Heading(string text)
    {
        _console.WriteLine();
        _console.MarkupLine($"[bold underline]{text}[/]");
    }

    private void Indented(string markup) => _console.Write(new Padder(new Markup(markup)).Padding(2, 0, 0, 0));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
