using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Ingestion;

/// <summary>Makes text from a submitted file fit to be shown in a report: short, on one line, without anything that acts on a terminal.</summary>
internal static class SubmittedQuote
{
    /// <summary>Long enough for every coded field and date, too short for a record in the wrong column. Our choice, 2026-11-22.</summary>
    public const int MaxLength = 40;

    public static string Of(ReadOnlySpan<byte> text)
    {
        // Four bytes are the longest character; what follows the cut is not needed.
        var characters = Encoding.UTF8.GetString(text.Length > MaxLength * 8 ? text[..(MaxLength * 8)] : text);
        return Visible(characters, MaxLength);
    }

    /// <summary>The name of a file as it may be shown; whoever sent the file chose it.</summary>
    public static string OfFileName(string name) => Visible(name, int.MaxValue);

    private static string Visible(string text, int maxLength)
    {
        var quote = new StringBuilder(text.Length);
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++count > maxLength)
            {
                return quote.Append('…').ToString();
            }

            if (IsVisible(rune))
            {
                quote.Append(rune.ToString());
            }
            else
            {
                quote.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return quote.ToString();
    }

    /// <summary>False for controls, line ends, and marks that reverse or hide text.</summary>
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
