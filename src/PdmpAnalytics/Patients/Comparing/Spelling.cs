namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Small differences between two texts that one slip of the hand explains, and how a name sounds.</summary>
internal static class Spelling
{
    /// <summary>Codes of Soundex for A to Z: 0 for vowels, 7 for H and W, which do not part equal codes.</summary>
    private const string SoundexCodes = "01230127022455012623017202";

    /// <summary>True when one letter dropped, added, replaced, or swapped with its neighbour leads from one to the other; false for equal texts.</summary>
    public static bool IsOneEdit(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > b.Length)
        {
            return IsOneEdit(b, a);
        }

        if (b.Length - a.Length > 1)
        {
            return false;
        }

        var from = a.CommonPrefixLength(b);
        var restA = a[from..];
        var restB = b[from..];
        if (a.Length < b.Length)
        {
            return restA.SequenceEqual(restB[1..]);
        }

        return restA.Length > 0
            && (restA[1..].SequenceEqual(restB[1..])
                || restA.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]));
    }

    /// <summary>
    /// American Soundex (Russell 1918, as the National Archives codes it), packed into a number: the first letter and three
    /// digits. A text without letters A to Z gives 0.
    /// </summary>
    public static int Soundex(ReadOnlySpan<char> name)
    {
        int code = 0, digits = 0;
        var previous = '\0';
        foreach (var letter in name)
        {
            if (letter is < 'A' or > 'Z')
            {
                continue;
            }

            var digit = SoundexCodes[letter - 'A'];
            if (code == 0)
            {
                code = letter;
            }
            else if (digit is not ('0' or '7') && digit != previous && digits < 3)
            {
                code = code * 10 + (digit - '0');
                digits++;
            }

            previous = digit == '7' ? previous : digit;
        }

        for (; code != 0 && digits < 3; digits++)
        {
            code *= 10;
        }

        return code;
    }
}
