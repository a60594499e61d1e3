using System.CommandLine;
using System.Diagnostics;
using System.Text;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Evaluation.Report;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class EvaluateCommand : PdmpCommand
{
    private readonly Option<string> _truth = new("--truth") { Description = "A folder with dispensations.csv, labels.csv and records.csv.", HelpName = "folder" };
    private readonly Option<string> _link = new("--link") { Description = "A CSV file of records whose true person is known; linked from scratch in memory, without the database.", HelpName = "file" };
    private readonly Option<string> _columns = new("--columns") { Description = "JSON file that says which column of --link holds what.", HelpName = "map.json" };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    private readonly Option<string?> _report = new("--report") { Description = "With --truth: an HTML page with curves, budgets, patterns and groups of people, complete in one file.", HelpName = "file" };

    private readonly Option<bool> _everyRule = new("--every-rule")
    {
        Description = "With --truth: judge everyone again as of the queue's last day with the rules that are off switched on, in memory, and evaluate that.",
    };

    public EvaluateCommand()
        : base(
            "evaluate",
            "Compares the queue and the patients of the database with the truth about its population, or links a labelled file and compares. Imports nothing.",
            "evaluate --truth data-samples/generated",
            "evaluate --truth data-samples/generated --format json",
            "evaluate --truth data-samples/generated --every-rule",
            "evaluate --truth data-samples/generated --report evaluation.html",
            "evaluate --link records.csv --columns map.json --format json")
    {
        Add(_truth);
        Add(_link);
        Add(_columns);
        Add(_format);
        Add(_everyRule);
        Add(_report);
        _format.AcceptOnlyFromAmong("text", "json");
        _truth.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } folder && !File.Exists(Path.Combine(folder, "labels.csv")))
            {
                result.AddError($"There is no labels.csv in {folder}.");
            }
        });
        MustExist(_link);
        MustExist(_columns);
        Validators.Add(result =>
        {
            var given = (Truth: result.GetResult(_truth) is not null, Link: result.GetResult(_link) is not null, Columns: result.GetResult(_columns) is not null);
            if (given.Truth == given.Link || given.Link != given.Columns)
            {
                result.AddError("Give either --truth, or --link with --columns.");
            }
        });
        Does(session => session.Value(_link) is null ? EvaluateTruthAsync(session) : EvaluateLinkAsync(session));
    }

    private static void MustExist(Option<string> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } file && !File.Exists(file))
        {
            result.AddError($"There is no file {file}.");
        }
    });

    private async Task<int> EvaluateTruthAsync(Session session)
    {
        var truth = TruthFolder.Read(session.Value(_truth)!, DrugCatalog.Shipped);
        var links = await LinksAsync(session);
        var priorities = session.Value(_everyRule) ? await EveryRulePrioritiesAsync(session) : await PrioritiesAsync(session);
        var report = DetectionEvaluator.Evaluate(truth, links, priorities);
        if (session.Value(_report) is { } path)
        {
            var folder = session.Value(_truth)!;
            var population = EvaluatedPopulation.Of(
                truth, PersonTraits.Read(folder, truth), links, await EvaluatedMethods.ReadAsync(session, priorities, truth.LastDay), await EvaluatedMethods.ChancesAsync(session));
            var page = EvaluationPage.Write(population, $"Folder {Path.GetFileName(Path.GetFullPath(folder))}, fills to {truth.LastDay:yyyy-MM-dd}.");
            await OutputFile.WriteAsync(path, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(page)).AsTask());
        }

        session.Terminal.Data.WriteLine((session.Value(_format) == "json" ? report.ToJson() : report.ToText()).TrimEnd());
        return ExitCodes.Ok;
    }

    private async Task<int> EvaluateLinkAsync(Session session)
    {
        var map = LinkageColumnMap.Parse(await File.ReadAllTextAsync(session.Value(_columns)!, session.Cancellation));
        if (map.Refusal is { } wrongMap)
        {
            return session.Refused(wrongMap);
        }

        var clock = Stopwatch.StartNew();
        await using var file = File.OpenRead(session.Value(_link)!);
        var labelled = LinkageFile.Read(file, map.Value);
        if (labelled.Refusal is { } wrongFile)
        {
            return session.Refused(wrongFile);
        }

        foreach (var column in labelled.Value.MissingColumns)
        {
            session.Terminal.Note($"The file has no column {column}; it counts as not reported.");
        }

        if (labelled.Value.RaggedRows is > 0 and var ragged)
        {
            session.Terminal.Note($"L003 line {labelled.Value.FirstRaggedLine}: {ragged} rows, this one first, have fewer or more fields than the header; what is missing counts as not reported.");
        }

        var report = LinkageFileEvaluator.Evaluate(labelled.Value.Records);
        var seconds = clock.Elapsed.TotalSeconds;
        session.Terminal.Data.WriteLine((session.Value(_format) == "json" ? report.ToJson(seconds) : report.ToText(seconds)).TrimEnd());
        return ExitCodes.Ok;
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

    /// <summary>Priorities that alerts would have; nothing is published.</summary>
    private static async Task<List<(long PatientId, double Priority)>> EveryRulePrioritiesAsync(Session session)
    {
        var asOf = DateOnly.MinValue;
        var alerts = session.Service<ReviewQueue>().ReadAllAsync(new AlertFilter { IncludeRecorded = true }, withFindings: false, session.Cancellation);
        await foreach (var alert in alerts)
        {
            asOf = alert.AsOf > asOf ? alert.AsOf : asOf;
        }

        var priorities = new List<(long, double)>();
        var detection = session.Service<DetectionService>().WithEveryRuleOn();
        await foreach (var judged in detection.DetectAsync(new DetectionRequest(asOf, All: true), cancellationToken: session.Cancellation))
        {
            foreach (var judgement in judged.Judgements)
            {
                if (AlertContent.Of(judgement) is { } content)
                {
                    priorities.Add((judgement.PatientId, content.Priority));
                }
            }
        }

        return priorities;
    }
}
