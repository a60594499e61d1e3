using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class ExemptionsListCommand : PdmpCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<long?> _patient = new("--patient") { Description = "Only those that hold for this patient.", HelpName = "id" };
    private readonly Option<bool> _all = new("--all") { Description = "Ended ones too." };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public ExemptionsListCommand()
        : base("list", "What people stated about patients: kind, days, author and reason.", "exemptions list", "exemptions list --patient 12 --all", "exemptions list --format json")
    {
        Add(_patient);
        Add(_all);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        Does(async session =>
        {
            var exemptions = await session.Service<ExemptionService>().ListAsync(session.Value(_patient), session.Value(_all), session.Cancellation);
            if (session.Value(_format) == "json")
            {
                session.Terminal.Data.WriteLine(JsonSerializer.Serialize(exemptions.Select(Row), Indented));
            }
            else
            {
                WriteText(session.Terminal, exemptions);
            }

            return ExitCodes.Ok;
        });
    }

    /// <summary>How one reads on an alert's page: <c>cancer until 2026-12-31, stated by ana on 2026-06-01: …</c>.</summary>
    public static string Sentence(Exemption exemption)
    {
        var from = exemption.FirstDay is { } first ? $" from {Day(first)}" : "";
        var ended = exemption.EndedAt is { } at ? $"; ended by {exemption.EndedBy} on {Day(at)}: {exemption.EndReason}" : "";
        return $"{exemption.Kind.Code()}{from} until {Day(exemption.Until)}, stated by {exemption.Author} on {Day(exemption.StatedAt)}: {exemption.Reason}{ended}";
    }

    private static object Row(Exemption e) => new
    {
        exemption_id = e.Id,
        patient_id = e.PatientId,
        kind = e.Kind.Code(),
        first_day = e.FirstDay,
        until = e.Until,
        author = e.Author,
        reason = e.Reason,
        stated_at = e.StatedAt,
        ended_at = e.EndedAt,
        ended_by = e.EndedAt is null ? null : e.EndedBy,
        end_reason = e.EndedAt is null ? null : e.EndReason,
    };

    private static void WriteText(Terminal terminal, IReadOnlyList<Exemption> exemptions)
    {
        var grid = new Grid(new("exemption", Right: true), new("patient", Right: true), new("kind"), new("from"), new("until"), new("author"), new("ended"), new("reason"));
        foreach (var e in exemptions)
        {
            grid.Add(
                e.Id.ToString(CultureInfo.InvariantCulture), e.PatientId.ToString(CultureInfo.InvariantCulture), e.Kind.Code(),
                e.FirstDay is { } first ? Day(first) : "any day", Day(e.Until), e.Author, e.EndedAt is { } at ? Day(at) : "", e.Reason);
        }

        grid.WriteTo(terminal);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
