using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Lookup;

namespace PdmpAnalytics.Cli;

/// <summary>Reads the section <c>Lookup</c>; a list may stand as an array or joined by commas.</summary>
internal static class LookupSettings
{
    public static LookupOptions Read(IConfigurationSection section)
    {
        var options = LookupOptions.Read(section.GetChildren().ToDictionary(
            c => c.Key, string? (c) => c.Value ?? string.Join(',', c.GetChildren().Select(item => item.Value))));
        return options.Refusal is { } refusal ? throw new SettingsException(refusal.Message) : options.Value;
    }
}
