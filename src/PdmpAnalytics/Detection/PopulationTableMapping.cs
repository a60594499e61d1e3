using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Detection;

internal sealed class PopulationTableMapping : IEntityTypeConfiguration<PopulationTable>
{
    public void Configure(EntityTypeBuilder<PopulationTable> table)
    {
        table.ToTable("population_tables");
        table.HasKey(t => t.Version);
        table.Property(t => t.Version).ValueGeneratedNever();
    }
}
