using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Cli;

/// <summary>One step of review work about one alert: claim, release, assign, snooze and the like.</summary>
internal sealed class QueueStepCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<bool> _lead = new("--as-lead") { Description = "Act as a lead, who may take over what others hold." };
    private readonly Option<int?> _version = new("--version-read") { Description = "Refuse when the alert has changed since this version.", HelpName = "number" };
    private readonly Option<string> _user = CommonOptions.User();

    private QueueStepCommand(string name, string description, string example, Option[] options, Func<Session, ReviewStep> step)
        : base(name, description, example)
    {
        Add(_id);
        foreach (var option in options)
        {
            Add(option);
        }

        Add(_lead);
        Add(_version);
        Add(_user);
        Does(async session =>
        {
            var taken = await session.Service<ReviewWorkService>().TakeAsync(
                session.Value(_id), step(session), new Reviewer(session.Value(_user)!, session.Value(_lead)), session.Value(_version), session.Cancellation);
            if (taken.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note(Sentence(taken.Value));
            return ExitCodes.Ok;
        });
    }

    public static QueueStepCommand Claim() => new(
        "claim", "Takes an alert for yourself for a quarter of an hour; again renews that.", "queue claim 12", [], _ => new ClaimAlert());

    public static QueueStepCommand Release() => new(
        "release", "Gives a claimed alert back.", "queue release 12", [], _ => new ReleaseAlert());

    public static QueueStepCommand Assign()
    {
        var to = new Option<string>("--to") { Description = "The account it goes to.", HelpName = "name", Required = true };
        return new("assign", "Makes an alert somebody's work, or hands it over.", "queue assign 12 --to ben", [to], session => new AssignAlert(session.Value(to)!));
    }

    public static QueueStepCommand Snooze()
    {
        var until = Until();
        var wake = new Option<bool>("--wake-on-evidence") { Description = "Back sooner when there is new evidence." };
        return new(
            "snooze", "Puts an alert aside.", "queue snooze 12 --until 2026-12-15 --wake-on-evidence", [until, wake],
            session => new SnoozeAlert(session.Value(until), session.Value(wake)));
    }

    public static QueueStepCommand Wake() => new("wake", "Brings an alert back that was put aside.", "queue wake 12", [], _ => new WakeAlert());

    public static QueueStepCommand Watch()
    {
        var (until, reason) = (Until(), Reason());
        return new(
            "watch", "Watches the pattern: back on a day, or with new evidence.", "queue watch 12 --reason \"New prescriber since May\"", [until, reason],
            session => new WatchAlert(session.Value(until), session.Value(reason)!));
    }

    public static QueueStepCommand Plan()
    {
        var reason = Reason();
        var action = new Option<PlannedAction>("--action") { Description = $"{string.Join(", ", Enum.GetNames<PlannedAction>())}.", HelpName = "action", Required = true };
        return new(
            "plan", "Notes that a letter, notice or referral is being prepared.", "queue plan 12 --action PrescriberLetter --reason \"Both prescribers\"",
            [action, reason], session => new PlanAction(session.Value(action), session.Value(reason)!));
    }

    public static QueueStepCommand Read()
    {
        var (disposition, reason) = (Conclusion(), Reason());
        return new(
            "read", "A second person's own conclusion about an alert that wants one.", "queue read 12 --disposition LowConcern --reason \"One practice\" --user ben",
            [disposition, reason], session => new ReadAgain(Parsed(session.Value(disposition)), session.Value(reason)!));
    }

    public static QueueStepCommand Settle()
    {
        var (disposition, reason) = (Conclusion(), Reason());
        return new(
            "settle", "A lead's conclusion where two readers disagree.", "queue settle 12 --disposition LetterSent --reason \"Read both\" --as-lead --user cay",
            [disposition, reason], session => new SettleReadings(Parsed(session.Value(disposition)), session.Value(reason)!));
    }

    /// <summary>Where the alert stands now.</summary>
    public static string Sentence(Alert alert)
    {
        var work = alert.Work;
        var state = string.Create(CultureInfo.InvariantCulture, $"Alert {alert.Id} is {AlertCodes.Of(alert.State).Replace('_', ' ')}");
        return state
            + (alert.Disposition is { } disposition ? $" as {disposition.Code()}" : "")
            + (alert.State.IsOpen() && work.Assignee is { } assignee ? $", {assignee}'s" : "")
            + (work.Claim is { } claim ? string.Create(CultureInfo.InvariantCulture, $", held by {claim.By} until {claim.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "")
            + (work.Snooze is { } snooze ? string.Create(CultureInfo.InvariantCulture, $", put aside until {snooze.Until:yyyy-MM-dd}{(snooze.WakesOnEvidence ? " or new evidence" : "")}") : "")
            + (work.AwaitsReading ? work.Reading!.IsDisputed ? "; two readers disagree, a lead decides" : "; a second person is to read it" : "")
            + ".";
    }

    private static Option<DateOnly?> Until() => new("--until")
    {
        Description = "The day on which it is back; 90 days from now when left out.",
        HelpName = "yyyy-MM-dd",
        CustomParser = Dates.Parse,
    };

    private static Option<string> Reason() => new("--reason") { Description = "Why, in a sentence.", Required = true };

    private static Option<string> Conclusion()
    {
        var option = new Option<string>("--disposition") { Description = $"The conclusion: {string.Join(", ", Dispositions.AllCodes)}.", HelpName = "code", Required = true };
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Dispositions.AllCodes]);
        return option;
    }

    private static Disposition Parsed(string? code) => Dispositions.TryParse(code, out var disposition)
        ? disposition
        : throw new ArgumentException("The option takes known codes only.", nameof(code));
}
