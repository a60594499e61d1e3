using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Nightly;

namespace PdmpAnalytics.Cli;

internal sealed class NightsReleaseCommand : PdmpCommand
{
    private readonly Argument<DateOnly> _date = new("date") { Description = "The business date, yyyy-MM-dd.", CustomParser = result => Dates.Parse(result) ?? default };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string> _user = CommonOptions.User();

    public NightsReleaseCommand()
        : base(
            "release",
            "Lets a night go on that was held because its data looked broken; nightly then goes on where it stopped.",
            "nights release 2026-05-31 --reason \"Two chains closed for the storm\"")
    {
        Add(_date);
        Add(_reason);
        Add(_user);
        Does(async session =>
        {
            var date = session.Value(_date);
            var refusal = await session.Service<NightGateService>().ReleaseAsync(date, session.Value(_user)!, session.Value(_reason)!, session.Cancellation);
            if (refusal is not null)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"The night of {date:yyyy-MM-dd} is released; nightly --date {date:yyyy-MM-dd} goes on with it."));
            return ExitCodes.Ok;
        });
    }
}
