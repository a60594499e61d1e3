using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>The records of a batch as reports about their keys, with the effective times of their transactions.</summary>
/// <param name="keys">By record.</param>
/// <param name="submissionId">The file.</param>
/// <param name="times">Effective times by transaction of the file (sequence less 1), milliseconds since 1970 (UTC).</param>
internal sealed class RecordReports(CheckedRecord[] records, RecordKey[] keys, int submissionId, List<long> times)
{
    public static RecordReports None { get; } = new([], [], 0, []);

    public RecordKey Key(int record) => keys[record];

    public long ReportedAt(int record) => times[records[record].Transaction - 1];

    public ReportStatus Status(int record) => records[record].Status;

    public KeyReport Report(int index, VersionRef version)
    {
        ref readonly var record = ref records[index];
        return new KeyReport(
            ReportedAt(index), submissionId, record.Line, record.Status, record.Fill.Quantity, record.ContentHash, version);
    }
}
