namespace PdmpAnalytics.Storage;

/// <summary>Columns of <c>dispensation_keys</c> and <c>dispensation_reports</c> in the order in which intake writes them.</summary>
internal static class ReportColumns
{
    /// <summary>The record key, first in both tables.</summary>
    public static readonly string[] Key = ["filled_on", "dispenser_id", "rx_key", "fill_number", "partial_fill"];

    /// <summary>What a key stands for.</summary>
    public static readonly string[] OfKey = ["patient_id", "dispensation_id", "content_hash", "reported_at", "status", "has_reports"];

    public static readonly string[] OfReport =
    [
        "reported_at", "submission_id", "line", "status", "quantity", "content_hash", "patient_id", "dispensation_id",
        "target_submission_id", "target_first_line", "target_last_line",
    ];
}
