using System.Globalization;
using System.Text;

namespace PdmpAnalytics.Patients;

/// <summary>A name in one spelling: upper case, no accents, blanks or punctuation; the generation (JR, III) kept apart. Prints nothing.</summary>
public readonly record struct NormalizedName(string Last, string First, string Suffix)
{
    public override string ToString() => "a name";
}

/// <summary>Brings names into one spelling, so that O'Neil, ONEIL and Ó Neil compare equal, and a father apart from his son.</summary>
public static class NameNormalizer
{
    private static readonly Dictionary<string, string> Suffixes = new()
    {
        ["JR"] = "JR", ["JUNIOR"] = "JR", ["SR"] = "SR", ["SENIOR"] = "SR", ["I"] = "I", ["II"] = "II", ["2ND"] = "II",
        ["III"] = "III", ["3RD"] = "III", ["IV"] = "IV", ["4TH"] = "IV", ["V"] = "V", ["5TH"] = "V",
    };

    /// <summary>Letters that do not come apart into a letter and an accent.</summary>
    private static readonly Dictionary<char, string> Folded = new()
    {
        ['Æ'] = "AE", ['Ø'] = "O", ['Œ'] = "OE", ['Đ'] = "D", ['Ð'] = "D", ['Þ'] = "TH", ['Ł'] = "L", ['ß'] = "SS", ['ı'] = "I",
        ['Ħ'] = "H", ['Ŧ'] = "T",
    };

    /// <summary>
    /// Normalises a name. A generation stands in its own field or as last word of the last or first name; a last name that is
    /// nothing but such a word stays a name.
    /// </summary>
    public static NormalizedName Normalize(string last, string first, string suffix)
    {
        var words = Words(last, first, suffix);
        return new NormalizedName(Solid(words.Last), Solid(words.First), words.Suffix);

        static string Solid(string name) => name.Replace(" ", "", StringComparison.Ordinal);
    }

    /// <summary>As <see cref="Normalize"/>, with one blank kept between the words of a double name (GARCIA LOPEZ).</summary>
    public static NormalizedName Words(string last, string first, string suffix)
    {
        var lastWords = Words(last);
        var firstWords = Words(first);
        var generation = string.Concat(Words(suffix));
        generation = Suffixes.GetValueOrDefault(generation, generation);
        generation = TakeSuffix(lastWords, generation, fromNumerals: true);
        // A trailing "V" or "I" of a first name is an initial.
        generation = TakeSuffix(firstWords, generation, fromNumerals: false);
        return new NormalizedName(string.Join(' ', lastWords), string.Join(' ', firstWords), generation);
    }

    /// <summary>A text in upper case with accents folded; what is neither letter nor digit becomes one blank, apostrophes vanish.</summary>
    public static string Fold(string text) => string.Join(' ', Words(text));

    private static string TakeSuffix(List<string> words, string generation, bool fromNumerals)
    {
        if (words.Count < 2 || !Suffixes.TryGetValue(words[^1], out var found) || !fromNumerals && words[^1].Length == 1)
        {
            return generation;
        }

        words.RemoveAt(words.Count - 1);
        return generation.Length > 0 ? generation : found;
    }

    /// <summary>Signs that tell letters apart (vowels of Indian scripts, the voicing of kana), where an accent or a vowel point does not.</summary>
    private static bool IsPartOfALetter(Rune c) =>
        Rune.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        && c.Value is not (<= 0x36F or (>= 0x591 and <= 0x5C7) or (>= 0x610 and <= 0x6ED) or (>= 0x1AB0 and <= 0x1AFF)
            or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE00 and <= 0xFE2F) or (>= 0xE0100 and <= 0xE01EF));

    private static List<string> Words(string text)
    {
        var words = new List<string>(2);
        var word = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            var upper = Rune.ToUpperInvariant(c);
            if (upper.IsBmp && Folded.TryGetValue((char)upper.Value, out var folded))
            {
                word.Append(folded);
            }
            else if (Rune.IsLetterOrDigit(upper) || word.Length > 0 && IsPartOfALetter(c))
            {
                word.Append(upper.ToString());
            }
            else if (c.Value is not ('\'' or '’' or '`' or '.') && Rune.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
