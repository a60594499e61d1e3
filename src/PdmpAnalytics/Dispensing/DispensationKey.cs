using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// The record key of a live dispensation (dispenser, prescription number, fill date, fill number, part) and the version it
/// stands for. Kept apart from <see cref="Dispensation"/> so that keys stay unique whatever patient a record belongs to.
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
    public long PatientId { get; private set; }
    public long DispensationId { get; private set; }

    /// <summary>Hash of everything the record says; equal for an exact duplicate.</summary>
    public long ContentHash { get; private set; }
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
