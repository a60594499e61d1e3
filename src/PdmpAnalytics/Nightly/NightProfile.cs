using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PdmpAnalytics.Detection.Scoring;

namespace PdmpAnalytics.Nightly;

/// <summary>How the features of a night's patients were distributed; written once, so that a night done again judges itself alike.</summary>
public sealed class NightProfile
{
    private NightProfile()
    {
    }

    public DateOnly BusinessDate { get; private set; }

    /// <summary><see cref="PatientFeatures.Version"/>; profiles of another one are not compared.</summary>
    public int FeatureVersion { get; private set; }

    /// <summary>Patients looked at.</summary>
    public int Patients { get; private set; }

    /// <summary>The <see cref="FeatureProfile"/> as compressed JSON.</summary>
    public byte[] Figures { get; private set; } = [];

    internal static NightProfile Of(DateOnly date, FeatureProfile profile)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(zip, profile);
        }

        return new NightProfile { BusinessDate = date, FeatureVersion = PatientFeatures.Version, Patients = profile.Patients, Figures = bytes.ToArray() };
    }

    public FeatureProfile Read()
    {
        using var json = new GZipStream(new MemoryStream(Figures), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<FeatureProfile>(json) ?? throw new InvalidDataException("A night's profile holds no figures.");
    }
}

internal sealed class NightProfileMapping : IEntityTypeConfiguration<NightProfile>
{
    public void Configure(EntityTypeBuilder<NightProfile> builder)
    {
        builder.ToTable("night_profiles");
        builder.HasKey(p => p.BusinessDate);
    }
}
