using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

/// <summary>Reads the section <c>Nightly</c>.</summary>
internal static class NightlySettings
{
    public static NightlyOptions Read(IConfigurationSection section)
    {
        var options = NightlyOptions.Read(section.GetChildren().ToDictionary(c => c.Key, c => c.Value));
        return options.Refusal is { } refusal ? throw new SettingsException(refusal.Message) : options.Value;
    }
}
