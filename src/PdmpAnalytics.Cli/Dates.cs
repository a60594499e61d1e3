using System.CommandLine.Parsing;
using System.Globalization;

namespace PdmpAnalytics.Cli;

/// <summary>Dates on the command line: <c>yyyy-MM-dd</c> and nothing else, so that no locale decides.</summary>
internal static class Dates
{
    public static DateOnly? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        result.AddError("A date is written yyyy-MM-dd, for example 2026-05-31.");
        return null;
    }
}
