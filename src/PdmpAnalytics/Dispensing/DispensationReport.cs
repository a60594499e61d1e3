using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// One report about a record key that was reported more than once, or whose first report waits for its original. With all of a
/// key's reports in effective order (<see cref="ReportedAt"/>, then submission, then position in the file) its live version
/// follows, whatever order the files arrived in. A key that was reported once, as new or revised, has none: its
/// <see cref="DispensationKey"/> says it all.
/// </summary>
public sealed class DispensationReport
{
    private DispensationReport()
    {
    }

    public DateOnly FilledOn { get; private set; }
    public int DispenserId { get; private set; }
    public long RxKey { get; private set; }
    public short FillNumber { get; private set; }
    public byte PartialFill { get; private set; }

    /// <summary>TH05 and TH06 of the transaction; the time of receipt for CSV.</summary>
    public DateTimeOffset ReportedAt { get; private set; }
    public int SubmissionId { get; private set; }

    /// <summary>Position in the file; of its header (TH) for the withdrawal of a whole transaction.</summary>
    public int Line { get; private set; }
    public ReportStatus Status { get; private set; }

    /// <summary>DSP09: a void must name the quantity it takes back.</summary>
    public double Quantity { get; private set; }

    /// <summary>Hash of everything the record says; 0 for the withdrawal of a whole transaction.</summary>
    public long ContentHash { get; private set; }

    /// <summary>Patient of the version that holds what this report says; 0 for voids. Follows merges and splits.</summary>
    public long PatientId { get; private set; }

    /// <summary>The version that holds what this report says, live or not; 0 for voids.</summary>
    public long DispensationId { get; private set; }

    /// <summary>For the withdrawal of a whole transaction: the submission it came in; else null.</summary>
    public int? TargetSubmissionId { get; private set; }

    /// <summary>First and last position of the withdrawn transaction in that submission, both included.</summary>
    public int? TargetFirstLine { get; private set; }
    public int? TargetLastLine { get; private set; }
}

internal sealed class DispensationReportMapping : IEntityTypeConfiguration<DispensationReport>
{
    public void Configure(EntityTypeBuilder<DispensationReport> builder)
    {
        builder.ToTable("dispensation_reports");
        builder.HasKey(r => new
        {
            r.FilledOn, r.DispenserId, r.RxKey, r.FillNumber, r.PartialFill, r.ReportedAt, r.SubmissionId, r.Line,
        });
        builder.HasIndex(r => r.PatientId);
        builder.HasIndex(r => r.SubmissionId);
    }
}
