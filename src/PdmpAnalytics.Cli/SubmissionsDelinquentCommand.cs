using System.CommandLine;
using System.Globalization;
using System.Text;
using PdmpAnalytics.Ingestion;

namespace PdmpAnalytics.Cli;

internal sealed class SubmissionsDelinquentCommand : PdmpCommand
{
    /// <summary>Domain reference 1.7: a pharmacy with neither a file nor a zero report for two business days.</summary>
    private const int DefaultBusinessDays = 2;

    private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
    private readonly Option<int> _days = new("--business-days") { Description = "How far behind a pharmacy may be.", DefaultValueFactory = _ => DefaultBusinessDays };
    private readonly Option<bool> _all = new("--all") { Description = "Every pharmacy that is known: also those up to date, and those that have spoken for no day yet." };
    private readonly Option<string> _format = new("--format") { Description = "text, csv or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public SubmissionsDelinquentCommand()
        : base(
            "delinquent",
            "Pharmacies that have sent neither fills nor zero reports when they were expected to, by the programme's limit and their own habit.",
            "submissions delinquent",
            "submissions delinquent --as-of 2026-05-31 --business-days 3",
            "submissions delinquent --all --format csv > data-through.csv")
    {
        _asOf.Description = "The day to judge from. Default: today (UTC).";
        Add(_asOf);
        Add(_days);
        Add(_all);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "csv", "json");
        _days.Validators.Add(result => Require.AtLeast(result, _days, 0));
        Does(async session =>
        {
            var today = DateOnly.FromDateTime(session.Service<TimeProvider>().GetUtcNow().UtcDateTime);
            var asOf = session.Value(_asOf) ?? today;
            if (asOf > today)
            {
                return session.Refused(new Refusal(RefusalReason.Incomplete, "--as-of lies in the future; nobody is late for a day to come."));
            }

            var everyone = await session.Service<DispenserCoverageService>().ListAsync(asOf, session.Value(_days), session.Cancellation);
            var listed = everyone
                .Where(c => session.Value(_all) || c.Punctuality is DispenserPunctuality.Late or DispenserPunctuality.Silent).ToList();
            switch (session.Value(_format))
            {
                case "csv":
                    await using (var writer = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" })
                    {
                        await DispenserExport.WriteCsvAsync(writer, listed);
                    }

                    break;
                case "json":
                    session.Terminal.Data.WriteLine(DispenserExport.Json(listed));
                    break;
                default:
                    Write(session.Terminal, everyone, listed, asOf);
                    break;
            }

            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, IReadOnlyList<DispenserCoverage> everyone, List<DispenserCoverage> listed, DateOnly asOf)
    {
        var grid = new Grid(
            new("pharmacy"), new("name"), new("state"), new("data through"), new("behind", Right: true), new("expected", Right: true),
            new("last file (UTC)"));
        foreach (var coverage in listed)
        {
            grid.Add(
                new(coverage.Dispenser.Number, "bold"),
                coverage.Dispenser.Name,
                new(DispenserExport.Name(coverage.Punctuality), Style(coverage.Punctuality)),
                coverage.DataThrough?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                coverage.DaysBehind is { } behind ? Days(behind) : "",
                $"by {Days(coverage.ExpectedDays)}",
                coverage.LastReceivedAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "");
        }

        if (grid.Count > 0)
        {
            grid.WriteTo(terminal);
        }

        var late = everyone.Count(c => c.Punctuality == DispenserPunctuality.Late);
        var silent = everyone.Count(c => c.Punctuality == DispenserPunctuality.Silent);
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Pharmacies on {asOf:yyyy-MM-dd}: {everyone.Count(c => c.DataThrough is not null):N0}; silent (longer than is usual for them): {silent:N0}; late as usual: {late:N0}. Days are business days."));
        if (silent + late > 0)
        {
            terminal.Note("After a pharmacy's \"data through\" nothing is known: no data is not the same as no fills.");
        }
    }

    private static string? Style(DispenserPunctuality punctuality) => punctuality switch
    {
        DispenserPunctuality.Current => "green",
        DispenserPunctuality.Late => "yellow",
        DispenserPunctuality.Silent => "red",
        DispenserPunctuality.Unheard => "grey",
    };

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {(days == 1 ? "day" : "days")}");
}
