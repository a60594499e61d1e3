using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Security;

/// <summary>
/// Tokens by which a person uses the API as they use the pages: made by Identity's bearer handler, protected by the host's keys, and worth
/// nothing once the account's security stamp moved on.
/// </summary>
internal sealed class PersonTokens(
    UserManager<Account> accounts, SignInManager<Account> sessions, IOptionsMonitor<BearerTokenOptions> tokens, AccountOptions options, TimeProvider clock)
{
    /// <summary>When the person gave a password: the whole session counts from there.</summary>
    private const string SignedInClaim = "auth_time";

    /// <summary>Our choice, 2026-11-22: a program renews it without the person.</summary>
    private static readonly TimeSpan Access = TimeSpan.FromMinutes(15);

    public static void Configure(BearerTokenOptions bearer, AccountOptions accounts) =>
        (bearer.BearerTokenExpiration, bearer.RefreshTokenExpiration) = (Access, accounts.IdleTimeout);

    /// <summary>What the handler is to make tokens of.</summary>
    /// <param name="withSecondFactor">A code was given as well.</param>
    public async Task<ClaimsPrincipal> PrincipalAsync(Account account, bool withSecondFactor)
    {
        var principal = await sessions.CreateUserPrincipalAsync(account);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(SignedInClaim, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        if (withSecondFactor)
        {
            identity.AddClaim(SecondFactorHandler.Passed);
        }

        return principal;
    }

    /// <summary>The same session with fresh rights; null when the token is no longer good for one.</summary>
    public async Task<ClaimsPrincipal?> RenewAsync(string refreshToken)
    {
        var ticket = tokens.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(refreshToken);
        if (ticket?.Properties.ExpiresUtc is not { } ends || ends <= clock.GetUtcNow()
            || ticket.Principal.FindFirst(SignedInClaim) is not { } signedIn
            || DateTimeOffset.FromUnixTimeSeconds(long.Parse(signedIn.Value, CultureInfo.InvariantCulture)) + options.SessionTimeout <= clock.GetUtcNow()
            || await HolderAsync(ticket.Principal) is not { } account)
        {
            return null;
        }

        var principal = await sessions.CreateUserPrincipalAsync(account);
        ((ClaimsIdentity)principal.Identity!).AddClaims([signedIn, .. ticket.Principal.FindAll(SecondFactorHandler.MethodClaim)]);
        return principal;
    }

    /// <summary>The account of a token that still stands and, where the programme asks for one, was made with a second factor; else null.</summary>
    public async Task<Account?> HolderAsync(ClaimsPrincipal token) =>
        (!options.SecondFactorRequired || token.HasClaim(SecondFactorHandler.MethodClaim, SecondFactorHandler.SeveralFactors))
        && await sessions.ValidateSecurityStampAsync(token) is { IsDisabled: false } account
            ? account
            : null;

    /// <summary>Ends every session and every token of the account.</summary>
    public async Task EndAsync(Account account) => await accounts.UpdateSecurityStampAsync(account);
}
