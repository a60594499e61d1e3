using System.CommandLine;
using PdmpAnalytics.Dispensing.Adherence;
using PdmpAnalytics.Evaluation.Supply;

namespace PdmpAnalytics.Cli;

internal sealed class SupplyCmaCommand : PdmpCommand
{
    private readonly SupplyFile _file = new();
    private readonly Option<bool> _same = new("--same-medication") { Description = "Carry supply over only to the same CATEGORY (CMA5 to CMA9)." };
    private readonly Option<bool> _byDose = new("--by-dose") { Description = "Count what is carried over by the daily dose PERDAY (CMA5 to CMA9)." };

    public SupplyCmaCommand()
        : base(
            "cma",
            "Continuous medication availability CMA1 to CMA9 of each patient of a plain CSV of fills, as AdhereR defines them. Uses no database.",
            "supply cma --file fills.csv",
            "supply cma --file fills.csv --follow-up-start 0 --follow-up-days 730 --observation-start 182 --observation-days 365",
            "supply cma --file fills.csv --same-medication --format text")
    {
        _file.AddTo(this);
        Add(_same);
        Add(_byDose);
        Does(session =>
        {
            var report = new AdherenceReport(_file.Windows(session), new CarryOverTerms(session.Value(_same), session.Value(_byDose)));
            return _file.WriteAsync(session, report.Write);
        });
    }
}
