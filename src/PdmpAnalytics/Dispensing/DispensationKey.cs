using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// A record key that was ever reported (dispenser, prescription number, fill date, fill number, part) and the live version it
/// stands for, if it has one. Kept apart from <see cref="Dispensation"/> so that keys stay unique whatever patient a record
/// belongs to.
/// </summary>
public sealed class DispensationKey
{
    private DispensationKey()
    {
    }

    /// <summary>First in the key: new fills are recent fills, so inserts touch only the newest pages.</summary>
    public DateOnly FilledOn { get; private set; }
    public int DispenserId { get; private set; }

    /// <summary>Stable 64-bit hash of the prescription number; within one dispenser and day that is as good as the number.</summary>
    public long RxKey { get; private set; }
    public short FillNumber { get; private set; }
    public byte PartialFill { get; private set; }

    /// <summary>Patient of the live version; 0 without one.</summary>
    public long PatientId { get; private set; }

    /// <summary>The live version; 0 when it was voided or its void came first.</summary>
    public long DispensationId { get; private set; }

    /// <summary>Hash of everything the live version says; equal for an exact duplicate.</summary>
    public long ContentHash { get; private set; }

    /// <summary>Effective time of the latest report in effective order: what comes before it must be put in its place.</summary>
    public DateTimeOffset ReportedAt { get; private set; }

    /// <summary>What that latest report asked for.</summary>
    public ReportStatus Status { get; private set; }

    /// <summary>True when <see cref="DispensationReport"/> lists this key's reports; false when it was reported once, as new or revised.</summary>
    public bool HasReports { get; private set; }
}

internal sealed class DispensationKeyMapping : IEntityTypeConfiguration<DispensationKey>
{
    public void Configure(EntityTypeBuilder<DispensationKey> builder)
    {
        builder.ToTable("dispensation_keys");
        builder.HasKey(k => new { k.FilledOn, k.DispenserId, k.RxKey, k.FillNumber, k.PartialFill });
        builder.Property(k => k.DispenserId).ValueGeneratedNever();
        builder.Property(k => k.RxKey).ValueGeneratedNever();
        builder.Property(k => k.FillNumber).ValueGeneratedNever();
        builder.Property(k => k.PartialFill).ValueGeneratedNever();
    }
}
