using System.CommandLine;
using System.Globalization;
using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion.Asap;
using PdmpAnalytics.Synthetic;

namespace PdmpAnalytics.Cli;

internal sealed class GenerateCommand : PdmpCommand
{
    private readonly Option<int> _patients = new("--patients") { Description = "How many people.", HelpName = "number", DefaultValueFactory = _ => 2000 };
    private readonly Option<int> _days = new("--days") { Description = "How many days of their lives.", HelpName = "number", DefaultValueFactory = _ => 730 };
    private readonly Option<long> _seed = new("--seed") { Description = "The same seed gives the same bytes.", HelpName = "number", DefaultValueFactory = _ => 7 };
    private readonly Option<string> _out = new("--out") { Description = "The folder to write into.", HelpName = "folder", Required = true };
    private readonly Option<DateOnly?> _start = new("--start") { Description = "First day.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
    private readonly Option<string> _format = new("--format") { Description = "csv or asap.", HelpName = "format", DefaultValueFactory = _ => "csv" };
    private readonly Option<string> _asap = new("--asap") { Description = "The release of an ASAP file: 4.2, 4.2A, 4.2B or 5.0.", HelpName = "release", DefaultValueFactory = _ => "5.0" };

    public GenerateCommand()
        : base(
            "generate",
            "Invents a population with its truth: dispensations (CSV or ASAP), labels.csv, records.csv and a prescriber registry. Nobody in it exists.",
            "generate --patients 2000 --days 730 --seed 7 --out population",
            "generate --patients 20000 --seed 1 --out /tmp/p1 --start 2024-06-01",
            "generate --patients 500 --format asap --asap 4.2B --out population")
    {
        Add(_patients);
        Add(_days);
        Add(_seed);
        Add(_out);
        Add(_start);
        Add(_format);
        Add(_asap);
        _format.AcceptOnlyFromAmong("csv", "asap");
        _asap.AcceptOnlyFromAmong([.. AsapReleases.All]);
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
                session.Value(_format) == "asap" && AsapReleases.TryParse(Encoding.UTF8.GetBytes(session.Value(_asap)!), out var release) ? release : null,
                new Relay<int>(done => progress.Update(done, options.Patients)),
                session.Cancellation);
            progress.Dispose();
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Patients:N0} patients, {summary.Misuse:N0} of them misusing, {summary.Fills:N0} fills in {session.Value(_out)}."));
            foreach (var loss in summary.Losses)
            {
                session.Terminal.Note(string.Create(
                    CultureInfo.InvariantCulture, $"{loss.Column} ({loss.Element}): {Words(loss.Kind)} in {loss.Records:N0} records."));
            }

            return Task.FromResult(ExitCodes.Ok);
        });
    }

    private static string Words(AsapLossKind kind) => kind switch
    {
        AsapLossKind.Dropped => "left out, the release has no such field or code,",
        AsapLossKind.Cut => "cut to the release's length",
        AsapLossKind.Blanked => "separators or control characters made blanks",
        AsapLossKind.Folded => "letters outside Latin-1 made plain",
    };
}
