using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Review.Work;

/// <summary>What somebody wrote down about an alert. Written once. May name a person, so it stays out of logs and exports.</summary>
public sealed class ReviewNote
{
    /// <summary>Longest text in characters (our choice, 2026-11-22).</summary>
    public const int MostCharacters = 4000;

    private ReviewNote()
    {
    }

    public long Id { get; private set; }
    public long AlertId { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset WrittenAt { get; private set; }

    /// <summary>Account.</summary>
    public string WrittenBy { get; private set; } = "";
    public string Text { get; private set; } = "";

    public override string ToString() => $"note {Id} about alert {AlertId}";

    internal static Result<ReviewNote> Write(long alertId, string text, Reviewer by, DateTimeOffset at) =>
        text.Trim() is { Length: > 0 and <= MostCharacters } trimmed
            ? new ReviewNote { AlertId = alertId, WrittenAt = at, WrittenBy = by.Name, Text = trimmed }
            : new Refusal(RefusalReason.Incomplete, $"A note has 1 to {MostCharacters} characters.");
}

internal sealed class ReviewNoteMapping : IEntityTypeConfiguration<ReviewNote>
{
    public void Configure(EntityTypeBuilder<ReviewNote> builder)
    {
        builder.ToTable("review_notes");
        builder.HasKey(n => n.Id);
        builder.HasIndex(n => n.AlertId);
        builder.HasOne<Alert>().WithMany().HasForeignKey(n => n.AlertId);
    }
}
