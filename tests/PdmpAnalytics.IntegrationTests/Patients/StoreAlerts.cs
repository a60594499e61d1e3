using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Patients;

/// <summary>The alerts of a <see cref="LinkedStore"/>, and short words for judging and concluding.</summary>
internal static class StoreAlerts
{
    private static readonly DateOnly AsOf = new(2025, 6, 30);

    public static Task<QueueUpdate> DetectAsync(this LinkedStore store) =>
        store.Database.Get<QueueUpdateService>().UpdateAsync(new DetectionRequest(AsOf, All: false));

    public static async Task<List<Alert>> AlertsAsync(this LinkedStore store)
    {
        await using var db = store.Database.Open();
        return await db.Set<Alert>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
    }

    /// <summary>Concludes about half of the alerts.</summary>
    public static async Task CloseSomeAsync(this LinkedStore store, Random random)
    {
        Disposition[] dispositions = [Disposition.LetterSent, Disposition.LowConcern, Disposition.FalsePositiveMoved];
        foreach (var alert in await store.AlertsAsync())
        {
            if (random.Next(2) == 0)
            {
                Assert.Null(await store.Database.CloseAsync(alert.Id, dispositions[random.Next(3)], "seen", "ana"));
            }
        }
    }

    /// <summary>All that a reviewer sees of each alert, by its id.</summary>
    public static async Task<Dictionary<long, string>> StandingsAsync(this LinkedStore store)
    {
        var standings = new Dictionary<long, string>();
        foreach (var alert in await store.AlertsAsync())
        {
            var detail = (await store.Database.Get<ReviewQueue>().ShowAsync(alert.Id)).Value;
            var findings = string.Join(';', detail.Alert.Findings.OrderBy(f => f.Position).Select(f => $"{f.RuleId} {f.Text} {string.Join(',', f.Evidence)}"));
            var decisions = string.Join(';', detail.Decisions.Select(d => $"{d.From}>{d.To} {d.Disposition} {d.Reason}"));
            standings.Add(alert.Id, $"{alert.State} {alert.SubjectKind} {alert.SubjectId} {alert.Disposition} {alert.ClosedAt:O} {alert.RaisedOn:O} {alert.StateReason} {alert.Priority} {alert.Fingerprint} {findings} {decisions}");
        }

        return standings;
    }
}
