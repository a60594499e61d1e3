using System.Globalization;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>Pairs of records with what speaks for and against one person, as text. Shows identity, and says so.</summary>
internal sealed class LinkPageWriter(Terminal terminal)
{
    private readonly IAnsiConsole _console = terminal.Console;

    public void Write(IReadOnlyList<LinkPage> pages)
    {
        terminal.Note("This page shows names and birth dates: keep it among those who may see them.");
        if (pages.Count == 0)
        {
            terminal.Note("One record, and no link leads out of it.");
        }

        foreach (var page in pages)
        {
            Write(page);
        }
    }

    private void Write(LinkPage page)
    {
        _console.MarkupLine($"[bold]Records {page.A.Id} and {page.B.Id}[/]  {Patients(page)}");
        _console.MarkupLine(Markup.Escape(page.Outcome));
        WriteRecord(page.A);
        WriteRecord(page.B);
        if (page.Decision is { } decision)
        {
            _console.MarkupLine(Markup.Escape(
                $"  Decision {decision.Id}: {decision.Verdict.ToString().ToLowerInvariant()}, by {decision.DecidedBy} on {Day(decision.DecidedAt)}: {decision.Reason}"));
        }

        if (page.Explanation is { } explanation)
        {
            Parts(explanation).WriteTo(terminal);
            _console.MarkupLine(
                $"Weight [bold]{Bits(explanation.TotalBits)}[/] bits, probability [bold]{explanation.Probability.ToString("0.0000", CultureInfo.InvariantCulture)}[/]  [grey]model {page.ModelVersion}[/]");
        }

        _console.WriteLine();
    }

    private static string Patients(LinkPage page) => page.SamePatient
        ? $"patient {page.A.PatientId}"
        : $"patients {page.A.PatientId} and {page.B.PatientId}";

    private void WriteRecord(PatientRecord r) => _console.MarkupLine(Markup.Escape(string.Create(
        CultureInfo.InvariantCulture,
        $"  {r.Id}: {Join(' ', r.FirstName, r.MiddleName, r.LastName, r.Suffix)}, born {r.BirthDate:yyyy-MM-dd} {r.Sex}, {Join(' ', r.Address, r.City, r.State, r.Zip)}, phone {Or(r.Phone)}, id {Or(r.IdValue)}")));

    private static Grid Parts(LinkExplanation explanation)
    {
        var grid = new Grid(new("field"), new("level"), new("bits", Right: true), new("rarity", Right: true));
        grid.Add("before comparing", "", Bits(explanation.PriorBits), "");
        foreach (var part in explanation.Parts)
        {
            grid.Add(part.Field.ToString(), part.Level, Bits(part.Bits), part.TermBits == 0 ? "" : Bits(part.TermBits));
        }

        grid.Add("household", "", Bits(explanation.HouseholdBits), "");
        if (explanation.Guard != LinkGuard.None)
        {
            grid.Add("guard", explanation.Guard.ToString(), Bits(explanation.GuardBits), "");
        }

        return grid;
    }

    private static string Join(char separator, params string[] parts) => string.Join(separator, parts.Where(p => p.Length > 0));

    private static string Or(string text) => text.Length > 0 ? text : "not reported";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Bits(double bits) => bits.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
