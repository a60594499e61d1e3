using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

internal sealed class LinkJournalCommand : PdmpCommand
{
    private readonly Option<long?> _patient = new("--patient") { Description = "Only entries about this patient.", HelpName = "id" };
    private readonly Option<int> _top = new("--top") { Description = "How many.", HelpName = "number", DefaultValueFactory = _ => 50 };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public LinkJournalCommand()
        : base("journal", "Every merge and split, newest first: when, who, why, and how many records went where. Shows no identity.", "link journal", "link journal --patient 7 --format json")
    {
        Add(_patient);
        Add(_top);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        _top.Validators.Add(result => Require.AtLeast(result, _top, 1));
        Does(async session =>
        {
            var journal = await session.Service<LinkInspectionService>().JournalAsync(session.Value(_patient), session.Value(_top), session.Cancellation);
            if (session.Value(_format) == "json")
            {
                LinkJson.Write(session.Terminal.Data, journal);
            }
            else
            {
                Write(session.Terminal, journal);
            }

            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, IReadOnlyList<LinkEvent> journal)
    {
        if (journal.Count == 0)
        {
            terminal.Note("The journal has no such entry.");
            return;
        }

        var grid = new Grid(
            new("entry", Right: true), new("when"), new("who"), new("what"), new("from", Right: true), new("into", Right: true), new("records", Right: true), new("why"));
        foreach (var entry in journal)
        {
            grid.Add(
                Number(entry.Id),
                entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
                entry.By,
                entry.Kind.ToString().ToLowerInvariant(),
                Number(entry.FromPatientId),
                Number(entry.IntoPatientId),
                Number(entry.Records.Count(r => r.Moved)),
                Why(entry));
        }

        grid.WriteTo(terminal);
    }

    private static string Why(LinkEvent entry)
    {
        var why = entry.Cause switch
        {
            LinkCause.ExactKeys => "equal keys",
            LinkCause.Model => "weights",
            LinkCause.Decision => $"decision {entry.DecisionId}",
        };
        return entry.UndoneByDecisionId is { } decision ? $"{why}; undone by decision {decision}" : why;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
