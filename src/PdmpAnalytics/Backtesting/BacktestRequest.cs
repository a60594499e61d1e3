using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Backtesting;

/// <summary>What a night of the past is taken to have known.</summary>
public enum KnownBy : byte
{
    /// <summary>Records received by then, in the version that stood: late files, corrections and voids as they came.</summary>
    Received,

    /// <summary>Every live record from the day of its supply on, whenever it was received: for a history loaded afterwards.</summary>
    Filled,
}

/// <summary>Which nights to replay, and by which thresholds.</summary>
/// <param name="From">First night.</param>
/// <param name="To">Last night.</param>
public sealed record BacktestRequest(DateOnly From, DateOnly To)
{
    /// <summary>The thresholds in question; null for those in force on <see cref="To"/>.</summary>
    public RuleCatalog? Candidate { get; init; }

    /// <summary>Null to choose: <see cref="KnownBy.Received"/> when the store was fed by <see cref="From"/>.</summary>
    public KnownBy? KnownBy { get; init; }

    /// <summary>A threshold to be tried at several values; null for none.</summary>
    public ThresholdSweep? Sweep { get; init; }
}

/// <summary>How far a replay is.</summary>
/// <param name="Fills">Versions of dispensations replayed so far.</param>
public readonly record struct BacktestProgress(long Fills, long Patients);
