using System.CommandLine;
using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Cli;

/// <summary>Which editions of the equivalents doses are computed by: section <c>Equivalents</c>, or options of a command.</summary>
internal static class EquivalentSettings
{
    private static readonly string[] OpioidCodes = [.. Enum.GetValues<MorphineEquivalenceSet>().Select(Equivalents.Code)];
    private static readonly string[] SedativeCodes = [.. Enum.GetValues<SedativeEquivalenceSet>().Select(Equivalents.Code)];

    /// <summary>On commands that judge.</summary>
    public static readonly Option<string?> Opioids = new("--opioid-equivalents")
    {
        Description = $"Edition of the morphine equivalents: {string.Join(", ", OpioidCodes)}. Setting: Equivalents:Opioids. Judge with --all after a change.",
        HelpName = "edition",
    };

    /// <inheritdoc cref="Opioids"/>
    public static readonly Option<string?> Sedatives = new("--sedative-equivalents")
    {
        Description = $"Edition of the sedative equivalents: {string.Join(", ", SedativeCodes)}. Setting: Equivalents:Sedatives.",
        HelpName = "edition",
    };

    public static void AddTo(Command command)
    {
        Opioids.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, OpioidCodes);
        Sedatives.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, SedativeCodes);
        command.Add(Opioids);
        command.Add(Sedatives);
    }

    /// <summary>Throws <see cref="SettingsException"/> for an edition nobody knows.</summary>
    public static Equivalents Read(ParseResult arguments, IConfiguration settings)
    {
        var read = Equivalents.Named(
            arguments.GetValue(Opioids) ?? settings["Equivalents:Opioids"], arguments.GetValue(Sedatives) ?? settings["Equivalents:Sedatives"]);
        return read.Refusal is { } refusal ? throw new SettingsException(refusal.Message) : read.Value;
    }
}
