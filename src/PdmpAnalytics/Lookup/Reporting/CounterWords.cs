using System.Collections.Frozen;
using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>
/// Findings in words for the counter (counter-words.csv, written for this project, 2026-11-22): what was seen, what usually settles it, and the PMIX alert
/// category (domain reference 5.5). A rule without words stays with the programme's analysts.
/// </summary>
public static class CounterWords
{
    private static readonly FrozenDictionary<string, Words> ByRule = Read().ToFrozenDictionary(w => w.Rule);

    /// <summary>The findings above Info that held lately, most severe first, one a rule and scope at most.</summary>
    /// <param name="days">A pattern that last held longer ago is not told.</param>
    internal static IReadOnlyList<CounterAlert> Of(IEnumerable<RuleFinding> findings, DateOnly asOf, int days) =>
    [
        .. from finding in findings
           where finding.Severity > Severity.Info && finding.LastDay > asOf.AddDays(-days) && ByRule.ContainsKey(finding.Rule.Id)
           group finding by finding.Rule.Id into rule
           let worst = rule.OrderByDescending(f => f.Severity).ThenByDescending(f => f.LastDay).First()
           orderby worst.Severity descending, worst.LastDay descending
           select Of(worst),
    ];

    /// <summary>One finding in these words; for a rule without words in the catalogue's own.</summary>
    internal static CounterAlert Of(RuleFinding finding)
    {
        var words = ByRule.GetValueOrDefault(finding.Rule.Id) ?? new Words(finding.Rule.Id, finding.Rule.Title, finding.Rule.LegitimateReasons, "99");
        return new CounterAlert(
            finding.Rule.Id, words.Title, finding.Severity.ToString(), finding.Text, words.Settles + ".", finding.FirstDay, finding.LastDay, words.Pmix);
    }

    /// <summary>A rule's title for the counter, or the code itself.</summary>
    public static string TitleOf(string code) => ByRule.TryGetValue(code, out var words) ? $"{words.Title} ({code})" : code.Replace('-', ' ');

    public static bool Has(string ruleId) => ByRule.ContainsKey(ruleId);

    private static IEnumerable<Words> Read()
    {
        using var stream = typeof(CounterWords).Assembly.GetManifestResourceStream("PdmpAnalytics.Lookup.Reporting.counter-words.csv")
            ?? throw new InvalidOperationException("The words for the counter are not embedded.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            // A title in quotes holds commas and no quotes.
            var quoted = line.Split('"');
            var fields = quoted.Length == 3 ? [quoted[0].TrimEnd(','), quoted[1], .. quoted[2].TrimStart(',').Split(',')] : line.Split(',');
            yield return new Words(fields[0], fields[1], fields[2], fields[3]);
        }
    }

    private sealed record Words(string Rule, string Title, string Settles, string Pmix);
}
