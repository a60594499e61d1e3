using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Lookup.Disclosure;

internal sealed class PatientDisclosureMapping : IEntityTypeConfiguration<PatientDisclosure>
{
    public void Configure(EntityTypeBuilder<PatientDisclosure> builder)
    {
        builder.ToTable("patient_disclosures");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(d => d.Purpose).HasConversion<string>().HasMaxLength(16);
        builder.Property(d => d.EndUser).HasMaxLength(Disclosure.EndUser.LongestId);
        builder.Property(d => d.Licence).HasMaxLength(Disclosure.EndUser.LongestLicence);
        builder.Property(d => d.CaseNumber).HasMaxLength(InquiryRightsService.LongestCaseNumber);
        builder.Ignore(d => d.Asker);
        builder.HasIndex(d => d.At);
        builder.HasIndex(d => new { d.Account, d.At });
        builder.HasIndex(d => d.PatientId);
    }
}
