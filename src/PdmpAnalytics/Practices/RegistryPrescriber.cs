using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Practices;

/// <summary>
/// A registered prescriber or organisation at a practice address. Blank text is not stated. One NPI may have a row for
/// each address.
/// </summary>
public sealed class RegistryPrescriber
{
    /// <summary>Position in the imported file, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Ten digits, check passed; blank when not stated.</summary>
    public required string Npi { get; init; }

    /// <summary>Upper case, check passed; blank when not stated.</summary>
    public required string Dea { get; init; }

    /// <summary>Health care provider taxonomy code, e.g. <c>2084P0800X</c>.</summary>
    public required string Taxonomy { get; init; }
    public required string Organisation { get; init; }

    /// <summary>The registry's id of the group that practises at this address.</summary>
    public required string GroupId { get; init; }

    /// <summary><c>STREET|UNIT|ZIP5</c> in normalised spelling.</summary>
    public required string AddressKey { get; init; }

    /// <summary>Five digits; 0 unknown.</summary>
    public required int Zip { get; init; }

    /// <summary>Ten digits.</summary>
    public required string Phone { get; init; }

    /// <summary>The row's id only.</summary>
    public override string ToString() => $"registry row {Id}";
}

internal sealed class RegistryPrescriberMapping : IEntityTypeConfiguration<RegistryPrescriber>
{
    public void Configure(EntityTypeBuilder<RegistryPrescriber> builder)
    {
        builder.ToTable("registry_prescribers");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => r.Npi);
        builder.HasIndex(r => r.Dea);
    }
}
