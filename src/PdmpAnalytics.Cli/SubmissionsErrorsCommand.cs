using System.CommandLine;
using System.Globalization;
using System.Text;
using PdmpAnalytics.Corrections;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsErrorsCommand : PdmpCommand
{
    private const int DefaultTop = 20;

    private readonly Argument<int?> _id = new("id")
    {
        Description = "Only records of this submission.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    private readonly Option<bool> _open = new("--open") { Description = "Of a submission, leave out records that have been corrected." };
    private readonly Option<bool> _serious = new("--serious") { Description = "Also records that were loaded with a serious fault." };
    private readonly Option<string?> _dispenser = new("--dispenser") { Description = "Only this pharmacy: DEA number, NPI or NCPDP number.", HelpName = "number" };
    private readonly Option<string> _format = new("--format") { Description = "text, csv or json; the last two list all.", HelpName = "format", DefaultValueFactory = _ => "text" };
    private readonly Option<bool> _reveal = new("--reveal") { Description = "Show the faulty fields as they were sent; this is written into the audit log." };
    private readonly Option<string> _user = CommonOptions.User();
    private readonly Option<int> _top = new("--top") { Description = "At most this many, in text.", DefaultValueFactory = _ => DefaultTop };

    public SubmissionsErrorsCommand()
        : base(
            "errors",
            "The records to correct: what is wrong with them and what to do. Values are shown on --reveal only.",
            "submissions errors",
            "submissions errors 7",
            "submissions errors 7 --reveal",
            "submissions errors --dispenser FP1234563 --serious --format csv > to-correct.csv")
    {
        Add(_id);
        Add(_open);
        Add(_serious);
        Add(_dispenser);
        Add(_format);
        Add(_top);
        Add(_reveal);
        Add(_user);
        _format.AcceptOnlyFromAmong("text", "csv", "json");
        _top.Validators.Add(result => Require.AtLeast(result, _top, 1));
        Does(async session =>
        {
            var id = session.Value(_id);
            var filter = new FaultyRecordFilter
            {
                SubmissionId = id,
                OnlyOpen = id is null || session.Value(_open),
                WithSerious = session.Value(_serious),
                Dispenser = session.Value(_dispenser),
            };
            var workbench = session.Service<SubmissionWorkbenchService>();
            if (await workbench.UnknownAsync(id, filter.Dispenser, session.Cancellation) is { } unknown)
            {
                return session.Refused(unknown);
            }

            var records = workbench.RecordsAsync(filter, session.Cancellation);
            var top = session.Value(_top);
            records = session.Value(_format) == "text" ? records.Take(top) : records;
            records = session.Value(_reveal)
                ? session.Service<RecordCorrectionService>().RevealAsync(records, session.Value(_user)!, session.Cancellation)
                : records;
            if (session.Value(_format) != "text")
            {
                await ExportAsync(session, records);
                return ExitCodes.Ok;
            }

            var total = await workbench.CountRecordsAsync(filter, session.Cancellation);
            await FaultyRecordText.WriteAsync(session.Terminal, records, session.Cancellation);
            session.Terminal.Note(total == 0
                ? "Nothing to correct."
                : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(top, total):N0} of {total:N0} records."));
            return ExitCodes.Ok;
        });
    }

    private async Task ExportAsync(Session session, IAsyncEnumerable<FaultyRecord> records)
    {
        await using var output = Console.OpenStandardOutput();
        if (session.Value(_format) == "json")
        {
            await FaultyRecordExport.WriteJsonAsync(output, records, session.Cancellation);
            return;
        }

        await using var writer = new StreamWriter(output, new UTF8Encoding(false)) { NewLine = "\n" };
        await FaultyRecordExport.WriteCsvAsync(writer, records, session.Cancellation);
    }
}
