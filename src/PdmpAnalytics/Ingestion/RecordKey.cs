using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What makes two reports the same dispensation: dispenser, prescription number, fill date, fill number, part (contract: record key).
/// </summary>
internal readonly record struct RecordKey(int FilledDay, int DispenserId, long RxKey, short FillNumber, byte PartialFill)
    : IComparable<RecordKey>
{
    public int CompareTo(RecordKey other) =>
        (FilledDay, DispenserId, RxKey, FillNumber, PartialFill)
            .CompareTo((other.FilledDay, other.DispenserId, other.RxKey, other.FillNumber, other.PartialFill));
}

/// <summary>What the store knows of a record key. <c>default</c>: it was never reported.</summary>
internal struct StoredKey
{
    public bool Exists;

    /// <summary>The live version; none when it was voided or its void came first.</summary>
    public VersionRef Version;
    public ulong ContentHash;
    public double Quantity;

    /// <summary>Where the live version came from.</summary>
    public int SubmissionId;
    public int Line;

    /// <summary>Effective time of the latest report, milliseconds since 1970 (UTC).</summary>
    public long ReportedAt;

    /// <summary>What the latest report asked for.</summary>
    public ReportStatus Status;

    /// <summary>False when the live version is all that was ever reported.</summary>
    public bool HasReports;

    /// <summary>The only report of a key without listed reports.</summary>
    public readonly KeyReport OnlyReport => new(ReportedAt, SubmissionId, Line, Status, Quantity, ContentHash, Version);

    public readonly LiveReport Live => Version.IsStored ? LiveReport.Of(OnlyReport) : default;
}
