using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Corrections;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsResubmitCommand : PdmpCommand
{
    private readonly Argument<int> _id = new("id") { Description = "The submission that holds the rejected record." };
    private readonly Option<int> _record = new("--record") { Description = "The record: its line, in an ASAP file its segment.", HelpName = "number", Required = true };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A field and what it should say; a CSV column or an ASAP element. May be repeated. While the command runs other users of the machine can read it in the list of processes: --set-from keeps a patient's values out of it.",
        HelpName = "field=value",
    };

    private readonly Option<string?> _setFrom = new("--set-from") { Description = "The same from a file, one field=value a line; - is standard input.", HelpName = "file" };

    private readonly Option<string> _user = CommonOptions.User();

    public SubmissionsResubmitCommand()
        : base(
            "resubmit",
            "Corrects a rejected record and loads it through the same checks as any file.",
            "submissions resubmit 7 --record 2 --set quantity=60",
            "submissions resubmit 7 --record 2 --set DSP05=20250110 --set DSP10=30",
            "submissions resubmit 7 --record 2 --set-from corrections.txt",
            "submissions resubmit 7 --record 2 --set-from - < corrections.txt")
    {
        Add(_id);
        Add(_record);
        Add(_set);
        Add(_setFrom);
        Add(_user);
        _set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError("--set takes a field and its value, for example --set quantity=60.");
            }
        });
        _setFrom.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } file && file != "-" && !File.Exists(file))
            {
                result.AddError($"There is no file {file}.");
            }
        });
        Does(async session =>
        {
            var (id, record) = (session.Value(_id), session.Value(_record));
            var lines = await LinesAsync(session.Value(_setFrom), session.Cancellation);
            if (lines.FindIndex(line => line.IndexOf('=', StringComparison.Ordinal) < 1) is >= 0 and var bad)
            {
                return session.Refused(new Refusal(
                    RefusalReason.Incomplete,
                    string.Create(CultureInfo.InvariantCulture, $"Correction {bad + 1} of --set-from is no field and its value, for example quantity=60.")));
            }

            var corrections = (session.Value(_set) ?? []).Concat(lines).Select(Correction).ToList();
            var result = await session.Service<RecordCorrectionService>().ResubmitAsync(
                id, record, corrections, session.Value(_user)!, session.Cancellation);
            if (result.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            SubmissionText.Write(session.Terminal, WithoutBatchRule(result.Value), result.Value.Name, report: null);
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Record {record} of submission {id} {(result.Value.IsRefusal ? "still cannot be loaded and stays to be corrected" : "is corrected")}."));
            return result.Value.IsRefusal ? ExitCodes.InputRejected : ExitCodes.Ok;
        });
    }

    /// <summary>The lines of a file that say something; none without a file.</summary>
    private static async Task<List<string>> LinesAsync(string? file, CancellationToken cancellation)
    {
        var text = file switch
        {
            null => "",
            "-" => await Console.In.ReadToEndAsync(cancellation),
            _ => await File.ReadAllTextAsync(file, cancellation),
        };
        return [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !string.IsNullOrWhiteSpace(line))];
    }

    /// <summary>That the one record of the file is too large a share of it helps nobody.</summary>
    private static SubmissionOutcome WithoutBatchRule(SubmissionOutcome outcome) => outcome with
    {
        FaultCounts = outcome.FaultCounts.Where(f => f.Key != SubmissionErrorCode.TooManyFaults).ToDictionary(),
    };

    private static FieldCorrection Correction(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return new FieldCorrection(text[..equals].Trim(), text[(equals + 1)..]);
    }
}
