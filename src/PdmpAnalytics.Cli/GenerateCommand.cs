using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Cli;

internal sealed class GenerateCommand : PdmpCommand
{
    private readonly Option<int> _patients = new("--patients") { Description = "How many people.", HelpName = "number", DefaultValueFactory = _ => 2000 };
    private readonly Option<int> _days = new("--days") { Description = "How many days of their lives.", HelpName = "number", DefaultValueFactory = _ => 730 };
    private readonly Option<long> _seed = new("--seed") { Description = "The same seed gives the same bytes.", HelpName = "number", DefaultValueFactory = _ => 7 };
    private readonly Option<string> _out = new("--out") { Description = "The folder to write into.", HelpName = "folder", Required = true };
    private readonly Option<DateOnly?> _start = new("--start") { Description = "First day.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
    private readonly Option<string> _format = new("--format") { Description = "csv.", HelpName = "format", DefaultValueFactory = _ => "csv" };

    public GenerateCommand()
        : base(
            "generate",
            "Invents a population with its truth: dispensations.csv, labels.csv and records.csv. Nobody in it exists.",
            "generate --patients 2000 --days 730 --seed 7 --out population",
            "generate --patients 20000 --seed 1 --out /tmp/p1 --start 2024-06-01")
    {
        Add(_patients);
        Add(_days);
        Add(_seed);
        Add(_out);
        Add(_start);
        Add(_format);
        _format.AcceptOnlyFromAmong("csv");
        _patients.Validators.Add(result => Require.AtLeast(result, _patients, 1));
        _days.Validators.Add(result => Require.Between(result, _days, 365, 3650));
        Does(session =>
        {
            var options = new PopulationOptions { Patients = session.Value(_patients), Days = session.Value(_days), Seed = session.Value(_seed) };
            options = session.Value(_start) is { } start ? options with { Start = start } : options;
            using var progress = new ProgressLine(session.Terminal, "generate", "patients");
            var summary = PopulationWriter.Write(
                options,
                DrugCatalog.Shipped,
                session.Value(_out)!,
                new Relay<int>(done => progress.Update(done, options.Patients)),
                session.Cancellation);
            progress.Dispose();
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Patients:N0} patients, {summary.Misuse:N0} of them misusing, {summary.Fills:N0} fills in {session.Value(_out)}."));
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
