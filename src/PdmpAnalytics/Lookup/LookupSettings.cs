using Microsoft.Extensions.Configuration;

namespace PdmpAnalytics.Lookup;

/// <summary>Reads the section <c>Lookup</c> for host and command line alike; a list may stand as an array or joined by commas.</summary>
public static class LookupSettings
{
    /// <returns>Refused with every complaint, one a line.</returns>
    public static Result<LookupOptions> From(IConfiguration settings) => LookupOptions.Read(settings.GetSection("Lookup").GetChildren().ToDictionary(
        c => c.Key, string? (c) => c.Value ?? string.Join(',', c.GetChildren().Select(item => item.Value))));
}
