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
        Description = "A field and what it should say; a CSV column or an ASAP element. May be repeated.",
        HelpName = "field=value",
    };

    private readonly Option<string> _user = CommonOptions.User();

    public SubmissionsResubmitCommand()
        : base(
            "resubmit",
            "Corrects a rejected record and loads it through the same checks as any file.",
            "submissions resubmit 7 --record 2 --set quantity=60",
            "submissions resubmit 7 --record 2 --set DSP05=20250110 --set DSP10=30")
    {
        Add(_id);
        Add(_record);
        Add(_set);
        Add(_user);
        _set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError("--set takes a field and its value, for example --set quantity=60.");
            }
        });
        Does(async session =>
        {
            var (id, record) = (session.Value(_id), session.Value(_record));
            var corrections = (session.Value(_set) ?? []).Select(Correction).ToList();
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
