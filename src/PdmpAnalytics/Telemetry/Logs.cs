using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PdmpAnalytics.Telemetry;

/// <summary>How a program writes its log lines.</summary>
public enum LogFormat : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>For people: one line each, with what it belongs to.</summary>
    Text,

    /// <summary>For collectors: one JSON object a line, with every value under its name, and the run it belongs to.</summary>
    Json,
}

/// <summary>Sets up where log lines go; both programs read it from the setting <c>Log</c>. No line of ours holds identity.</summary>
public static class Logs
{
    /// <summary>Name of the setting.</summary>
    public const string Setting = "Log";

    private const string Instant = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    /// <param name="text">As it is set; null for <paramref name="otherwise"/>.</param>
    public static Result<LogFormat> Read(string? text, LogFormat otherwise) => text?.ToUpperInvariant() switch
    {
        null or "" => otherwise,
        "NONE" => LogFormat.None,
        "TEXT" => LogFormat.Text,
        "JSON" => LogFormat.Json,
        _ => new Refusal(RefusalReason.Incomplete, $"{Setting} must be none, text or json."),
    };

    /// <summary>Writes lines to the console, in UTC, with the scopes they belong to: the run of a night, the range of a worker.</summary>
    /// <param name="toStandardError">For a program whose standard output others read.</param>
    public static void AddLogs(this ILoggingBuilder logging, LogFormat format, bool toStandardError)
    {
        logging.ClearProviders();
        // Its scope is the address that was asked for, and a stranger can write a name into that.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        switch (format)
        {
            case LogFormat.Text:
                logging.AddSimpleConsole(lines => (lines.SingleLine, lines.IncludeScopes, lines.UseUtcTimestamp, lines.TimestampFormat) = (true, true, true, Instant));
                break;
            case LogFormat.Json:
                logging.AddJsonConsole(lines => (lines.IncludeScopes, lines.UseUtcTimestamp, lines.TimestampFormat) = (true, true, Instant.TrimEnd()));
                break;
            case LogFormat.None:
                break;
        }

        if (toStandardError)
        {
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }
    }
}
