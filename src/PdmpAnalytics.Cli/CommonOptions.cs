using System.CommandLine;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

/// <summary>Options that mean the same wherever they appear.</summary>
internal static class CommonOptions
{
    private const string DatabaseVariable = "PDMP_DATABASE";

    /// <summary>On every command. Without a default of its own: help shows defaults, and a connection string may hold a password.</summary>
    public static readonly Option<string?> Database = new("--database")
    {
        Description = $"Connection string; one with Host= is PostgreSQL, any other SQLite. Default: {DatabaseVariable}, else \"{StorageOptions.DefaultDatabase}\".",
        HelpName = "connection",
        Recursive = true,
    };

    /// <summary>The database a command works on.</summary>
    public static StorageOptions Storage(ParseResult arguments) =>
        StorageOptions.Parse(arguments.GetValue(Database) ?? Environment.GetEnvironmentVariable(DatabaseVariable));

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
