using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Patients;

/// <summary>
/// Brings US street lines into one spelling, so that the same place compares equal: upper case, no accents or
/// punctuation, USPS abbreviations (Publication 28) for suffixes and directions, unit apart from street.
/// </summary>
public static class AddressNormalizer
{
    /// <summary>Normalises a street line and, if there is one, the second line (usually the unit). Blank gives <see cref="NormalizedAddress.Empty"/>.</summary>
    public static NormalizedAddress Normalize(string? line1, string? line2 = null)
    {
        var words = Words(line1);
        if (words.Count == 0)
        {
            words = Words(line2);
            line2 = null;
        }

        if (words.Count == 0)
        {
            return NormalizedAddress.Empty;
        }

        if (PostBox(words) is { } box)
        {
            return new NormalizedAddress(box, "");
        }

        Abbreviate(words);
        var unitAt = StartOfUnit(words);
        var unit = words[unitAt..];
        var second = Words(line2);
        if (PostBox(second) is null)
        {
            unit.AddRange(second);
        }

        return new NormalizedAddress(string.Join(' ', words[..unitAt]), Unit(unit));
    }

    /// <summary>The words in upper case without accents; <c>#</c> stands alone, hyphens and fractions stay inside a word.</summary>
    private static List<string> Words(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return [];
        }

        var text = new StringBuilder(line.Length + 4);
        foreach (var c in line.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                text.Append(char.ToUpperInvariant(c));
            }
            else if (c == '#')
            {
                text.Append(" # ");
            }
            else if (c is '-' or '/')
            {
                text.Append(c);
            }
            else if (c is not ('\'' or '’') && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
                && !(c == '.' && EndsInSingleLetter(text)))
            {
                text.Append(' ');
            }
        }

        return text.ToString()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('-', '/'))
            .Where(word => word.Length > 0)
            .ToList();
    }

    /// <summary>The dots of "N.W." and "P.O." join their letters; any other dot parts words.</summary>
    private static bool EndsInSingleLetter(StringBuilder text) =>
        text.Length > 0 && char.IsAsciiLetter(text[^1])
        && (text.Length == 1 || text[^2] == ' ' || (text.Length == 2 || text[^3] == ' ') && char.IsAsciiLetter(text[^2]));

    private static string? PostBox(List<string> words)
    {
        var number = words switch
        {
            ["PO" or "POST", "BOX", var n, ..] => n,
            ["P", "O", "BOX", var n, ..] => n,
            ["POST", "OFFICE", "BOX", var n, ..] => n,
            ["POBOX" or "BOX", var n, ..] => n,
            _ => null,
        };
        return number is null ? null : "PO BOX " + number;
    }

    private static void Abbreviate(List<string> words)
    {
        if (AddressWords.HouseNumbers.TryGetValue(words[0], out var number) && words.Count > 1)
        {
            words[0] = number;
        }

        for (var i = 1; i < words.Count; i++)
        {
            words[i] = AddressWords.Abbreviations.GetValueOrDefault(words[i], words[i]);
        }
    }

    /// <summary>Index of the first word that belongs to the unit; the number of words when there is none.</summary>
    private static int StartOfUnit(List<string> words)
    {
        for (var i = 2; i < words.Count; i++)
        {
            var word = words[i];
            var next = i + 1 < words.Count ? words[i + 1] : "";
            if (word == "#" || AddressWords.UnitsAlone.Contains(word) && next.Length == 0)
            {
                return i;
            }

            // A designator needs its number: "LOT" or "FLOOR" may also be part of a street's name.
            if (AddressWords.Units.ContainsKey(word) && (IsNumberLike(next) || next == "#"))
            {
                return i;
            }

            if (AddressWords.IsOrdinal(word) && next == "FL")
            {
                return i;
            }

            // "12 MAIN ST 4B": the unit follows the suffix without a word of its own. "12 HWY 7" does not read so.
            if (i > 2 && i == words.Count - 1 && IsNumberLike(word) && AddressWords.ClosingSuffixes.Contains(words[i - 1]))
            {
                return i;
            }
        }

        return words.Count;
    }

    private static bool IsNumberLike(string word) =>
        word.Length is > 0 and <= 6 && (word.Length == 1 || word.Any(char.IsAsciiDigit));

    private static string Unit(List<string> words)
    {
        var parts = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = AddressWords.Abbreviations.GetValueOrDefault(words[i], words[i]);
            var next = i + 1 < words.Count ? words[i + 1] : "";
            if (AddressWords.IsOrdinal(word) && next is "FL" or "FLOOR" or "FLR")
            {
                parts.Add("FL " + word[..^2]);
                i++;
            }
            else if (word != "#" && (!AddressWords.Units.TryGetValue(word, out var kept) || next.Length == 0))
            {
                parts.Add(word);
            }
            else if (word != "#" && AddressWords.Units[word].Length > 0)
            {
                parts.Add(AddressWords.Units[word]);
            }
        }

        return string.Join(' ', parts);
    }
}
