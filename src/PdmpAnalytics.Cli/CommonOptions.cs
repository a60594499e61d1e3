using System.CommandLine;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

/// <summary>Options that mean the same wherever they appear.</summary>
internal static class CommonOptions
{
    /// <summary>On every command; the environment variable stands in for it.</summary>
    public static readonly Option<string> Database = new("--database")
    {
        Description = "Connection string; one with Host= is PostgreSQL, any other SQLite. Environment: PDMP_DATABASE.",
        HelpName = "connection",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PDMP_DATABASE") is { Length: > 0 } value
            ? value
            : StorageOptions.DefaultDatabase,
    };

    /// <summary>Who acts; written into the audit log.</summary>
    public static Option<string> User() => new("--user")
    {
        Description = "Who acts, for the audit log.",
        HelpName = "name",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "The day to judge from.",
        HelpName = "yyyy-MM-dd",
        CustomParser = Dates.Parse,
    };
}
