using System.Globalization;
using PdmpAnalytics.Ingestion;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>Records to correct, for people: where, whose, what is wrong, and the command that corrects one.</summary>
internal static class FaultyRecordText
{
    public static async Task WriteAsync(Terminal terminal, IAsyncEnumerable<FaultyRecord> records, CancellationToken cancellation)
    {
        await foreach (var record in records.WithCancellation(cancellation))
        {
            Line(terminal, $"[bold]{Markup.Escape(Place(record))}[/]  [grey]{Markup.Escape(Particulars(record))}[/]");
            foreach (var fault in record.Faults)
            {
                var value = fault.AsSent is { } sent ? $"  was \"{sent}\"" : "";
                Line(terminal, $"  {Styled(fault.Code)}  {Markup.Escape($"{fault.Field,-18}{value}  {SubmissionErrors.Of(fault.Code).Advice}")}");
            }

            if (Next(record) is { } next)
            {
                Line(terminal, $"  [grey]{Markup.Escape(next)}[/]");
            }
        }
    }

    /// <summary>On a pipe a line stays one line, however long.</summary>
    private static void Line(Terminal terminal, string markup)
    {
        if (terminal.OutIsTerminal)
        {
            terminal.Console.MarkupLine(markup);
        }
        else
        {
            terminal.Data.WriteLine(Markup.Remove(markup).TrimEnd());
        }
    }

    private static string Place(FaultyRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"submission {record.SubmissionId}, {(record.Kind == SubmissionKind.Asap ? "segment" : "line")} {record.Line}");

    private static string Particulars(FaultyRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.FileName}  {record.ReceivedAt:yyyy-MM-dd}  {record.Dispenser?.Number} {record.Dispenser?.Name}").TrimEnd();

    private static string? Next(FaultyRecord record)
    {
        var correction = record.Faults.Where(f => f.Field.Length > 0).MaxBy(f => f.Code.Level()) is { } fault ? $"{fault.Field}=VALUE"
            : record.Faults.Any(f => f.Code == SubmissionErrorCode.KeyExists) ? "report_status=01"
            : "FIELD=VALUE";
        return record.State switch
        {
            RejectedRecordState.Open => string.Create(
                CultureInfo.InvariantCulture, $"pdmp submissions resubmit {record.SubmissionId} --record {record.Line} --set {correction}"),
            RejectedRecordState.Replaced or RejectedRecordState.Resubmitted => string.Create(
                CultureInfo.InvariantCulture, $"corrected by submission {record.ClosedBySubmissionId}"),
            RejectedRecordState.Withdrawn => string.Create(
                CultureInfo.InvariantCulture, $"withdrawn with its transaction by submission {record.ClosedBySubmissionId}"),
            null => "loaded; a revision (01) corrects it",
        };
    }

    private static string Styled(SubmissionErrorCode code)
    {
        var level = code.Level();
        var text = $"{code.Text()} {level.Text(),-2}";
        return level >= SubmissionErrorLevel.RejectsRecord ? $"[red]{text}[/]" : $"[yellow]{text}[/]";
    }
}
