using System.CommandLine;
using System.Text;
using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Detection.RuleSets;

namespace PdmpAnalytics.Cli;

internal sealed class RulesBacktestCommand : PdmpCommand
{
    /// <summary>Minutes a reviewer spends on an alert: our choice, 2026-11-22, to be replaced by a programme's own.</summary>
    private const double MinutesPerAlert = 20;

    private readonly Option<DateOnly?> _from = new("--from") { Description = "First night.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse, Required = true };
    private readonly Option<DateOnly?> _to = new("--to") { Description = "Last night.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse, Required = true };
    private readonly Option<string?> _set = new("--set") { Description = "The thresholds in question, a file as for rules set add.", HelpName = "file" };
    private readonly Option<string?> _sweep = new("--sweep") { Description = "One threshold at several values, as RULE:Threshold=first..last[:step].", HelpName = "threshold" };
    private readonly Option<double?> _atMost = new("--at-most") { Description = "With --sweep: the value that keeps all alerts of a night to this number.", HelpName = "alerts" };
    private readonly Option<string?> _chart = new("--chart") { Description = "With --sweep: an SVG file to draw it in.", HelpName = "file" };
    private readonly Option<string?> _patients = new("--patients") { Description = "With --set: a CSV file of those whose alerts are new or disappear.", HelpName = "file" };
    private readonly Option<string> _known = new("--known")
    {
        Description = "What a night knew: received, the records that had come in, with late files, corrections and voids as they came; filled, every record from its day on. auto: received where the store was fed by the first night.",
        HelpName = "by",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<double> _minutes = new("--minutes-per-alert") { Description = "Minutes a reviewer spends on an alert.", HelpName = "minutes", DefaultValueFactory = _ => MinutesPerAlert };
    private readonly Option<string> _format = new("--format") { Description = "text, csv or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public RulesBacktestCommand()
        : base(
            "backtest",
            "What other thresholds would have raised: replays every night between two days and compares it with the thresholds in force.",
            "rules backtest --from 2025-01-01 --to 2025-12-31",
            "rules backtest --from 2025-01-01 --to 2025-12-31 --set fewer-letters.json --patients changes.csv",
            "rules backtest --from 2025-01-01 --to 2025-12-31 --sweep PS-03:Practices=4..9 --at-most 5 --chart sweep.svg")
    {
        foreach (var option in new Option[] { _from, _to, _set, _sweep, _atMost, _chart, _patients, _known, _minutes, _format })
        {
            Add(option);
        }

        _known.AcceptOnlyFromAmong("auto", "received", "filled");
        _format.AcceptOnlyFromAmong("text", "csv", "json");
        _set.Validators.Add(RulesSetAddCommand.MustExist);
        _minutes.Validators.Add(result => Require.AtLeast(result, _minutes, 0));
        Validators.Add(result =>
        {
            if (result.GetResult(_sweep) is null && (result.GetResult(_chart) is not null || result.GetResult(_atMost) is not null))
            {
                result.AddError("--chart and --at-most need --sweep.");
            }
        });
        Does(RunAsync);
    }

    private async Task<int> RunAsync(Session session)
    {
        var (from, to) = (session.Value(_from)!.Value, session.Value(_to)!.Value);
        if (to < from)
        {
            return session.Refused(new Refusal(RefusalReason.Incomplete, "--to must not be before --from."));
        }

        var candidate = session.Value(_set) is { } path ? (await RulesSetAddCommand.ReadAsync(path, session.Cancellation)).Catalog : null;
        var sweep = default(ThresholdSweep);
        if (session.Value(_sweep) is { } text)
        {
            var rules = candidate ?? await session.Service<RulesInForceService>().OnAsync(to, session.Cancellation);
            var parsed = ThresholdSweep.Parse(text, rules);
            if (parsed.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            sweep = parsed.Value;
        }

        var request = new BacktestRequest(from, to) { Candidate = candidate, Sweep = sweep, KnownBy = KnownByOf(session.Value(_known)!) };
        using var progress = new ProgressLine(session.Terminal, "backtest", "fills");
        var report = await session.Service<BacktestService>().RunAsync(
            request, new Relay<BacktestProgress>(p => progress.Update(p.Fills, null)), session.Cancellation);
        progress.Dispose();
        await WriteAsync(session, report);
        return ExitCodes.Ok;
    }

    private async Task WriteAsync(Session session, BacktestReport report)
    {
        var atMost = session.Value(_atMost);
        if (session.Value(_chart) is { } chart)
        {
            await OutputFile.WriteAsync(chart, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(SweepChart.Draw(report, atMost))).AsTask());
        }

        if (session.Value(_patients) is { } patients)
        {
            await OutputFile.WriteAsync(patients, async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                BacktestExport.WritePatientsCsv(writer, report);
            });
        }

        switch (session.Value(_format))
        {
            case "csv":
                BacktestExport.WriteCsv(session.Terminal.Data, report);
                break;
            case "json":
                await using (var output = Console.OpenStandardOutput())
                {
                    BacktestExport.WriteJson(output, report, session.Value(_minutes), atMost);
                }

                break;
            default:
                new BacktestText(session.Terminal, session.Value(_minutes)).Write(report, atMost);
                break;
        }
    }

    private static KnownBy? KnownByOf(string word) => word switch
    {
        "received" => KnownBy.Received,
        "filled" => KnownBy.Filled,
        _ => null,
    };
}
