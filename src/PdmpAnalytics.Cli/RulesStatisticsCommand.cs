using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class RulesStatisticsCommand : PdmpCommand
{
    private readonly Option<DateOnly?> _from = new("--from") { Description = "First day; the first there is if not given.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
    private readonly Option<DateOnly?> _to = new("--to") { Description = "Last day; the last there is if not given.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
    private readonly Option<string> _format = new("--format") { Description = "text, csv or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public RulesStatisticsCommand()
        : base(
            "statistics",
            "How each rule fared: how often it spoke up, about how many, and how many of those that were reviewed deserved an action.",
            "rules statistics",
            "rules statistics --from 2026-01-01 --to 2026-06-30 --format csv")
    {
        Add(_from);
        Add(_to);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "csv", "json");
        Does(async session =>
        {
            var report = await session.Service<RuleStatisticsService>().OfAsync(session.Value(_from), session.Value(_to), session.Cancellation);
            switch (session.Value(_format))
            {
                case "csv":
                    RuleStatisticsExport.WriteCsv(session.Terminal.Data, report);
                    break;
                case "json":
                    session.Terminal.Data.WriteLine(RuleStatisticsExport.Json(report));
                    break;
                default:
                    Write(session.Terminal, report);
                    break;
            }

            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, RuleStatisticsReport report)
    {
        var grid = new Grid(
            new("rule"), new("hits", Right: true), new("a week", Right: true), new("subjects", Right: true), new("repeated", Right: true),
            new("positive", Right: true), new("negative", Right: true), new("ignored", Right: true), new("precision", Right: true), new("95 %", Right: true));
        foreach (var rule in report.Rules)
        {
            grid.Add(
                new(rule.RuleId, "bold"), Number(rule.Hits), Number(rule.Hits / report.Weeks), Number(rule.Subjects), Percent(rule.RepeatRate?.Value),
                Number(rule.Positive), Number(rule.Negative), Number(rule.Ignored), Percent(rule.Precision?.Value),
                rule.Precision is { } p ? $"{Percent(p.Low)} to {Percent(p.High)}" : "");
        }

        grid.WriteTo(terminal);
        terminal.Note($"{report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd}. A hit: the rule spoke up in an alert that was raised or reopened, or joined an open one.");
        terminal.Note("Precision: positive among positive and negative conclusions; conclusions about data, identity and book-keeping are ignored.");
    }

    private static string Number(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Percent(double? share) => share is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";
}
