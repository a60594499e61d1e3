using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>Registers Identity over the product's store, for the web host and the command line alike.</summary>
internal static class AccountServices
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA-512: OWASP Password Storage Cheat Sheet, 2023.</summary>
    private const int HashRounds = 210_000;

    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(new AccountOptions());

        // Identity is made for one context a request; every other shell takes one a call from the factory.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContext());
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddScoped<IUserClaimsPrincipalFactory<Account>, AccountClaims>();
        services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
        services.AddIdentityCore<Account>(options =>
        {
            options.User.AllowedUserNameCharacters = AccountNames.Characters;
            options.Lockout.AllowedForNewUsers = true;
        }).AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddOptions<IdentityOptions>().Configure<AccountOptions>((identity, options) =>
            (identity.Lockout.MaxFailedAccessAttempts, identity.Lockout.DefaultLockoutTimeSpan) = (options.FailuresBeforeLockout, options.Lockout));
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds);
        services.AddSingleton<UserService>();
        services.AddSingleton<AccountStewardService>();
    }
}
