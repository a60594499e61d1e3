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
    public static Option<string> User() => User("Who acts, for the audit log.", Environment.UserName);

    /// <summary>Refuses a name of nothing but blanks: the log would say that nobody did it.</summary>
    public static Option<string> User(string description, string otherwise)
    {
        var user = new Option<string>("--user") { Description = description, HelpName = "name", DefaultValueFactory = _ => otherwise };
        user.Validators.Add(result =>
        {
            if (!result.Errors.Any() && string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--user needs a name.");
            }
        });
        return user;
    }

    public static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "The day to judge from.",
        HelpName = "yyyy-MM-dd",
        CustomParser = Dates.Parse,
    };
}
