using System.Globalization;

namespace PdmpAnalytics.Web.Charts;

/// <summary>Numbers and days as attributes and captions want them, whatever the server's culture.</summary>
public static class Svg
{
    /// <summary>A share of the drawing's width, 0 to 100, as <c>12.345%</c>.</summary>
    public static string Percent(double share) => share.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>At most one decimal, with a separator between thousands.</summary>
    public static string Rounded(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    /// <summary>Two decimals and always a sign, but for 0.</summary>
    public static string WithSign(double value) => value.ToString("+#,0.00;−#,0.00;0", CultureInfo.InvariantCulture);

    public static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    /// <summary><c>2026-05-31</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>1 fill</c>, <c>12 fills</c>.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {noun}{(count == 1 ? "" : "s")}");
}
