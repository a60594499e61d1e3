using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;
using PdmpAnalytics.Telemetry;

namespace PdmpAnalytics.Web;

/// <summary>
/// What a programme configures for host and command line alike: thresholds of rules, intake, equivalents, review, look-ups. Both read the same sections of the same
/// file, so that a night which the host begins judges as one that cron begins.
/// </summary>
internal static class ProgrammeSettings
{
    /// <summary>Name of the setting, and with PDMP_ before it of the environment variable.</summary>
    private const string File = "config";

    /// <summary>The file comes before the environment and the arguments, which say otherwise where they say something.</summary>
    public static void AddProgrammeSettings(this WebApplicationBuilder builder, string[] args)
    {
        builder.Configuration.AddEnvironmentVariables("PDMP_").AddCommandLine(args);
        if (builder.Configuration[File] is { Length: > 0 } file)
        {
            builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false).AddEnvironmentVariables("PDMP_").AddCommandLine(args);
        }
    }

    /// <summary>Log lines for people, or by the setting <c>Log</c> for collectors.</summary>
    public static void AddLogs(this WebApplicationBuilder builder) =>
        builder.Logging.AddLogs(Usable(Logs.Read(builder.Configuration[Logs.Setting], LogFormat.Text)), toStandardError: false);

    /// <summary>Registers the library by them; throws with every complaint when they make no sense.</summary>
    public static void AddLibrary(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        builder.Services.AddSingleton(Usable(ReviewSettings.From(settings)));
        builder.Services.AddSingleton(Usable(LookupSettings.From(settings)));
        builder.Services.AddPdmpAnalytics(
            StorageOptions.Parse(settings["database"]).WithPreparedStatements(),
            Usable(RuleCatalog.Create(RuleSettings.From(settings))),
            Usable(IngestionSettings.From(settings)),
            Usable(Equivalents.Named(settings["Equivalents:Opioids"], settings["Equivalents:Sedatives"])));
    }

    private static T Usable<T>(Result<T> read) => read.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : read.Value;
}
