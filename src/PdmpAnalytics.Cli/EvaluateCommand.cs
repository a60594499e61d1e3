using System.CommandLine;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class EvaluateCommand : PdmpCommand
{
    private readonly Option<string> _truth = new("--truth") { Description = "A folder with dispensations.csv, labels.csv and records.csv.", HelpName = "folder", Required = true };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public EvaluateCommand()
        : base(
            "evaluate",
            "Compares the queue and the patients of the database with the truth about its population. Imports nothing.",
            "evaluate --truth data-samples/generated",
            "evaluate --truth data-samples/generated --format json")
    {
        Add(_truth);
        Add(_format);
        _format.AcceptOnlyFromAmong("text", "json");
        _truth.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } folder && !File.Exists(Path.Combine(folder, "labels.csv")))
            {
                result.AddError($"There is no labels.csv in {folder}.");
            }
        });
        Does(async session =>
        {
            var truth = TruthFolder.Read(session.Value(_truth)!, DrugCatalog.Shipped);
            var report = DetectionEvaluator.Evaluate(truth, await LinksAsync(session), await PrioritiesAsync(session));
            session.Terminal.Data.WriteLine((session.Value(_format) == "json" ? report.ToJson() : report.ToText()).TrimEnd());
            return ExitCodes.Ok;
        });
    }

    private static async Task<Dictionary<string, long>> LinksAsync(Session session)
    {
        var links = new Dictionary<string, long>();
        await foreach (var link in session.Service<LinkExportService>().ReadAsync(session.Cancellation))
        {
            links[TruthFolder.Key(link.DispenserDea ?? "", link.RxNumber, link.FillNumber, link.FilledOn)] = link.PatientId;
        }

        return links;
    }

    private static async Task<List<(long PatientId, double Priority)>> PrioritiesAsync(Session session)
    {
        var priorities = new List<(long, double)>();
        var alerts = session.Service<ReviewQueue>().ReadAllAsync(new AlertFilter { IncludeRecorded = true }, withFindings: false, session.Cancellation);
        await foreach (var alert in alerts)
        {
            if (alert.SubjectKind == AlertSubjectKind.Patient && alert.State != AlertState.Withdrawn)
            {
                priorities.Add((alert.SubjectId, alert.Priority));
            }
        }

        return priorities;
    }
}
