using System.CommandLine;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Cli;

internal sealed class ModelEvaluateCommand : PdmpCommand
{
    private readonly Option<string> _format = ModelOptions.Format();

    public ModelEvaluateCommand()
        : base(
            "evaluate",
            "Champion and candidates, each on the conclusions drawn after those it learned from, beside the priority without a model.",
            "model evaluate",
            "model evaluate --format json")
    {
        Add(_format);
        Does(async session =>
        {
            ModelText.Write(session, session.Value(_format)!, await session.Service<ModelService>().EvaluateAsync(session.Cancellation));
            session.Terminal.Note(ModelRecallCommand.Text(await session.Service<BlindSampleService>().EstimateAsync(session.Cancellation)));
            return ExitCodes.Ok;
        });
    }
}
