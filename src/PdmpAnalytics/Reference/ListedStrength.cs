using System.Globalization;
using System.Text.RegularExpressions;

namespace PdmpAnalytics.Reference;

/// <summary>Turns a directory's strength and unit (<c>10</c>, <c>mg/5mL</c>) into mg per unit of quantity.</summary>
internal static partial class ListedStrength
{
    /// <summary>Hours a patch is worn where its package does not say: fentanyl three days, buprenorphine seven (labels).</summary>
    private static readonly Dictionary<string, double> HoursWorn = new() { ["fentanyl"] = 72, ["buprenorphine"] = 168 };

    /// <summary>
    /// mg per tablet, mL or g; for a patch mg delivered while worn. Null when the text is no such amount: homeopathic or
    /// activity units, or a fentanyl patch not listed by rate: of its content an unknown part is delivered.
    /// </summary>
    public static double? MgPerUnit(string strength, string unit, string ingredient, string form, string package)
    {
        if (!double.TryParse(strength, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || UnitPattern().Match(unit) is not { Success: true } match)
        {
            return null;
        }

        var mg = amount * match.Groups["mass"].Value switch { "kg" => 1e6, "g" => 1e3, "mg" => 1, _ => 1e-3 };
        var isPatch = form.Contains("patch", StringComparison.OrdinalIgnoreCase);
        var per = match.Groups["per"].Value;
        var count = match.Groups["count"].Value;
        if (per == "h" && count.Length == 0)
        {
            return Hours(ingredient, package) is { } hours ? mg * hours : null;
        }

        if (isPatch && ingredient == "fentanyl")
        {
            return null;
        }

        return per switch
        {
            // "mg/72h" of a patch is the amount of one patch.
            "h" => mg,
            "mL" or "L" or "g" => mg / (Number(count) * (per == "L" ? 1000 : 1)),
            // Counts beside a piece are the package's: "50 mg/201" is a 50 mg tablet in bottles of 20.
            _ => mg,
        };
    }

    private static double? Hours(string ingredient, string package)
    {
        if (WornPattern().Match(package) is { Success: true } worn)
        {
            return Number(worn.Groups[1].Value);
        }

        return HoursWorn.TryGetValue(ingredient, out var hours) ? hours : null;
    }

    private static double Number(string text) => text.Length == 0 ? 1 : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<mass>kg|g|mg|ug|mcg)/(?:(?<count>\d*\.?\d*)(?<per>mL|L|g|h)|\d*1|\[USP'U\])$")]
    private static partial Regex UnitPattern();

    [GeneratedRegex(@"(\d+) h in 1 PATCH")]
    private static partial Regex WornPattern();
}
