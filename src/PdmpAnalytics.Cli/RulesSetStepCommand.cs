using System.CommandLine;
using PdmpAnalytics.RuleSets;

namespace PdmpAnalytics.Cli;

/// <summary>A decision about a stored set: what it is used for from a day on.</summary>
internal sealed class RulesSetStepCommand : PdmpCommand
{
    private readonly Argument<string> _set = new("set") { Description = "The set, as name@version." };
    private readonly Option<DateOnly?> _from = new("--from") { Description = "The first day judged so.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse, Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    private RulesSetStepCommand(string name, string description, string done, Step step)
        : base(name, description, $"rules set {name} fewer-letters@1 --from 2026-06-01 --reason \"Agreed on 2026-05-20\"")
    {
        Add(_set);
        Add(_from);
        Add(_reason);
        Add(_user);
        Does(async session =>
        {
            var (set, from) = (session.Value(_set), session.Value(_from)!.Value);
            var refusal = await step(session.Service<RuleSetService>(), set, from, session.Value(_user)!, session.Value(_reason)!, session.Cancellation);
            if (refusal is not null)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"{set} {done} {from:yyyy-MM-dd}.");
            return ExitCodes.Ok;
        });
    }

    private delegate Task<Refusal?> Step(RuleSetService service, string set, DateOnly from, string user, string reason, CancellationToken cancellation);

    public static RulesSetStepCommand Shadow() => new(
        "shadow", "Measures a set with every judging from a day on, beside the one in force and without alerts.", "is measured from",
        (service, set, from, user, reason, cancellation) => service.ShadowAsync(set, from, user, reason, cancellation));

    public static RulesSetStepCommand Activate() => new(
        "activate", "Puts a set in force from a day on; the night of that day judges everyone.", "is in force from",
        (service, set, from, user, reason, cancellation) => service.ActivateAsync(set, from, user, reason, cancellation));

    public static RulesSetStepCommand Retire() => new(
        "retire", "Takes a set out of use for good. If it was in force, the settings are from that day on.", "is retired from",
        (service, set, from, user, reason, cancellation) => service.RetireAsync(set, from, user, reason, cancellation));
}
