using System.CommandLine;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation.Supply;

namespace PdmpAnalytics.Cli;

internal sealed class SupplyDaysCommand : PdmpCommand
{
    private readonly SupplyFile _file = new();
    private readonly Option<bool> _noCarryOver = new("--no-carry-over") { Description = "A supply covers the days from its own start, whatever is left of the one before." };
    private readonly Option<int> _bridge = new("--bridge") { Description = "A gap of at most this many days does not end a run.", HelpName = "days", DefaultValueFactory = _ => 0 };

    public SupplyDaysCommand()
        : base(
            "days",
            "Days covered, runs, gaps, overlaps and stockpile of each patient of a plain CSV of fills. Uses no database.",
            "supply days --file fills.csv",
            "supply days --file fills.csv --observation-days 365 --no-carry-over --bridge 7 --format text")
    {
        _file.AddTo(this);
        Add(_noCarryOver);
        Add(_bridge);
        _bridge.Validators.Add(result => Require.AtLeast(result, _bridge, 0));
        Does(session =>
        {
            var report = new SupplyDaysReport(
                _file.Windows(session), session.Value(_noCarryOver) ? CarryOver.None : CarryOver.Full, session.Value(_bridge));
            return _file.WriteAsync(session, report.Write);
        });
    }
}
