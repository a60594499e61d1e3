namespace PdmpAnalytics.Web.Charts;

/// <summary>A share with its interval, all from 0 to 1.</summary>
public readonly record struct ShareInterval(double Low, double Value, double High);

/// <summary>One row of <see cref="IntervalDots"/>.</summary>
/// <param name="Share">Null when it is of too few cases to be shown.</param>
/// <param name="Cases">How many the share is of.</param>
public sealed record IntervalRow(string Label, ShareInterval? Share, int Cases);
