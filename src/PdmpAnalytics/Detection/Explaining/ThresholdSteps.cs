using System.Globalization;
using PdmpAnalytics.Detection.Rules;

namespace PdmpAnalytics.Detection.Explaining;

/// <summary>The values next to a threshold's.</summary>
internal static class ThresholdSteps
{
    /// <summary>Whole numbers above this move by a twentieth, others by 1 (our choice, 2026-11-22).</summary>
    private const int SmallWholes = 20;

    /// <summary>Below and above by so many steps; for a named value the other names, as one step. Whether a value is allowed is not asked.</summary>
    /// <param name="value">As the catalogue writes it.</param>
    public static IEnumerable<string> Around(string value, int steps)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return steps > 1 || !Enum.TryParse<CountBy>(value, out var counted)
                ? []
                : Enum.GetValues<CountBy>().Where(c => c != counted).Select(c => c.ToString());
        }

        var step = number != Math.Truncate(number) ? Math.Abs(number) / 10
            : Math.Abs(number) > SmallWholes ? Math.Round(Math.Abs(number) / 20)
            : 1;
        return new[] { number - steps * step, number + steps * step }
            .Select(v => Math.Round(v, 6).ToString("0.######", CultureInfo.InvariantCulture));
    }
}
