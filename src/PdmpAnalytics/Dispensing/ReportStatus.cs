namespace PdmpAnalytics.Dispensing;

/// <summary>What a report about a dispensation asks for (DSP01; TH03 for a whole file).</summary>
public enum ReportStatus : byte
{
    New = 0,
    Revise = 1,
    Void = 2,

    /// <summary>A whole transaction is withdrawn (TH03 = 04): what it made live, and nothing has replaced since, goes.</summary>
    VoidFile = 4,
}
