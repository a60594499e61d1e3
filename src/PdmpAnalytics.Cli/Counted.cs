using System.Globalization;

namespace PdmpAnalytics.Cli;

/// <summary>A number with its noun: <c>1 pharmacy</c>, <c>2,000 pharmacies</c>.</summary>
internal static class Counted
{
    public static string Of(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
