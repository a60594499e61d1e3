using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Referral;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Web.Review;

/// <summary>Codes and days as people read them.</summary>
internal static class Words
{
    public static string Of(ReviewQueueKind queue) => Capital(AlertCodes.Of(queue));

    public static string Of(AlertState state) => AlertCodes.Of(state).Replace('_', ' ');

    /// <summary>An alert's subject without who it is: <c>Patient 1282</c>.</summary>
    public static string Of(AlertSubject subject) => string.Create(CultureInfo.InvariantCulture, $"{Capital(AlertCodes.Of(subject.Kind))} {subject.Id}");

    /// <summary>Why an alert is recorded and not queued.</summary>
    public static string Of(QueueHold hold) => AlertCodes.Of(hold).Replace('_', ' ');

    public static string Of(FillContext contexts) => string.Join(
        ", ", Enum.GetValues<FillContext>().Where(c => c != FillContext.None && contexts.HasFlag(c)).Select(c => Spaced(c.ToString())));

    public static string Of(PlannedAction action) => Spaced(action.ToString());

    public static string Of(ReferralKind office) => office switch
    {
        ReferralKind.Board => "Licensing board",
        ReferralKind.LawEnforcement => "Law enforcement",
    };

    /// <summary>Why another alert is shown beside one.</summary>
    /// <param name="rule">Of the finding about several people; null for any other link.</param>
    public static string Of(AlertLink link, string? rule) => link switch
    {
        AlertLink.Group => $"the same group by {rule}",
        AlertLink.Address => "the same address",
        AlertLink.Prescriber => "prescriber of counted fills",
        AlertLink.Dispenser => "dispenser of counted fills",
        AlertLink.Patient => "patient of counted fills",
    };

    /// <summary>When it should be concluded: <c>due in 2 days</c>, <c>3 days late</c>; empty when nothing is promised.</summary>
    public static string Due(Alert alert, DateOnly today) => alert.DueOn is not { } due || !alert.State.IsOpen() ? ""
        : (due.DayNumber - today.DayNumber) switch
        {
            < 0 and var late => $"{Days(-late)} late",
            0 => "due today",
            var left => $"due in {Days(left)}",
        };

    /// <summary>Who has it: <c>with lea</c>, <c>for ben</c>; empty for nobody.</summary>
    public static string With(Alert alert, DateTimeOffset now) => Holder(alert, now) is { } holder ? $"with {holder}"
        : alert.Assignee is { } assignee ? $"for {assignee}"
        : "";

    /// <summary>Who holds it now; null for nobody.</summary>
    public static string? Holder(Alert alert, DateTimeOffset now) => alert.ClaimedUntil > now ? alert.ClaimedBy : null;

    public static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days:#,0} days");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>Standing among comparable patients, 0 to 100.</summary>
    public static string Percentile(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Spaced(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
