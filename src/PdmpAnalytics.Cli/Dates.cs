using System.CommandLine.Parsing;
using System.Globalization;

namespace PdmpAnalytics.Cli;

/// <summary>Dates on the command line: <c>yyyy-MM-dd</c> and nothing else, so that no locale decides.</summary>
internal static class Dates
{
    /// <summary>Windows reach back years from a day, and nobody in the records was born earlier (our choice, 2026-11-22).</summary>
    private static readonly DateOnly First = new(1900, 1, 1);

    /// <summary>Windows reach on as well (our choice, 2026-11-22).</summary>
    private static readonly DateOnly Last = new(2199, 12, 31);

    public static DateOnly? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            if (date >= First && date <= Last)
            {
                return date;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} is not from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}."));
            return null;
        }

        result.AddError("A date is written yyyy-MM-dd, for example 2026-05-31.");
        return null;
    }
}
