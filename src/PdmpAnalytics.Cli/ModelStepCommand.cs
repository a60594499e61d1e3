using System.CommandLine;
using PdmpAnalytics.Learning;

namespace PdmpAnalytics.Cli;

/// <summary>A person's decision about a trained model.</summary>
internal sealed class ModelStepCommand : PdmpCommand
{
    private readonly Argument<int> _model = new("model") { Description = "The model's number, see model list." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    private ModelStepCommand(string name, string description, string done, Step step)
        : base(name, description, $"model {name} 3 --reason \"Agreed on 2026-05-20\"")
    {
        Add(_model);
        Add(_reason);
        Add(_user);
        Does(async session =>
        {
            var model = session.Value(_model);
            var refusal = await step(session.Service<ModelService>(), model, session.Value(_user)!, session.Value(_reason)!, session.Cancellation);
            if (refusal is not null)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Model {model} {done}");
            return ExitCodes.Ok;
        });
    }

    private delegate Task<Refusal?> Step(ModelService service, int model, string user, string reason, CancellationToken cancellation);

    public static ModelStepCommand Promote() => new(
        "promote", "Lets a candidate order the queue in place of the model before it.", "orders the queue; the next detect or night judges everyone.",
        (service, model, user, reason, cancellation) => service.PromoteAsync(model, user, reason, cancellation));

    public static ModelStepCommand Retire() => new(
        "retire", "Takes a model out of use for good; without one the score without labels orders the queue.", "is retired.",
        (service, model, user, reason, cancellation) => service.RetireAsync(model, user, reason, cancellation));
}
