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
    UserManager<Account> accounts, SignInManager<Account> sessions, TokenChainService chains, IOptionsMonitor<BearerTokenOptions> tokens, AccountOptions options, TimeProvider clock)
{
    /// <summary>When the person gave a password: the whole session counts from there.</summary>
    private const string SignedInClaim = "auth_time";

    /// <summary>Id of the <see cref="TokenChain"/>, a slash, and the number that its refresh token has.</summary>
    private const string ChainClaim = "pdmp-chain";

    /// <summary>Our choice, 2026-11-22: a program renews it without the person.</summary>
    private static readonly TimeSpan Access = TimeSpan.FromMinutes(15);

    public static void Configure(BearerTokenOptions bearer, AccountOptions accounts) =>
        (bearer.BearerTokenExpiration, bearer.RefreshTokenExpiration) = (Access < accounts.IdleTimeout ? Access : accounts.IdleTimeout, accounts.IdleTimeout);

    /// <summary>What the handler is to make tokens of.</summary>
    /// <param name="withSecondFactor">A code was given as well.</param>
    public async Task<ClaimsPrincipal> PrincipalAsync(Account account, bool withSecondFactor)
    {
        var principal = await sessions.CreateUserPrincipalAsync(account);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(SignedInClaim, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(Link(await chains.StartAsync(account), 0));
        if (withSecondFactor)
        {
            identity.AddClaim(SecondFactorHandler.Passed);
        }

        return principal;
    }

    /// <summary>The same session with fresh rights, noted; null when the token is no longer good for one. One that was used before ends the session.</summary>
    /// <param name="detail">Of the audit event.</param>
    public async Task<ClaimsPrincipal?> RenewAsync(string refreshToken, string detail, CancellationToken cancellation)
    {
        var ticket = tokens.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(refreshToken);
        if (ticket?.Properties.ExpiresUtc is not { } ends || ChainOf(ticket.Principal) is not { } link)
        {
            return null;
        }

        if (ends <= clock.GetUtcNow())
        {
            await chains.EndIfUsedAsync(link.Chain, link.Serial, detail, cancellation); // its successor may be in other hands
            return null;
        }

        if (await HolderAsync(ticket.Principal) is not { } account || !await chains.StepAsync(link.Chain, link.Serial, account, detail, cancellation))
        {
            return null;
        }

        var principal = await sessions.CreateUserPrincipalAsync(account);
        ((ClaimsIdentity)principal.Identity!).AddClaims([Link(link.Chain, link.Serial + 1), .. ticket.Principal.FindAll(SignedInClaim), .. ticket.Principal.FindAll(SecondFactorHandler.MethodClaim)]);
        return principal;
    }

    /// <summary>
    /// The account of a token whose session is not over and which, where the programme asks for one, was made with a second factor; else
    /// null. The chain of a refresh token that came twice is over, too.
    /// </summary>
    public async Task<Account?> HolderAsync(ClaimsPrincipal token) =>
        long.TryParse(token.FindFirst(SignedInClaim)?.Value, CultureInfo.InvariantCulture, out var signedIn)
        && clock.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(signedIn) + options.SessionTimeout
        && (!options.SecondFactorRequired || token.HasClaim(SecondFactorHandler.MethodClaim, SecondFactorHandler.SeveralFactors))
        && await sessions.ValidateSecurityStampAsync(token) is { IsDisabled: false } account
        && ChainOf(token) is { } link && await chains.IsLiveAsync(link.Chain)
            ? account
            : null;

    /// <summary>Ends every session and every token of the account.</summary>
    /// <returns>False when somebody changed the account at the same moment: nothing ended.</returns>
    public async Task<bool> EndAsync(Account account) => (await accounts.UpdateSecurityStampAsync(account)).Succeeded;

    private static Claim Link(Guid chain, int serial) => new(ChainClaim, string.Create(CultureInfo.InvariantCulture, $"{chain:N}/{serial}"));

    private static (Guid Chain, int Serial)? ChainOf(ClaimsPrincipal token) =>
        token.FindFirst(ChainClaim)?.Value.Split('/') is [var chain, var serial] ? (Guid.ParseExact(chain, "N"), int.Parse(serial, CultureInfo.InvariantCulture)) : null;
}
