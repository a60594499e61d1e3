using System.CommandLine;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Cli;

internal sealed class ExemptionsEndCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The exemption." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public ExemptionsEndCommand()
        : base("end", "Ends an exemption before its last day, for every day judged from now on.", "exemptions end 3 --reason \"Stated about the wrong patient\"")
    {
        Add(_id);
        Add(_reason);
        Add(_user);
        Does(async session =>
        {
            var id = session.Value(_id);
            if (await session.Service<ExemptionService>().EndAsync(id, session.Value(_reason)!, session.Value(_user)!, session.Cancellation) is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"Exemption {id} is ended. It shows after the next detect.");
            return ExitCodes.Ok;
        });
    }
}
