using System.Buffers;
using System.Text;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>Takes single fields apart. All methods take text without blanks around it and never throw.</summary>
internal static class FieldText
{
    /// <summary>
    /// Bytes of a field that is kept. The longest element of any release has 200 characters (DSP23, domain reference 1.3), and an
    /// index of the store takes some 2,700 bytes. Our choice, 2026-11-22.
    /// </summary>
    public const int MaxLength = 1000;

    /// <summary>Of a common year, by months that have passed.</summary>
    private static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not (9 or 10 or 13)).Append(127).Select(c => (byte)c)]);

    /// <summary>
    /// A date as <c>yyyy-MM-dd</c> or <c>yyyyMMdd</c>, given as <see cref="DateOnly.DayNumber"/> and as the number yyyymmdd; both 0,
    /// and false, for anything else.
    /// </summary>
    public static bool TryDay(ReadOnlySpan<byte> text, out int day, out int yearMonthDay)
    {
        (day, yearMonthDay) = (0, 0);
        int year, month, dayOfMonth;
        if (text.Length == 10 && text[4] == (byte)'-' && text[7] == (byte)'-')
        {
            year = Four(text);
            month = Two(text[5..]);
            dayOfMonth = Two(text[8..]);
        }
        else if (text.Length == 8)
        {
            year = Four(text);
            month = Two(text[4..]);
            dayOfMonth = Two(text[6..]);
        }
        else
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12)
        {
            return false;
        }

        var isLeapYear = DateTime.IsLeapYear(year);
        var before = DaysBeforeMonth[month - 1] + (isLeapYear && month > 2 ? 1 : 0);
        var after = DaysBeforeMonth[month] + (isLeapYear && month > 1 ? 1 : 0);
        if (dayOfMonth < 1 || dayOfMonth > after - before)
        {
            return false;
        }

        var years = year - 1;
        day = years * 365 + years / 4 - years / 100 + years / 400 + before + dayOfMonth - 1;
        yearMonthDay = year * 10_000 + month * 100 + dayOfMonth;
        return true;
    }

    /// <inheritdoc cref="TryDay(ReadOnlySpan{byte}, out int, out int)"/>
    public static bool TryDay(ReadOnlySpan<byte> text, out int day) => TryDay(text, out day, out _);

    /// <summary>A plain decimal without sign or exponent, at most 15 digits so that the value is exact to the last digit.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        long digits = 0;
        var count = 0;
        var scale = 1.0;
        var afterPoint = false;
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9' && ++count <= 15)
            {
                digits = digits * 10 + (c - '0');
                scale = afterPoint ? scale * 10 : scale;
            }
            else if (c == (byte)'.' && !afterPoint)
            {
                afterPoint = true;
            }
            else
            {
                return false;
            }
        }

        value = digits / scale;
        return count > 0;
    }

    /// <summary>A whole number without sign of at most four digits; -1 for anything else.</summary>
    public static int Number(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 4)
        {
            return -1;
        }

        var value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            value = value * 10 + (c - '0');
        }

        return value;
    }

    /// <summary>The ZIP5 of five or nine digits, hyphen allowed; 0 for unknown, and false when it is neither.</summary>
    public static bool TryZip(ReadOnlySpan<byte> text, out int zip)
    {
        zip = 0;
        if (text.Length is not (5 or 9) && !(text.Length == 10 && text[5] == (byte)'-'))
        {
            return false;
        }

        var five = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == 5 && text.Length == 10)
            {
                continue;
            }

            if (text[i] is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            five = i < 5 ? five * 10 + (text[i] - '0') : five;
        }

        zip = five;
        return true;
    }

    /// <summary>True when text can be kept and shown: valid UTF-8 without control characters other than tabs and line breaks.</summary>
    public static bool IsClean(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || !text.ContainsAny(Controls) && System.Text.Unicode.Utf8.IsValid(text);

    public static string Text(ReadOnlySpan<byte> text) => text.IsEmpty ? "" : Encoding.UTF8.GetString(text);

    /// <summary>Text in upper case, for numbers and codes.</summary>
    public static string Upper(ReadOnlySpan<byte> text) => Text(text).ToUpperInvariant();

    /// <summary>The digits of a text, for phone numbers.</summary>
    public static string Digits(ReadOnlySpan<byte> text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                digits.Append((char)c);
            }
        }

        return digits.ToString();
    }

    /// <summary>A payment code of DSP16, or unknown.</summary>
    public static PaymentType Payment(int code) => code switch
    {
        >= 1 and <= 7 => (PaymentType)code,
        99 => PaymentType.Other,
        _ => PaymentType.Unknown,
    };

    private static int Two(ReadOnlySpan<byte> text)
    {
        int a = text[0] - '0', b = text[1] - '0';
        return a is < 0 or > 9 || b is < 0 or > 9 ? -1 : a * 10 + b;
    }

    private static int Four(ReadOnlySpan<byte> text)
    {
        int a = Two(text), b = Two(text[2..]);
        return a < 0 || b < 0 ? -1 : a * 100 + b;
    }
}
