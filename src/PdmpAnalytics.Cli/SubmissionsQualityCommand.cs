using System.CommandLine;
using System.Text;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsQualityCommand : PdmpCommand
{
    private const int DefaultMonths = 6;

    /// <summary>Figures are kept by month; ten years are more than any programme asks for.</summary>
    private const int MaxMonths = 120;

    private readonly Option<string?> _dispenser = new("--dispenser") { Description = "Only this pharmacy, month by month: DEA number, NPI or NCPDP number.", HelpName = "number" };
    private readonly Option<int> _months = new("--months") { Description = "Months of receipt, the running one included.", DefaultValueFactory = _ => DefaultMonths };
    private readonly Option<string> _format = new("--format") { Description = "text, csv or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public SubmissionsQualityCommand()
        : base(
            "quality",
            "The data quality of each pharmacy, worst first: faulty and missing fields, corrections, delay, and how that is changing.",
            "submissions quality",
            "submissions quality --dispenser FP1234563 --months 12",
            "submissions quality --format csv > quality.csv")
    {
        Add(_dispenser);
        Add(_months);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "csv", "json");
        _months.Validators.Add(result => Require.Between(result, _months, 1, MaxMonths));
        Does(async session =>
        {
            var dispenser = session.Value(_dispenser);
            if (await session.Service<SubmissionWorkbenchService>().UnknownAsync(submissionId: null, dispenser, session.Cancellation) is { } unknown)
            {
                return session.Refused(unknown);
            }

            var today = DateOnly.FromDateTime(session.Service<TimeProvider>().GetUtcNow().UtcDateTime);
            var scorecards = await session.Service<DataQualityService>().ListAsync(
                today, session.Value(_months), dispenser, session.Cancellation);
            switch (session.Value(_format))
            {
                case "csv":
                    await using (var writer = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" })
                    {
                        await DispenserExport.WriteCsvAsync(writer, scorecards);
                    }

                    break;
                case "json":
                    session.Terminal.Data.WriteLine(DispenserExport.Json(scorecards));
                    break;
                default:
                    QualityText.Write(session.Terminal, scorecards, inDetail: dispenser is not null);
                    break;
            }

            return ExitCodes.Ok;
        });
    }
}
