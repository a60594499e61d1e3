using System.Data.Common;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Cli;

/// <summary>
/// What an exception means to the caller: its exit code, and a message. Texts of unknown exceptions are not shown, because
/// they may quote the data that caused them.
/// </summary>
internal static class Failure
{
    public static int Report(Exception failure, Terminal terminal)
    {
        if (DatabaseFault.Of(failure) is { } database)
        {
            return Database(database, terminal);
        }

        switch (failure)
        {
            case OperationCanceledException:
                terminal.Error("stopped before the end. What was finished is kept; run the same command again to complete it.");
                return ExitCodes.Cancelled;
            case SettingsException settings:
                terminal.Error(settings.Message);
                return ExitCodes.Configuration;
            case RuleSetException set:
                terminal.Error(set.Message);
                return ExitCodes.Configuration;
            case RecordVaultException vault:
                terminal.Error(vault.Message);
                return ExitCodes.Configuration;
            case StorageNotReadyException notReady:
                terminal.Error(notReady.Message);
                return ExitCodes.Storage;
            case TimeoutException:
                terminal.Error("the database did not answer in time: it is locked by another program, slow, or being moved. Nothing was shown.");
                return ExitCodes.Storage;
            case LeaseLostException lost:
                terminal.Error($"{lost.Message} What was finished is kept.");
                return ExitCodes.Storage;
            case FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException:
                terminal.Error(failure.Message);
                return ExitCodes.Storage;
            case ArgumentException { Source: "System.Data.Common" or "Microsoft.Data.Sqlite" or "Npgsql" }:
                terminal.Error("the connection string in --database or PDMP_DATABASE cannot be read.");
                return ExitCodes.Configuration;
            default:
                terminal.Error($"a bug: {failure.GetType().Name}. Please report it with the lines below; its text is left out, because it may quote data.");
                terminal.Note(failure.StackTrace ?? "");
                return ExitCodes.Bug;
        }
    }

    /// <summary>A server's own messages may quote values, so only its code is shown; a failed connection explains itself.</summary>
    private static int Database(DbException failure, Terminal terminal)
    {
        terminal.Error(failure switch
        {
            { SqlState: { Length: > 0 } state } => $"the database refused a statement (SQLSTATE {state}).",
            _ => $"the database cannot be used: {failure.Message}",
        });
        return ExitCodes.Storage;
    }
}
