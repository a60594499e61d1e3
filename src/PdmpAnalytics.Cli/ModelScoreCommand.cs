using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PdmpAnalytics.Detection.Scoring.Tables;
using PdmpAnalytics.Evaluation;

namespace PdmpAnalytics.Cli;

internal sealed class ModelScoreCommand : PdmpCommand
{
    private const int DefaultSeed = 1;

    private readonly Option<string> _file = new("--file") { Description = "CSV file with a header.", HelpName = "file", Required = true };
    private readonly Option<string> _engine = new("--engine") { Description = "tail, forest, combined (the mean of their ranks), or microsoft-ml where it was built in.", HelpName = "engine", DefaultValueFactory = _ => "combined" };
    private readonly Option<string?> _label = new("--label") { Description = "The column that says which rows are to be found. It is not scored.", HelpName = "column" };
    private readonly Option<string?> _positive = new("--positive") { Description = "The label of the rows to be found, where the labels do not say it.", HelpName = "value" };
    private readonly Option<int> _seed = new("--seed") { Description = "Starts the forest's random numbers.", HelpName = "number", DefaultValueFactory = _ => DefaultSeed };
    private readonly Option<bool> _twoSided = new("--two-sided") { Description = "With tail: both ends of a column may be unusual; false: only the high end.", DefaultValueFactory = _ => true };
    private readonly Option<string?> _out = new("--out") { Description = "CSV file for the scores: row (from 1), score.", HelpName = "file" };
    private readonly Option<string> _format = new("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };

    public ModelScoreCommand()
        : base(
            "score",
            "Scores the rows of any table of numbers without labels, and compares the scores with a label. Touches no database.",
            "model score --file table.csv --engine tail --label y",
            "model score --file table.csv --engine forest --seed 3 --label y --format json",
            "model score --file table.csv --out scores.csv")
    {
        Add(_file);
        Add(_engine);
        Add(_label);
        Add(_positive);
        Add(_seed);
        Add(_twoSided);
        Add(_out);
        Add(_format);
        _engine.AcceptOnlyFromAmong("tail", "forest", "combined", "microsoft-ml");
#if !WITH_MICROSOFT_ML
        _engine.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() == "microsoft-ml")
            {
                result.AddError("This build has no Microsoft.ML; it is built with -p:WithMicrosoftML=true.");
            }
        });
#endif
        _format.AcceptOnlyFromAmong("text", "json");
        _file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } file && !File.Exists(file))
            {
                result.AddError($"There is no file {file}.");
            }
        });
        Does(ScoreAsync);
    }

    private async Task<int> ScoreAsync(Session session)
    {
        var clock = Stopwatch.StartNew();
        await using var stream = File.OpenRead(session.Value(_file)!);
        var read = NumericTableFile.Read(stream, session.Value(_label), session.Value(_positive));
        if (read.Refusal is { } refusal)
        {
            session.Terminal.Error(refusal.Message);
            return refusal.Reason == RefusalReason.NotFound ? ExitCodes.Usage : ExitCodes.InputRejected;
        }

        var scores = Engine(session).Score(read.Value.Table);
        var report = TableScoreReport.Of(read.Value, scores);
        var seconds = clock.Elapsed.TotalSeconds;
        if (session.Value(_out) is { } path)
        {
            await OutputFile.WriteAsync(path, stream => WriteAsync(stream, scores));
        }

        Remark(session.Terminal, read.Value, report, session.Value(_label) is not null);
        session.Terminal.Data.WriteLine((session.Value(_format) == "json" ? report.ToJson(seconds) : report.ToText(seconds)).TrimEnd());
        return ExitCodes.Ok;
    }

    private IScoringEngine Engine(Session session)
    {
        var tail = new EmpiricalTailEngine(session.Value(_twoSided));
        var forest = new IsolationForestEngine(session.Value(_seed));
        return session.Value(_engine) switch
        {
            "tail" => tail,
            "forest" => forest,
#if WITH_MICROSOFT_ML
            "microsoft-ml" => new MicrosoftML.PcaScoringEngine(session.Value(_seed)),
#endif
            _ => new RankCombination(tail, forest),
        };
    }

    private static void Remark(Terminal terminal, LabelledTable file, TableScoreReport report, bool labelWanted)
    {
        if (file.IgnoredColumns.Count > 0)
        {
            terminal.Note($"Left out, because they hold more than numbers: columns {string.Join(", ", file.IgnoredColumns)}.");
        }

        if (file.LabelNote is { } note)
        {
            terminal.Note(note);
        }

        if (labelWanted && report.RocAuc is null)
        {
            terminal.Note("The labelled rows are all of one kind, so there is nothing to compare the scores with.");
        }
    }

    private static async Task WriteAsync(Stream output, double[] scores)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync("row,score");
        for (var row = 0; row < scores.Length; row++)
        {
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{row + 1},{scores[row]:R}"));
        }
    }
}
