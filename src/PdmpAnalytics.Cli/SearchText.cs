using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Searching;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>What a search that opens nothing says: the pick list, and what to do next.</summary>
internal static class SearchText
{
    public static void Write(Terminal terminal, PatientSearch search, bool json)
    {
        if (json)
        {
            terminal.Data.WriteLine(LookupJson.Of(search));
            return;
        }

        if (search.Candidates.Count > 0)
        {
            var grid = new Grid(new("patient", Right: true), new("name"), new("born"), new("sex"), new("lives in"), new("differs in"));
            foreach (var candidate in search.Candidates)
            {
                grid.Add(
                    $"{candidate.PatientId}", string.Join(' ', new[] { candidate.FirstName, candidate.MiddleName, candidate.LastName, candidate.Suffix }.Where(p => p.Length > 0)),
                    $"{candidate.BirthDate:yyyy-MM-dd}", candidate.Sex, $"{candidate.City} {candidate.Zip}".Trim(),
                    new Grid.Cell(string.Join(", ", candidate.Differences.Select(d => SearchWords.Of(d.Item))), "yellow"));
            }

            grid.WriteTo(terminal);
        }

        terminal.Console.WriteLine(SearchWords.Advice(search));
    }
}
