using Microsoft.Extensions.Configuration;

namespace PdmpAnalytics.Lookup;

/// <summary>Reads the section <c>Lookup</c> for host and command line alike; a list may stand as an array or joined by commas.</summary>
public static class LookupSettings
{
    /// <returns>Refused with every complaint, one a line.</returns>
    public static Result<LookupOptions> From(IConfiguration settings)
    {
        var section = settings.GetSection("Lookup");
        return LookupOptions.Read(
            section.GetChildren().Where(c => !c.Key.Equals(Access, StringComparison.OrdinalIgnoreCase) || c.Value is not null)
                .ToDictionary(c => c.Key, string? (c) => c.Value ?? string.Join(',', c.GetChildren().Select(item => item.Value))),
            section.GetSection(Access).GetChildren().ToDictionary(c => c.Key, c => c.Value));
    }

    /// <summary>Section of its own: when a query is worth an auditor's look.</summary>
    private const string Access = "Access";
}
