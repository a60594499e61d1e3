using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review.Referral;

/// <summary>
/// What was put together about an alert at one version, kept as it was: the same packet exported again is the same to the byte,
/// whatever records, names and linkage became since.
/// </summary>
public sealed class CasePacket
{
    private CasePacket()
    {
    }

    public long Id { get; private set; }
    public long AlertId { get; private set; }

    /// <summary>With the alert's id unique.</summary>
    public int AlertVersion { get; private set; }

    /// <summary>Account.</summary>
    public string MadeBy { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary><see cref="PacketJson"/>: identity included.</summary>
    public string Content { get; private set; } = "";

    /// <summary>Lower-case hexadecimal SHA-256 of the UTF-8 content.</summary>
    public string Sha256 { get; private set; } = "";

    public bool IsIntact => Sha256 == HashOf(Content);

    public override string ToString() => $"packet {Id} about alert {AlertId}";

    internal static CasePacket Of(PacketContent content)
    {
        var json = PacketJson.Write(content);
        return new()
        {
            AlertId = content.AlertId,
            AlertVersion = content.AlertVersion,
            MadeBy = content.MadeBy,
            MadeAt = content.MadeAt,
            Content = json,
            Sha256 = HashOf(json),
        };
    }

    private static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}

internal sealed class CasePacketMapping : IEntityTypeConfiguration<CasePacket>
{
    public void Configure(EntityTypeBuilder<CasePacket> builder)
    {
        builder.ToTable("case_packets");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Sha256).HasMaxLength(64);
        builder.Ignore(p => p.IsIntact);
        builder.HasIndex(p => new { p.AlertId, p.AlertVersion }).IsUnique();
        builder.HasOne<Alert>().WithMany().HasForeignKey(p => p.AlertId);
    }
}
