using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Accounts;

/// <summary>Somebody whom only an outside identity provider knows: barred or not, and by which name its tokens call them. Prints no name.</summary>
public sealed class OutsidePerson
{
    /// <summary>Before the provider's lasting name, so that none is taken for an account of the programme.</summary>
    public const string Prefix = "outside:";

    private const int LongestLastingName = 64;

    private OutsidePerson()
    {
    }

    internal OutsidePerson(string actor) => Actor = actor;

    /// <summary>As in the audit log: <see cref="Prefix"/> and the lasting name.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>As the person's last token had it, for the signs of curiosity; empty when none did.</summary>
    public string LastName { get; private set; } = "";

    /// <inheritdoc cref="LastName"/>
    public string FirstName { get; private set; } = "";

    /// <summary>UTC; null for somebody who is let in.</summary>
    public DateTimeOffset? BarredAt { get; private set; }
    public string BarredBy { get; private set; } = "";

    /// <summary>The actor of a lasting name; null for one that is none.</summary>
    public static string? ActorOf(string name) =>
        name.Length is > 0 and <= LongestLastingName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+' or '|') ? Prefix + name : null;

    internal void Rename(string last, string first) => (LastName, FirstName) = (last, first);

    internal void Bar(string by, DateTimeOffset at) => (BarredBy, BarredAt) = (by, at);

    internal void LetIn() => (BarredBy, BarredAt) = ("", null);

    public override string ToString() => Actor;
}

internal sealed class OutsidePersonMapping : IEntityTypeConfiguration<OutsidePerson>
{
    public void Configure(EntityTypeBuilder<OutsidePerson> builder)
    {
        builder.ToTable("outside_people");
        builder.HasKey(p => p.Actor);
        builder.Property(p => p.Actor).HasMaxLength(80);
        builder.Property(p => p.LastName).HasMaxLength(AccountHolder.LongestName);
        builder.Property(p => p.FirstName).HasMaxLength(AccountHolder.LongestName);
        builder.Property(p => p.BarredBy).HasMaxLength(AccountNames.MaxLength);
    }
}
