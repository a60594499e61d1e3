namespace PdmpAnalytics.Ingestion;

/// <summary>A dispenser's statement that it dispensed nothing reportable in a period (domain reference 1.7).</summary>
public sealed class ZeroReport
{
    public required int DispenserId { get; init; }

    /// <summary>IS03's period, both days included; the date of the report (DSP05) where it states none.</summary>
    public required DateOnly FirstDay { get; init; }
    public required DateOnly LastDay { get; init; }
    public required int SubmissionId { get; init; }

    /// <summary>Position in the file.</summary>
    public required int Line { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}
