using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Accounts;

/// <summary>One sign-in of a person at the API and the refresh tokens that followed one another since; only the newest is good, once.</summary>
public sealed class TokenChain
{
    private TokenChain()
    {
    }

    internal TokenChain(long accountId, DateTimeOffset at) => (Id, AccountId, StartedAt) = (Guid.NewGuid(), accountId, at);

    /// <summary>Random, and in every token of the chain.</summary>
    public Guid Id { get; private set; }
    public long AccountId { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Number of the refresh token that is good, from 0; it counts up with each renewal.</summary>
    public int Serial { get; private set; }

    /// <summary>UTC; null while the chain goes on.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public override string ToString() => $"token chain {Id}";
}

internal sealed class TokenChainMapping : IEntityTypeConfiguration<TokenChain>
{
    public void Configure(EntityTypeBuilder<TokenChain> builder)
    {
        builder.ToTable("token_chains");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => new { c.AccountId, c.StartedAt });
    }
}
