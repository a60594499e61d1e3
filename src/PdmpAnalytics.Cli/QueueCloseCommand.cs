using System.CommandLine;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Cli;

internal sealed class QueueCloseCommand : PdmpCommand
{
    private readonly Argument<long> _id = new("id") { Description = "The alert." };
    private readonly Option<string> _disposition = new("--disposition")
    {
        Description = $"The conclusion: {string.Join(", ", Dispositions.AllCodes)}.",
        HelpName = "code",
        Required = true,
    };

    private readonly Option<string> _reason = new("--reason") { Description = "Why, in a sentence.", Required = true };
    private readonly Option<string[]> _findings = new("--finding")
    {
        Description = "Another conclusion for the findings of one rule, as RULE=code; again for each.",
        HelpName = "rule=code",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _explanations = new("--explanations")
    {
        Description = "Other explanations that were considered.",
        HelpName = "text",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<int?> _version = new("--version-read") { Description = "Refuse when the alert has changed since this version.", HelpName = "number" };
    private readonly Option<string> _user = CommonOptions.User();

    public QueueCloseCommand()
        : base(
            "close",
            "Judges an alert: a conclusion and the reason for it.",
            "queue close 12 --disposition LetterSent --reason \"Letter to both prescribers on 2026-06-02\"",
            "queue close 12 --disposition FP_SamePractice --reason \"All five work at one clinic\"",
            "queue close 12 --disposition LetterSent --finding GE-01=FP_Moved --reason \"Letter sent; the distance is a new address\"")
    {
        Add(_id);
        Add(_disposition);
        Add(_reason);
        Add(_findings);
        _findings.Validators.Add(result =>
        {
            foreach (var text in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (Verdict(text) is null)
                {
                    result.AddError($"'{text}' is not a rule, = and a conclusion, such as GE-01=FP_Moved.");
                }
            }
        });
        Add(_explanations);
        Add(_version);
        Add(_user);
        _disposition.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Dispositions.AllCodes]);
        Does(async session =>
        {
            var id = session.Value(_id);
            _ = Dispositions.TryParse(session.Value(_disposition), out var disposition);
            var step = new ConcludeAlert(disposition, session.Value(_reason)!)
            {
                OtherExplanations = session.Value(_explanations)!,
                ByRule = session.Value(_findings)!.Select(f => Verdict(f)!.Value).DistinctBy(v => v.Key).ToDictionary(),
            };
            var taken = await session.Service<ReviewWorkService>().TakeAsync(
                id, step, new Reviewer(session.Value(_user)!), session.Value(_version), session.Cancellation);
            if (taken.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note(taken.Value.State == AlertState.Closed
                ? $"Alert {id} is closed: {disposition.Code()}."
                : $"Alert {id} is concluded as {disposition.Code()}. It is critical: it closes when a second person comes to that too (pdmp queue read {id}).");
            return ExitCodes.Ok;
        });
    }

    private static KeyValuePair<string, Disposition>? Verdict(string text) =>
        text.Split('=') is [{ Length: > 0 } rule, var code] && Dispositions.TryParse(code, out var disposition)
            ? KeyValuePair.Create(rule.ToUpperInvariant(), disposition)
            : null;
}
