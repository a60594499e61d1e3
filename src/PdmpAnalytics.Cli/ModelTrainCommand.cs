using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Cli;

internal sealed class ModelTrainCommand : PdmpCommand
{
    private readonly Option<string> _engine = new("--engine") { Description = "What learns; logistic is always there.", HelpName = "engine", DefaultValueFactory = _ => "logistic" };
    private readonly Option<int> _seed = new("--seed") { Description = "Starts the cut into five that quality is measured by.", HelpName = "number", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _user = CommonOptions.User();
    private readonly Option<string> _format = ModelOptions.Format();

    public ModelTrainCommand()
        : base(
            "train",
            "Learns from the conclusions of reviewers and keeps the model as a candidate; it orders nothing until somebody promotes it.",
            "model train",
            "model train --seed 7 --format json")
    {
        Add(_engine);
        Add(_seed);
        Add(_user);
        Add(_format);
        Does(async session =>
        {
            var trained = await session.Service<ModelService>().TrainAsync(
                session.Value(_engine)!, session.Value(_seed), session.Value(_user)!, session.Cancellation);
            if (trained.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            var model = trained.Value;
            session.Terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Model {model.Id} is a candidate. On conclusions it did not learn from its average precision is {model.Metrics.AveragePrecision:0.000}, that of the priority without it {model.Metrics.PriorityAveragePrecision:0.000}. model promote {model.Id} lets it order the queue."));
            if (model.Metrics is { OfAnotherList: > 0 } or { Unscored: > 0 })
            {
                session.Terminal.Note($"Of its conclusions {model.Metrics.OfAnotherList} were drawn under another list of inputs: what was not counted then stands as 0. {model.Metrics.Unscored} conclusions without a score were left out.");
            }

            ModelText.Write(session, session.Value(_format)!, [model]);
            return ExitCodes.Ok;
        });
    }
}

/// <summary>Options of the commands about models.</summary>
internal static class ModelOptions
{
    public static Option<string> Format()
    {
        var format = new Option<string>("--format") { Description = "text or json.", HelpName = "format", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }
}
