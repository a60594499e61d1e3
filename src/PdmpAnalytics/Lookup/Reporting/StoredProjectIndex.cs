using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>A stored table of percentiles: one row a rebuild, never changed.</summary>
public sealed class StoredProjectIndex
{
    /// <summary>Counts up from 1.</summary>
    public required int Id { get; init; }

    /// <summary>The day the figures were taken.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Patients sampled.</summary>
    public required int Patients { get; init; }

    /// <summary>JSON: by type the scales.</summary>
    public required string Scales { get; init; }

    internal static StoredProjectIndex Of(int id, DateOnly asOf, int patients, ProjectIndexTable table) => new()
    {
        Id = id,
        AsOf = asOf,
        Patients = patients,
        Scales = JsonSerializer.Serialize(table.Scales),
    };

    internal ProjectIndexTable Read() => ProjectIndexTable.Of(
        JsonSerializer.Deserialize<Dictionary<string, ProjectIndexTable.Scale[]>>(Scales) ?? throw new InvalidDataException("A stored index holds no scales."));
}

internal sealed class StoredProjectIndexMapping : IEntityTypeConfiguration<StoredProjectIndex>
{
    public void Configure(EntityTypeBuilder<StoredProjectIndex> builder)
    {
        builder.ToTable("project_indexes");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
    }
}
