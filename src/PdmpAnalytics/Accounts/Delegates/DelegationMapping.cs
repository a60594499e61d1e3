using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PdmpAnalytics.Accounts.Delegates;

internal sealed class DelegationMapping : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        builder.ToTable("delegations");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Delegate).HasMaxLength(AccountNames.MaxLength);
        builder.Property(d => d.Supervisor).HasMaxLength(AccountNames.MaxLength);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasIndex(d => d.Delegate);
        builder.HasIndex(d => d.Supervisor);
    }
}

internal sealed class AccountHolderMapping : IEntityTypeConfiguration<AccountHolder>
{
    public void Configure(EntityTypeBuilder<AccountHolder> builder)
    {
        builder.ToTable("account_holders");
        builder.HasKey(h => h.Account);
        builder.Property(h => h.Account).HasMaxLength(AccountNames.MaxLength);
        builder.Property(h => h.LastName).HasMaxLength(AccountHolder.LongestName);
        builder.Property(h => h.FirstName).HasMaxLength(AccountHolder.LongestName);
    }
}
