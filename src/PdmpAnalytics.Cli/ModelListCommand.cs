using System.CommandLine;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Cli;

internal sealed class ModelListCommand : PdmpCommand
{
    private readonly Option<string> _format = ModelOptions.Format();

    public ModelListCommand()
        : base("list", "The trained models: what they learned from, how good they are, and which one orders the queue.", "model list", "model list --format json")
    {
        Add(_format);
        Does(async session =>
        {
            ModelText.Write(session, session.Value(_format)!, await session.Service<ModelService>().ListAsync(session.Cancellation));
            return ExitCodes.Ok;
        });
    }
}
