using System.Globalization;

namespace PdmpAnalytics.Evaluation;

/// <summary>
/// Reads a birth date however a labelled file writes it, as digits yyyyMMdd. It need not be a date of the calendar: a mistyped one
/// still compares.
/// </summary>
internal static class WrittenDate
{
    /// <summary>Years that can be one: what stands outside is a mistyped year or no year. Our choice, 2026-11-22.</summary>
    private const int FirstYear = 1850;
    private const int LastYear = 2100;

    /// <summary>
    /// One column (<c>yyyyMMdd</c>, <c>MMddyyyy</c>, or with separators and the year first or last; what comes after the day is a time),
    /// or year, month and day, all three.
    /// </summary>
    /// <returns>0 when it cannot be told. With the year last, day and month stand in the order of the file.</returns>
    public static int Digits(IReadOnlyList<string> columns) => columns switch
    {
        [{ Length: > 0 } year, { Length: > 0 } month, { Length: > 0 } day] => Joined(WholeNumber(year), WholeNumber(month), WholeNumber(day)),
        [var date] => Digits(date),
        _ => 0,
    };

    private static int Digits(string date)
    {
        var parts = Numbers(date);
        return parts switch
        {
            [{ Length: 8 } digits, ..] => YearFirst(digits),
            [{ Length: 4 } year, { Length: <= 2 } month, { Length: <= 2 } day, ..] => Joined(year, month, day),
            [{ Length: <= 2 } month, { Length: <= 2 } day, { Length: 4 } year, ..] => Joined(year, month, day),
            _ => 0,
        };
    }

    private static int YearFirst(string digits) =>
        !IsYear(digits[..4]) && IsYear(digits[4..]) ? Number(digits[4..] + digits[..4]) : Number(digits);

    /// <summary>Programs that know no missing whole numbers write 1961.0.</summary>
    private static string WholeNumber(string text) => Numbers(text) is [var whole, ..] ? whole : "";

    private static int Joined(string year, string month, string day) =>
        year.Length is 0 or > 4 || month.Length is 0 or > 2 || day.Length is 0 or > 2
            ? 0
            : Number(year.PadLeft(4, '0') + month.PadLeft(2, '0') + day.PadLeft(2, '0'));

    private static bool IsYear(string digits) => Number(digits) is >= FirstYear and <= LastYear;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary>The runs of digits in a text.</summary>
    private static List<string> Numbers(string text)
    {
        var numbers = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                var start = i;
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }

                numbers.Add(text[start..i]);
            }
        }

        return numbers;
    }
}
