using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// What one report does to a dispensation, given what the reports before it in effective order left (domain reference 1.6).
/// Applied to all reports of a key in that order it gives the live version, whatever order they arrived in. Pure.
/// </summary>
internal static class EffectiveOrder
{
    /// <summary>Applies a report; <paramref name="live"/> becomes what stands after it.</summary>
    /// <param name="refuseUnknown">True when a programme takes no revision of what is not there.</param>
    public static ReportOutcome Apply(ref LiveReport live, in KeyReport report, bool refuseUnknown)
    {
        switch (report.Status)
        {
            case ReportStatus.New or ReportStatus.Revise when live.Exists && live.ContentHash == report.ContentHash:
                return ReportOutcome.Duplicate;
            case ReportStatus.New when live.Exists:
                return ReportOutcome.KeyExists;
            case ReportStatus.Revise when !live.Exists && refuseUnknown:
                return ReportOutcome.RevisionRefused;
            case ReportStatus.New or ReportStatus.Revise:
                var outcome = live.Exists ? ReportOutcome.Revised
                    : report.Status == ReportStatus.New ? ReportOutcome.Loaded
                    : ReportOutcome.LoadedUnknown;
                live = LiveReport.Of(in report);
                return outcome;
            case ReportStatus.Void when !live.Exists:
                return ReportOutcome.NotFound;
            case ReportStatus.Void when live.Quantity != report.Quantity:
                return ReportOutcome.VoidMismatch;
            case ReportStatus.Void:
                live = default;
                return ReportOutcome.Voided;
            case ReportStatus.VoidFile:
                var isTarget = live.Exists && report.Withdraws(live.SubmissionId, live.Line);
                live = isTarget ? default : live;
                return isTarget ? ReportOutcome.Voided : ReportOutcome.Untouched;
        }

        throw new ArgumentOutOfRangeException(nameof(report), report.Status, "No such report status.");
    }
}

/// <summary>What became of a report at its place in the effective order.</summary>
internal enum ReportOutcome : byte
{
    /// <summary>A new dispensation.</summary>
    Loaded,

    /// <summary>A revision of what is not there, taken as new (E420).</summary>
    LoadedUnknown,
    Revised,
    Voided,

    /// <summary>It says what is there already (E401).</summary>
    Duplicate,

    /// <summary>A void of what is not there; it waits for originals that arrive later but were reported before it (E420).</summary>
    NotFound,

    /// <summary>New, where something else is there (E410).</summary>
    KeyExists,

    /// <summary>A void with another quantity (E421).</summary>
    VoidMismatch,

    /// <summary>A revision of what is not there, where the programme takes none (E422).</summary>
    RevisionRefused,

    /// <summary>The withdrawal of a transaction, where the live version is of another or gone.</summary>
    Untouched,
}

/// <summary>One report about a record key.</summary>
/// <param name="ReportedAt">Effective time, milliseconds since 1970 (UTC).</param>
/// <param name="Line">Position in the file; of the header for the withdrawal of a transaction.</param>
/// <param name="ContentHash">Of everything the record says; 0 for the withdrawal of a transaction.</param>
/// <param name="Version">The version that holds what it says; none for voids.</param>
internal readonly record struct KeyReport(
    long ReportedAt, int SubmissionId, int Line, ReportStatus Status, double Quantity, ulong ContentHash, VersionRef Version)
{
    /// <summary>For the withdrawal of a transaction: where that transaction lies, both lines included.</summary>
    public int TargetSubmissionId { get; init; }
    public int TargetFirstLine { get; init; }
    public int TargetLastLine { get; init; }

    /// <summary>True when the record at a place belongs to the withdrawn transaction.</summary>
    public bool Withdraws(int submissionId, int line) =>
        submissionId == TargetSubmissionId && line >= TargetFirstLine && line <= TargetLastLine;

    /// <summary>Effective order: time, then order of receipt, then position in the file.</summary>
    public int CompareTo(in KeyReport other) =>
        (ReportedAt, SubmissionId, Line).CompareTo((other.ReportedAt, other.SubmissionId, other.Line));
}

/// <summary>The live version of a key and the report that made it so. <c>default</c> stands for none.</summary>
internal readonly record struct LiveReport(
    bool Exists, ulong ContentHash, double Quantity, int SubmissionId, int Line, VersionRef Version)
{
    public static LiveReport Of(in KeyReport report) =>
        new(true, report.ContentHash, report.Quantity, report.SubmissionId, report.Line, report.Version);
}

/// <summary>
/// A version of a dispensation: one in the store, or one that a plan adds and that has no id yet. <c>default</c> stands for none.
/// </summary>
/// <param name="Added">Position from 1 among <see cref="RecordPlan.Inserts"/>, or negative among <see cref="RecordPlan.Copies"/>; 0 when stored.</param>
internal readonly record struct VersionRef(long PatientId, long DispensationId, int PrescriberSiteId, int Added)
{
    public static VersionRef OfInsert(int position) => new(0, 0, 0, position + 1);

    public static VersionRef OfCopy(int position) => new(0, 0, 0, -position - 1);

    public bool IsStored => DispensationId != 0;

    public bool IsInsert => Added > 0;

    public bool IsCopy => Added < 0;

    /// <summary>Position among the inserts or copies.</summary>
    public int Position => Math.Abs(Added) - 1;
}
