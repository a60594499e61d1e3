using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;

namespace PdmpAnalytics.Web.Review;

/// <summary>A step that makes sense about a whole list.</summary>
/// <param name="Code">In the form.</param>
/// <param name="Label">In the list of choices.</param>
/// <param name="Make">For somebody, on a UTC day.</param>
internal sealed record BulkStep(string Code, string Label, Func<Reviewer, DateOnly, ReviewStep> Make)
{
    /// <summary>Days that a whole list is put aside (our choice, 2026-11-22).</summary>
    private const int SnoozeDays = 30;

    public static IReadOnlyList<BulkStep> All { get; } =
    [
        new("assign-me", "Assign to me", (by, _) => new AssignAlert(by.Name)),
        new("release", "Release", (_, _) => new ReleaseAlert()),
        new("snooze", $"Snooze {SnoozeDays} days", (_, today) => new SnoozeAlert(today.AddDays(SnoozeDays), WakesOnEvidence: true)),
        Close(Disposition.LowConcern),
        Close(Disposition.FalsePositiveDataError),
        Close(Disposition.Duplicate),
    ];

    private static BulkStep Close(Disposition disposition) => new(
        disposition.Code(), $"Close: {DispositionKeys.Label(disposition).ToLowerInvariant()}",
        (_, _) => new ConcludeAlert(disposition, DispositionKeys.StandardReason(disposition)));
}
