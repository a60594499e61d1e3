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

    private static List<string> Words(string text)
    {
        var words = new List<string>(2);
        var word = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            var upper = char.ToUpperInvariant(c);
            if (Folded.TryGetValue(upper, out var folded))
            {
                word.Append(folded);
            }
            else if (char.IsLetterOrDigit(upper))
            {
                word.Append(upper);
            }
            else if (c is not ('\'' or '’' or '`' or '.') && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && word.Length > 0)
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
