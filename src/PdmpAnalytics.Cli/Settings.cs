using System.CommandLine;
using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Learning;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Telemetry;

namespace PdmpAnalytics.Cli;

/// <summary>Configuration that cannot be used; the message lists every complaint, one a line.</summary>
internal sealed class SettingsException(string message) : Exception(message);

/// <summary>What a programme configures: thresholds of rules and intake, from a JSON file and the environment.</summary>
internal static class Settings
{
    private const string FileVariable = "PDMP_CONFIG";
    private const string EnvironmentPrefix = "PDMP_";

    /// <summary>On every command.</summary>
    public static readonly Option<string?> File = new("--config")
    {
        Description = $"JSON file with settings, e.g. {{\"Rules\": {{\"PS-03\": {{\"Practices\": 6}}}}}}. Environment: {FileVariable}.",
        HelpName = "file",
        Recursive = true,
    };

    /// <summary>The rules in force. Throws <see cref="SettingsException"/> before anything runs when the settings make no sense.</summary>
    public static RuleCatalog Rules(ParseResult arguments) => Usable(RuleCatalog.Create(RuleSettings.From(Read(arguments))));

    /// <summary>What the programme decided about intake: section <c>Intake</c>; the key file also by its own variable.</summary>
    public static IngestionOptions Intake(ParseResult arguments) => Usable(IngestionSettings.From(Read(arguments)));

    /// <summary>What the programme decided about review work: section <c>Review</c>.</summary>
    public static ReviewOptions Review(ParseResult arguments) => Usable(ReviewSettings.From(Read(arguments)));

    /// <summary>What the programme decided about nights: section <c>Nightly</c>.</summary>
    public static NightlyOptions Nightly(ParseResult arguments) => NightlySettings.Read(Read(arguments).GetSection("Nightly"));

    /// <summary>Who is reviewed below the line: section <c>Sample</c>.</summary>
    public static BlindSample Sample(ParseResult arguments) => Section(arguments, "Sample", BlindSample.Read);

    /// <summary>When a night is held: section <c>Gate</c>.</summary>
    public static NightGate Gate(ParseResult arguments) => Section(arguments, "Gate", NightGate.Read);

    /// <summary>When a model is trained: section <c>Learning</c>.</summary>
    public static LearningOptions Learning(ParseResult arguments) => Section(arguments, "Learning", LearningOptions.Read);

    /// <summary>What the programme decided about look-ups: section <c>Lookup</c>.</summary>
    public static LookupOptions Lookup(ParseResult arguments) => Usable(LookupSettings.From(Read(arguments)));

    /// <summary>Editions of the equivalents, see <see cref="EquivalentSettings"/>.</summary>
    public static Equivalents Equivalents(ParseResult arguments) => EquivalentSettings.Read(arguments, Read(arguments));

    /// <summary>How log lines are written: setting <c>Log</c>; not at all unless it is set, since commands tell what they do.</summary>
    public static LogFormat Log(ParseResult arguments) => Usable(Logs.Read(Read(arguments)[Logs.Setting], LogFormat.None));

    private static T Section<T>(ParseResult arguments, string name, Func<IReadOnlyDictionary<string, string?>, Result<T>> read) =>
        Usable(read(Read(arguments).GetSection(name).GetChildren().ToDictionary(c => c.Key, c => c.Value)));

    private static T Usable<T>(Result<T> read) => read.Refusal is { } refusal ? throw new SettingsException(refusal.Message) : read.Value;

    private static IConfigurationRoot Read(ParseResult arguments)
    {
        var builder = new ConfigurationBuilder();
        if ((arguments.GetValue(File) ?? Environment.GetEnvironmentVariable(FileVariable)) is { Length: > 0 } file)
        {
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        try
        {
            return builder.AddEnvironmentVariables(EnvironmentPrefix).Build();
        }
        catch (Exception failure) when (failure is FileNotFoundException or InvalidDataException)
        {
            throw new SettingsException(failure is FileNotFoundException ? failure.Message : "The settings file is not valid JSON.");
        }
    }
}
