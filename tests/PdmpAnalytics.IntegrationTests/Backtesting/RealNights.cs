using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Backtesting;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;
using PdmpAnalytics.TestKit.Databases;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Backtesting;

/// <summary>What nights that were run left in the queue, night by night.</summary>
/// <param name="from">First night that counts.</param>
internal sealed class RealNights(TestDatabase database, DateOnly from) : IAsyncDisposable
{
    private readonly List<WeeklyAlerts> _alerts = [];
    private readonly List<WeeklyFindings> _findings = [];
    private HashSet<long> _waiting = [];
    private Dictionary<(long Patient, string Rule), Severity> _spoken = [];
    private int _standing;

    public TestDatabase Database => database;

    /// <summary>Patients whose alert waited in a queue on some night that counts, or before the first one.</summary>
    public HashSet<long> Waited { get; } = [];

    public async Task LookAsync(DateOnly night)
    {
        await using var db = database.Open();
        var alerts = await db.Set<Alert>().AsNoTracking().Include(a => a.Findings)
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && a.State != AlertState.Withdrawn).ToListAsync();
        var waiting = alerts.Where(a => a.IsQueued).ToDictionary(a => a.SubjectId, a => a.Severity);
        var week = from.AddDays((night.DayNumber - from.DayNumber) / 7 * 7);
        var spoken = new Dictionary<(long, string), Severity>();
        foreach (var finding in alerts.SelectMany(a => a.Findings, (a, f) => (Key: (a.SubjectId, f.RuleId), f.Severity)))
        {
            spoken[finding.Key] = new[] { finding.Severity, spoken.GetValueOrDefault(finding.Key), _spoken.GetValueOrDefault(finding.Key) }.Max();
        }

        if (night < from)
        {
            _standing = waiting.Count;
        }
        else
        {
            _alerts.AddRange(waiting.Where(w => !_waiting.Contains(w.Key)).Select(w => new WeeklyAlerts(week, w.Value, 1)));
            _findings.AddRange(spoken.Where(s => s.Value > _spoken.GetValueOrDefault(s.Key)).Select(s => new WeeklyFindings(week, s.Key.Item2, s.Value, 1)));
        }

        if (night >= from.AddDays(-1))
        {
            Waited.UnionWith(waiting.Keys);
        }

        (_waiting, _spoken) = ([.. waiting.Keys], spoken);
    }

    /// <summary>The replay says the same, week by week.</summary>
    /// <param name="outcome">Null for the thresholds in force.</param>
    public void Expect(BacktestReport report, BacktestOutcome? outcome = null)
    {
        outcome ??= report.InForce;
        Assert.True(_alerts.Count >= 3, "The nights raised alerts.");
        Assert.Equal(_standing, outcome.Standing);
        Assert.Equal(
            _alerts.GroupBy(a => (a.From, a.Severity)).OrderBy(g => g.Key).Select(g => new WeeklyAlerts(g.Key.From, g.Key.Severity, g.Count())),
            outcome.Alerts);
        Assert.Equal(
            _findings.Where(f => Alone(f.RuleId, f.Severity)).GroupBy(f => (f.From, f.RuleId, f.Severity)).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key),
            outcome.Findings.Where(f => Alone(f.RuleId, f.Severity)).Select(f => ((f.From, f.RuleId, f.Severity), f.Patients)).OrderBy(g => g.Item1));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>Findings that are recorded whatever else is found; others are in no alert when they stand alone.</summary>
    private static bool Alone(string rule, Severity severity) =>
        RuleCatalog.Default.Find(rule)!.Definition is { Queue: not ReviewQueueKind.None } definition && definition.QueuesAlone(severity);
}
