using System.Globalization;
using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Cli;

/// <summary>Doses of a finding in words: the edition they were measured by, and the range where editions differ.</summary>
internal static class EditionText
{
    /// <summary>For example <c>mme 60 by CDC2022; 30 by CDC2018, CDC2016: 30 to 60</c>, one line a dose; without doses the editions alone.</summary>
    public static IEnumerable<string> Lines(string editions, IReadOnlyList<EditionFigure> figures) => figures.Count == 0
        ? [editions]
        : figures.GroupBy(f => f.Name).Select(dose =>
        {
            var same = dose.GroupBy(f => f.Number).Select(g => $"{Number(g.Key)} by {string.Join(", ", g.Select(f => f.Edition))}").ToList();
            var range = same.Count == 1 ? "" : $": {Number(dose.Min(f => f.Number))} to {Number(dose.Max(f => f.Number))}";
            return $"{dose.Key} {string.Join("; ", same)}{range}";
        });

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
