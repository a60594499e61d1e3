using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review.Work;

/// <summary>What a second reader concluded about an alert without seeing the first conclusion, and what a lead said where they disagree.</summary>
public sealed class SecondReading
{
    private SecondReading()
    {
    }

    public long AlertId { get; private set; }

    /// <summary>With the alert's id the first <see cref="ReviewDecision"/>.</summary>
    public int AlertVersion { get; private set; }
    public ReadingKind Kind { get; private set; }

    /// <summary>Account.</summary>
    public string FirstReader { get; private set; } = "";
    public Disposition First { get; private set; }

    /// <summary>Account.</summary>
    public string SecondReader { get; private set; } = "";
    public Disposition Second { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>May name a person.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The lead's account; null while both agree or nobody settled it.</summary>
    public string? SettledBy { get; private set; }
    public Disposition? Settled { get; private set; }

    public bool Agrees => First.Label() == Second.Label();

    internal static SecondReading Of(long alertId, AlertWork read, ReadAgain step, Reviewer by, DateTimeOffset at) => new()
    {
        AlertId = alertId,
        AlertVersion = read.Reading!.DecisionVersion,
        Kind = read.Reading.Kind,
        FirstReader = read.Reading.First,
        First = read.Disposition!.Value,
        SecondReader = by.Name,
        Second = step.Disposition,
        ReadAt = at,
        Reason = step.Reason.Trim(),
    };

    /// <param name="by">Null takes the word back.</param>
    internal void Settle(Disposition? disposition, string? by) => (Settled, SettledBy) = (disposition, by);
}

internal sealed class SecondReadingMapping : IEntityTypeConfiguration<SecondReading>
{
    public void Configure(EntityTypeBuilder<SecondReading> builder)
    {
        builder.ToTable("second_readings");
        builder.HasKey(r => new { r.AlertId, r.AlertVersion });
        builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(r => r.First).HasColumnName("first_disposition").HasConversion<string>().HasMaxLength(40);
        builder.Property(r => r.Second).HasColumnName("second_disposition").HasConversion<string>().HasMaxLength(40);
        builder.Property(r => r.Settled).HasColumnName("settled_disposition").HasConversion<string>().HasMaxLength(40);
        builder.Ignore(r => r.Agrees);
        builder.HasOne<ReviewDecision>().WithMany().HasForeignKey(r => new { r.AlertId, r.AlertVersion });
    }
}
