using System.Globalization;

namespace PdmpAnalytics.Detection.Population;

/// <summary>The running number inside a prescription number: pharmacies count up, whatever letters stand around.</summary>
internal static class RxSequence
{
    /// <summary>The last digits of the text, at most 18; null when it ends in none.</summary>
    public static long? Of(string rxNumber)
    {
        var end = rxNumber.AsSpan().TrimEnd().Length;
        var start = end;
        while (start > 0 && end - start < 18 && char.IsAsciiDigit(rxNumber[start - 1]))
        {
            start--;
        }

        return start == end ? null : long.Parse(rxNumber.AsSpan(start, end - start), CultureInfo.InvariantCulture);
    }
}
