namespace PdmpAnalytics.Review.Work;

/// <summary>What a step about many alerts did, or, tried out, would do.</summary>
/// <param name="Matching">Alerts the filter finds.</param>
/// <param name="Done">Of those, the ones the step was (or would be) taken about.</param>
/// <param name="Refused">The others by reason; adds up to <paramref name="Matching"/> with <paramref name="Done"/>.</param>
public sealed record BulkReview(int Matching, int Done, IReadOnlyDictionary<RefusalReason, int> Refused);
