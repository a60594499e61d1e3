using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PdmpAnalytics.Accounts;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    private const char Separator = ';';

    private static readonly ValueConverter<IReadOnlyList<AccountRole>, string> RolesAsText = new(
        roles => string.Join(Separator, roles.Select(AccountRoles.Code)),
        text => Parse(text));

    private static readonly ValueComparer<IReadOnlyList<AccountRole>> InOrder = new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)), roles => roles.Count, roles => roles);

    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.UserName).HasMaxLength(AccountNames.MaxLength).IsRequired();
        builder.Property(a => a.NormalizedUserName).HasMaxLength(AccountNames.MaxLength).IsRequired();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
        builder.Property(a => a.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        builder.Property(a => a.Facility).HasMaxLength(FacilityNumber.MaxLength);
        builder.Property(a => a.Roles).HasConversion(RolesAsText, InOrder).HasMaxLength(128);

        // Nothing is sent to anybody: what is not held cannot leak.
        builder.Ignore(a => a.Email);
        builder.Ignore(a => a.NormalizedEmail);
        builder.Ignore(a => a.EmailConfirmed);
        builder.Ignore(a => a.PhoneNumber);
        builder.Ignore(a => a.PhoneNumberConfirmed);
        builder.Ignore(a => a.Name);
        builder.Ignore(a => a.IsDisabled);
    }

    private static IReadOnlyList<AccountRole> Parse(string text) =>
        [.. text.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(code => AccountRoles.TryParse(code, out var role) ? role : throw new InvalidOperationException("An account holds a role that this program does not know."))];
}

/// <summary>What an external sign-in says about an account, kept by Identity.</summary>
internal sealed class AccountClaimMapping : IEntityTypeConfiguration<IdentityUserClaim<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> builder)
    {
        builder.ToTable("account_claims");
        builder.HasKey(c => c.Id);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.UserId).IsRequired();
    }
}

/// <summary>The accounts of external providers that lead to an account.</summary>
internal sealed class AccountLoginMapping : IEntityTypeConfiguration<IdentityUserLogin<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> builder)
    {
        builder.ToTable("account_logins");
        builder.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        builder.HasOne<Account>().WithMany().HasForeignKey(l => l.UserId).IsRequired();
    }
}

/// <summary>The second factor: its key, recovery codes and the codes used last.</summary>
internal sealed class AccountTokenMapping : IEntityTypeConfiguration<IdentityUserToken<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> builder)
    {
        builder.ToTable("account_tokens");
        builder.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId).IsRequired();
    }
}
