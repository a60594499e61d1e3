using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Web.Pdf;

/// <summary>
/// Helvetica as every PDF reader has it: widths of Adobe's core 14 metrics, letters of Windows-1252. A letter outside that loses its accent; what
/// has no Latin form becomes a question mark.
/// </summary>
internal static class PdfFont
{
    /// <summary>Width of the bold letters against the plain ones, at most.</summary>
    private const double Bold = 1.1;

    private const char First = ' ';

    /// <summary>Thousandths of the size, from blank to tilde.</summary>
    private static readonly short[] Widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    /// <summary>Points that a text takes at most.</summary>
    public static double Width(string text, double size, bool bold) => text.Sum(WidthOf) * size / 1000 * (bold ? Bold : 1);

    /// <summary>The text as a string of PDF.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("(");
        foreach (var letter in text.EnumerateRunes().Select(Latin))
        {
            literal.Append(letter switch
            {
                '(' or ')' or '\\' => $"\\{letter}",
                < ' ' => " ",
                > '~' => string.Create(CultureInfo.InvariantCulture, $"\\{Convert.ToString(letter, 8)}"),
                _ => letter.ToString(),
            });
        }

        return literal.Append(')').ToString();
    }

    /// <summary>Lines that are no wider than this; a word that is too long is broken.</summary>
    public static IEnumerable<string> Wrap(string text, double width, double size, bool bold)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            if (line.Length > 0 && Width($"{line} {rest}", size, bold) <= width)
            {
                line = $"{line} {rest}";
                continue;
            }

            if (line.Length > 0)
            {
                yield return line;
            }

            while (Width(rest, size, bold) > width && rest.Length > 1)
            {
                var fits = Enumerable.Range(1, rest.Length - 1).LastOrDefault(n => Width(rest[..n], size, bold) <= width, 1);
                yield return rest[..fits];
                rest = rest[fits..];
            }

            line = rest;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    /// <summary>A letter with an accent is as wide as without; anything else as an M.</summary>
    private static int WidthOf(char letter)
    {
        var plain = letter <= '~' ? letter : letter.ToString().Normalize(NormalizationForm.FormD)[0];
        return plain is >= First and <= '~' ? Widths[plain - First] : 833;
    }

    /// <summary>The letter's place in Windows-1252 above 160, which is Latin-1's; punctuation that has none there is put in ASCII.</summary>
    private static char Latin(Rune rune) => rune.Value switch
    {
        < 0x7F or (>= 0xA1 and <= 0xFF) => (char)rune.Value,
        0xA0 => ' ',
        0x2018 or 0x2019 => '\'',
        0x201C or 0x201D => '"',
        0x2013 or 0x2014 or 0x2212 => '-',
        0x2192 => '>',
        _ => Unaccented(rune),
    };

    private static char Unaccented(Rune rune)
    {
        var plain = rune.ToString().Normalize(NormalizationForm.FormD)[0];
        return plain is > ' ' and <= '~' ? plain : '?';
    }
}
