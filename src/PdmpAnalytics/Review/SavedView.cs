using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Review;

/// <summary>A list of alerts that somebody comes back to, under a name: what they chose to see, not what was in it.</summary>
public sealed class SavedView
{
    /// <summary>Longest name, and longest choice (our choice, 2026-11-22).</summary>
    public const int MostCharacters = 60;

    internal const int LongestSearch = 400;

    private SavedView()
    {
    }

    internal SavedView(string owner, string name, ReviewQueueKind queue, string search) =>
        (Owner, Name, Queue, Search) = (owner, name, queue, search);

    public long Id { get; private set; }

    /// <summary>Account.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>With the owner unique.</summary>
    public string Name { get; private set; } = "";
    public ReviewQueueKind Queue { get; private set; }

    /// <summary>As <see cref="QueueSearch"/> reads it, parts joined by blanks; holds no name of a person.</summary>
    public string Search { get; private set; } = "";

    /// <summary>Everybody who may see the queue may use it; the owner alone changes it.</summary>
    public bool IsShared { get; private set; }

    internal void Show(ReviewQueueKind queue, string search) => (Queue, Search) = (queue, search);

    internal void Change(string name, bool shared) => (Name, IsShared) = (name, shared);
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.HasKey(v => v.Id);
        builder.Property(v => v.Owner).HasMaxLength(64);
        builder.Property(v => v.Name).HasMaxLength(SavedView.MostCharacters);
        builder.Property(v => v.Queue).HasConversion<string>().HasMaxLength(16);
        builder.Property(v => v.Search).HasMaxLength(SavedView.LongestSearch);
        builder.HasIndex(v => new { v.Owner, v.Name }).IsUnique();
    }
}
