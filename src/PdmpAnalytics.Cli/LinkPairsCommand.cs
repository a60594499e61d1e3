using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Patients.Linking;

namespace PdmpAnalytics.Cli;

internal sealed class LinkPairsCommand : PdmpCommand
{
    private readonly Option<double[]> _between = new("--between")
    {
        Description = "Lowest probability (included) and highest (not included).",
        HelpName = "low high",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [0.5, 0.95],
    };

    private readonly Option<bool> _guarded = new("--guarded") { Description = "Only pairs that a guard stops (twins, father and son, other middle names)." };
    private readonly Option<int> _top = new("--top") { Description = "How many.", HelpName = "number", DefaultValueFactory = _ => 20 };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public LinkPairsCommand()
        : base(
            "pairs",
            "Pairs of records that may be one person's and are not decided, most informative first: the nearer to even odds and the more fills at stake, the higher. Pairs that only a guard keeps from the range are among them, with the guard. Shows no identity.",
            "link pairs --between 0.5 0.95 --top 20",
            "link pairs --guarded")
    {
        Add(_between);
        Add(_guarded);
        Add(_top);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        _top.Validators.Add(result => Require.AtLeast(result, _top, 1));
        _between.Validators.Add(result =>
        {
            if (!result.Errors.Any() && !(result.GetValueOrDefault<double[]>() is [>= 0 and var low, <= 1 and var high] && low < high))
            {
                result.AddError("--between needs two probabilities, the lower one first.");
            }
        });
        Does(async session =>
        {
            var between = session.Value(_between)!;
            var pairs = await session.Service<LinkInspectionService>().PairsAsync(between[0], between[1], session.Cancellation);
            if (session.Value(_guarded))
            {
                pairs = [.. pairs.Where(pair => pair.IsStopped)];
            }

            var shown = pairs.Take(session.Value(_top)).ToList();
            if (session.Value(_format) == "json")
            {
                LinkJson.Write(session.Terminal.Data, shown);
            }
            else
            {
                Write(session.Terminal, pairs, shown);
            }

            return ExitCodes.Ok;
        });
    }

    private static void Write(Terminal terminal, IReadOnlyList<DoubtfulPair> pairs, List<DoubtfulPair> shown)
    {
        if (pairs.Count == 0)
        {
            terminal.Note("No undecided pair in this range.");
            return;
        }

        var grid = new Grid(
            new("record", Right: true), new("record", Right: true), new("patients"), new("probability", Right: true), new("bits", Right: true),
            new("fills at stake", Right: true), new("interest", Right: true), new("stopped by"), new("without it", Right: true));
        foreach (var pair in shown)
        {
            grid.Add(
                Number(pair.RecordA, "0"), Number(pair.RecordB, "0"), $"{Number(pair.PatientA, "0")} {Number(pair.PatientB, "0")}",
                Number(pair.Probability, "0.0000"), Number(pair.WeightBits, "0.00"), Number(pair.FillsAtStake, "0"), Number(pair.Interest, "0.00"),
                pair.IsStopped ? pair.Guard.ToString() : "", pair.IsStopped ? Number(pair.UnguardedProbability, "0.0000") : "");
        }

        grid.WriteTo(terminal);
        terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{shown.Count} of {pairs.Count:N0} pairs, {pairs.Count(pair => pair.IsStopped):N0} of them stopped by a guard (--guarded shows those alone); pdmp link explain RECORD RECORD shows one, pdmp link decide settles it."));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
