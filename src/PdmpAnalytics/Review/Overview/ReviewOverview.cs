using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review.Overview;

/// <summary>An alert that waits for people, as far as the figures need it.</summary>
public sealed record WaitingAlert(Severity Severity, DateOnly? OpenedOn, DateOnly? DueOn, DateOnly? SnoozedUntil, string? Assignee, string? HeldBy);

/// <summary>A conclusion that closed an alert.</summary>
/// <param name="On">UTC day.</param>
/// <param name="DueOn">Null when nothing was promised.</param>
public sealed record ClosedAlert(DateOnly On, string By, DateOnly? DueOn);

/// <summary>What came and went in a week.</summary>
/// <param name="Monday">First day.</param>
/// <param name="Opened">Alerts that began to wait; one that was opened again counts in its last week alone.</param>
public sealed record WeekFlow(DateOnly Monday, int Opened, int Closed);

/// <summary>Waiting alerts by how long they wait.</summary>
/// <param name="FromDays">First whole day of the band.</param>
/// <param name="ToDays">Last one, included; null for the open end.</param>
public sealed record AgeBand(int FromDays, int? ToDays, int Alerts);

/// <summary>Waiting alerts of one severity and how many of them are past their day.</summary>
public sealed record SeverityLoad(Severity Severity, int Waiting, int Overdue);

/// <summary>One account's work.</summary>
/// <param name="Closed">In the last seven days.</param>
public sealed record ReviewerLoad(string Account, int Assigned, int Held, int Closed);

/// <summary>How the queue fares: flow, age, promises kept and who carries it. Pure.</summary>
/// <param name="Today">UTC day.</param>
/// <param name="InTime">Of the alerts closed in the weeks shown and with a day promised, those closed by that day; null without any.</param>
public sealed record ReviewOverview(
    DateOnly Today, IReadOnlyList<WeekFlow> Weeks, IReadOnlyList<AgeBand> Ages, IReadOnlyList<SeverityLoad> Severities,
    IReadOnlyList<ReviewerLoad> Reviewers, ShareEstimate? InTime)
{
    /// <summary>A quarter of a year (our choice, 2026-11-22).</summary>
    public const int WeeksShown = 13;

    private const int DaysAWeek = 7;

    /// <summary>Bounds of the age bands: the business days promised by severity (domain reference 5.1), as whole days.</summary>
    private static readonly (int From, int? To)[] Bands = [(0, 1), (2, 3), (4, 10), (11, 30), (31, null)];

    public int Waiting => Severities.Sum(s => s.Waiting);

    public int Overdue => Severities.Sum(s => s.Overdue);

    /// <summary>First day shown: a Monday.</summary>
    public static DateOnly FirstDay(DateOnly today) => Monday(today).AddDays(-DaysAWeek * (WeeksShown - 1));

    /// <param name="closed">Since <see cref="FirstDay"/>.</param>
    public static ReviewOverview Of(DateOnly today, IReadOnlyList<WaitingAlert> waiting, IReadOnlyList<ClosedAlert> closed, IEnumerable<DateOnly> opened)
    {
        var openedByWeek = opened.CountBy(Monday).ToDictionary();
        var closedByWeek = closed.CountBy(c => Monday(c.On)).ToDictionary();
        var promised = closed.Where(c => c.DueOn is not null).ToList();
        return new(
            today,
            [
                .. Enumerable.Range(0, WeeksShown).Select(i => FirstDay(today).AddDays(DaysAWeek * i))
                    .Select(monday => new WeekFlow(monday, openedByWeek.GetValueOrDefault(monday), closedByWeek.GetValueOrDefault(monday))),
            ],
            [.. Bands.Select(b => new AgeBand(b.From, b.To, waiting.Count(a => Age(a, today) is { } age && age >= b.From && !(age > b.To))))],
            [
                .. Enum.GetValues<Severity>().OrderDescending().Select(severity => new SeverityLoad(
                    severity, waiting.Count(a => a.Severity == severity), waiting.Count(a => a.Severity == severity && IsOverdue(a, today)))),
            ],
            Loads(today, waiting, closed),
            ShareEstimate.Of(promised.Count(c => c.On <= c.DueOn), promised.Count));
    }

    private static List<ReviewerLoad> Loads(DateOnly today, IReadOnlyList<WaitingAlert> waiting, IReadOnlyList<ClosedAlert> closed)
    {
        var assigned = waiting.Where(a => a.Assignee is not null).CountBy(a => a.Assignee!).ToDictionary();
        var held = waiting.Where(a => a.HeldBy is not null).CountBy(a => a.HeldBy!).ToDictionary();
        var done = closed.Where(c => c.On > today.AddDays(-DaysAWeek)).CountBy(c => c.By).ToDictionary();
        return
        [
            .. assigned.Keys.Union(held.Keys).Union(done.Keys).Order(StringComparer.Ordinal)
                .Select(who => new ReviewerLoad(who, assigned.GetValueOrDefault(who), held.GetValueOrDefault(who), done.GetValueOrDefault(who))),
        ];
    }

    private static int? Age(WaitingAlert alert, DateOnly today) => alert.OpenedOn is { } day ? Math.Max(0, today.DayNumber - day.DayNumber) : null;

    private static bool IsOverdue(WaitingAlert alert, DateOnly today) => alert.DueOn < today && !(today < alert.SnoozedUntil);

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + DaysAWeek - 1) % DaysAWeek));
}
