using PdmpAnalytics.Ingestion;
using PdmpAnalytics.Nightly;
using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Overview;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Overview;

/// <summary>Everything the overview shows, read at once.</summary>
/// <param name="Readings">Null for those who may not see what reviewers said.</param>
/// <param name="Nights">Newest first.</param>
/// <param name="Late">Dispensers that are late or silent, those furthest behind first.</param>
/// <param name="HidesSmall">True for those who may not see the alerts themselves.</param>
public sealed record OverviewFigures(
    ReviewOverview Queue, RuleStatisticsReport Rules, SecondReadings? Readings, IReadOnlyList<NightPage> Nights,
    IReadOnlyList<DispenserCoverage> Late, bool HidesSmall)
{
    public IReadOnlyList<WeekCounts> Weeks => [.. Queue.Weeks.Select(w => new WeekCounts(w.Monday, Shown(w.Opened), Shown(w.Closed)))];

    /// <summary>Rules that something was concluded about, those with most conclusions first.</summary>
    public IReadOnlyList<IntervalRow> Precision =>
    [
        .. Rules.Rules.Where(r => r.Precision is not null).OrderByDescending(r => r.Positive + r.Negative).ThenBy(r => r.RuleId, StringComparer.Ordinal)
            .Select(r => new IntervalRow(
                r.RuleId,
                Shown(r.Positive + r.Negative) is not null && r.Precision is { } share ? new ShareInterval(share.Low, share.Value, share.High) : null,
                r.Positive + r.Negative)),
    ];

    public int? Shown(int count) => HidesSmall ? SmallCells.Shown(count) : count;
}
