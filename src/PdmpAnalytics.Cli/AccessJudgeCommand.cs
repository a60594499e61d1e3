using System.CommandLine;
using PdmpAnalytics.Lookup.Oversight;

namespace PdmpAnalytics.Cli;

internal sealed class AccessJudgeCommand : PdmpCommand
{
    private readonly Option<DateOnly?> _date = new("--date") { Description = "The last day; without it yesterday.", HelpName = "yyyy-MM-dd", CustomParser = Dates.Parse };
    private readonly Option<int> _days = new("--days") { Description = "How many days up to it.", HelpName = "number", DefaultValueFactory = _ => 7 };

    public AccessJudgeCommand()
        : base(
            "judge", "Judges who looked patients up on the last days; every night does so too. Judging a day again raises nothing twice.",
            "access judge", "access judge --date 2026-05-31 --days 90")
    {
        Add(_date);
        Add(_days);
        _days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3660)
            {
                result.AddError("From 1 to 3660 days.");
            }
        });
        Does(async session =>
        {
            var service = session.Service<AccessJudgingService>();
            var judged = await service.JudgeAsync(session.Value(_date) ?? service.LastWholeDay, session.Value(_days), session.Cancellation);
            session.Terminal.Note($"{judged.Days} days, {judged.Queries} queries: {judged.Raised} findings raised.");
            return ExitCodes.Ok;
        });
    }
}
