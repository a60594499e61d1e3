using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.TestKit.Databases;

/// <summary>Steps of a review in one line, for tests that are about something else.</summary>
public static class ReviewSteps
{
    /// <summary>Closes an alert; a critical one with a second reader who comes to the same.</summary>
    public static async Task<Refusal?> CloseAsync(
        this TestDatabase database, long alertId, Disposition disposition, string reason, string user, int? expectedVersion = null,
        IReadOnlyDictionary<string, Disposition>? byRule = null)
    {
        var work = database.Get<ReviewWorkService>();
        var step = new ConcludeAlert(disposition, reason) { ByRule = byRule ?? new Dictionary<string, Disposition>() };
        var concluded = await work.TakeAsync(alertId, step, new Reviewer(user), expectedVersion);
        return concluded.Succeeded && concluded.Value.State != AlertState.Closed
            ? (await work.TakeAsync(alertId, new ReadAgain(disposition, reason), new Reviewer($"{user}'s second"))).Refusal
            : concluded.Refusal;
    }

    public static Task<Refusal?> ReopenAsync(this TestDatabase database, long alertId, string reason, string user) =>
        database.TakeAsync(alertId, new ReopenAlert(reason), user);

    public static async Task<Refusal?> TakeAsync(
        this TestDatabase database, long alertId, ReviewStep step, string user, int? expectedVersion = null, bool lead = false) =>
        (await database.Get<ReviewWorkService>().TakeAsync(alertId, step, new Reviewer(user, lead), expectedVersion)).Refusal;
}
