using System.CommandLine;
using System.CommandLine.Parsing;
using PdmpAnalytics.Dispensing.Adherence;
using PdmpAnalytics.Evaluation.Supply;

namespace PdmpAnalytics.Cli;

/// <summary>What the commands on a plain file of fills have in common: its options, and how faults are told.</summary>
internal sealed class SupplyFile
{
    private const int FaultsShown = 20;

    private readonly Option<string> _file = new("--file")
    {
        Description = "CSV with PATIENT_ID, DATE (MM/dd/yyyy or yyyy-MM-dd) and DURATION (days), PERDAY and CATEGORY where they are asked for; .gz too; - is standard input.",
        HelpName = "file",
        Required = true,
    };

    private readonly Option<int> _followUpStart = Days("--follow-up-start", AdherenceWindows.Default.FollowUpStart, "First day of follow-up, counted from the patient's first fill.");
    private readonly Option<int> _followUpDays = Days("--follow-up-days", AdherenceWindows.Default.FollowUpDays, "Length of follow-up; fills outside do not count.");
    private readonly Option<int> _observationStart = Days("--observation-start", AdherenceWindows.Default.ObservationStart, "First day of the window that is measured, counted from the start of follow-up.");
    private readonly Option<int> _observationDays = Days("--observation-days", AdherenceWindows.Default.ObservationDays, "Length of the window that is measured.");
    private readonly Option<string> _format = new("--format") { Description = "csv, json, or text: how each figure is spread over all patients.", HelpName = "format", DefaultValueFactory = _ => "csv" };
    private readonly Option<string> _out = new("--out") { Description = "The file to write; - is standard output.", HelpName = "file", DefaultValueFactory = _ => "-" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _file, _followUpStart, _followUpDays, _observationStart, _observationDays, _format, _out })
        {
            command.Add(option);
        }

        _format.AcceptOnlyFromAmong("csv", "json", "text");
        _file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } file && file != "-" && !File.Exists(file))
            {
                result.AddError($"There is no file {file}.");
            }
        });
        command.Validators.Add(result =>
        {
            var windows = AdherenceWindows.Default;
            windows = new AdherenceWindows(
                Given(result, _followUpStart, windows.FollowUpStart), Given(result, _followUpDays, windows.FollowUpDays),
                Given(result, _observationStart, windows.ObservationStart), Given(result, _observationDays, windows.ObservationDays));
            if (!result.Errors.Any() && windows.Fault() is { } fault)
            {
                result.AddError(fault);
            }
        });
    }

    public AdherenceWindows Windows(Session session) => new(
        session.Value(_followUpStart), session.Value(_followUpDays), session.Value(_observationStart), session.Value(_observationDays));

    /// <summary>Writes a table from the file and tells what was wrong with it.</summary>
    public async Task<int> WriteAsync(Session session, Func<Stream, FigureFormat, Func<FillsFileNeeds, PatientFillsTaker, FillsFileAccount>, FillsFileAccount> write)
    {
        var account = new FillsFileAccount();
        var file = session.Value(_file)!;
        var format = Enum.Parse<FigureFormat>(session.Value(_format)!, ignoreCase: true);
        await OutputFile.WriteAsync(session.Value(_out)!, output =>
        {
            account = write(output, format, (needs, take) => file == "-"
                ? FillsFile.ReadOnce(Console.OpenStandardInput(), needs, take)
                : FillsFile.Read(() => File.OpenRead(file), needs, take));
            return Task.CompletedTask;
        });
        Tell(session.Terminal, account);
        return account.FaultCount > 0 ? ExitCodes.InputRejected : ExitCodes.Ok;
    }

    private static void Tell(Terminal terminal, FillsFileAccount account)
    {
        foreach (var fault in account.Faults.Take(FaultsShown))
        {
            terminal.Note(fault.ToString());
        }

        if (account.FaultCount > FaultsShown)
        {
            terminal.Note($"and {account.FaultCount - FaultsShown} more");
        }

        if (account.IsRejected)
        {
            terminal.Error("the file cannot be used.");
        }
        else if (account.FaultCount > 0)
        {
            terminal.Error($"{account.FaultCount} faults in {account.Rows} rows; patients with a row at fault have no figures.");
        }
        else
        {
            terminal.Note($"{account.Patients} patients from {account.Rows} rows.");
        }
    }

    /// <summary>Defaults are not there yet when a command is validated.</summary>
    private static int Given(CommandResult result, Option<int> option, int otherwise) =>
        result.GetResult(option) is { } given && !given.Errors.Any() && !given.Implicit ? given.GetValueOrDefault<int>() : otherwise;

    private static Option<int> Days(string name, int days, string description) =>
        new(name) { Description = description, HelpName = "days", DefaultValueFactory = _ => days };
}
