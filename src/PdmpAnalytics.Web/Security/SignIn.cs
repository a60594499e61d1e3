using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Web.Security;

/// <summary>What became of an attempt to sign in.</summary>
internal enum SignInOutcome
{
    SignedIn,

    /// <summary>The password was right; a code is asked for.</summary>
    CodeNeeded,

    /// <summary>Wrong, unknown, disabled or locked: the one who tries is not told which.</summary>
    Refused,
}

/// <summary>Signs people in and out and notes each attempt in the audit log.</summary>
internal sealed class SignIn(
    UserManager<Account> accounts, SignInManager<Account> sessions, IPasswordHasher<Account> hasher, PersonTokens tokens, AccountOptions options, AuditLog audit,
    IHttpContextAccessor http)
{
    private const string Unknown = "unknown";

    public async Task<SignInOutcome> WithPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        if (!AccountNames.IsPossible(name) || await accounts.FindByNameAsync(name) is not { } account)
        {
            return await UnknownAsync(password, cancellation);
        }

        return await OutcomeAsync(account, await sessions.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true), cancellation);
    }

    public async Task<SignInOutcome> WithCodeAsync(string code, CancellationToken cancellation) =>
        await sessions.GetTwoFactorAuthenticationUserAsync() is { } account
            ? await OutcomeAsync(account, await sessions.TwoFactorAuthenticatorSignInAsync(Digits(code), isPersistent: false, rememberClient: false), cancellation)
            : SignInOutcome.Refused;

    public async Task<SignInOutcome> WithRecoveryCodeAsync(string code, CancellationToken cancellation)
    {
        if (await sessions.GetTwoFactorAuthenticationUserAsync() is not { } account)
        {
            return SignInOutcome.Refused;
        }

        return await OutcomeAsync(account, await sessions.TwoFactorRecoveryCodeSignInAsync(code.Trim()), cancellation);
    }

    /// <summary>
    /// For a program that asks for a person's token: name, password and, where the account has a second factor or the programme asks for
    /// one, a code. Noted before the token is made.
    /// </summary>
    /// <param name="code">Of the second factor; empty for none.</param>
    /// <param name="recoveryCode">In its place; empty for none.</param>
    public async Task<(SignInOutcome Outcome, ClaimsPrincipal? Person)> ForTokenAsync(
        string name, string password, string code, string recoveryCode, CancellationToken cancellation)
    {
        if (!AccountNames.IsPossible(name) || await accounts.FindByNameAsync(name) is not { } account)
        {
            return (await UnknownAsync(password, cancellation), null);
        }

        var result = await sessions.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (result.Succeeded && (account.TwoFactorEnabled || options.SecondFactorRequired))
        {
            if (!account.TwoFactorEnabled || code.Length + recoveryCode.Length == 0)
            {
                await NoteAsync(account, "account.code_needed", cancellation);
                return (SignInOutcome.CodeNeeded, null);
            }

            // Counted or not let in: guesses that come at once must not outrun the lock.
            result = await PassesAsync(account, code, recoveryCode) && (await accounts.ResetAccessFailedCountAsync(account)).Succeeded ? SignInResult.Success
                : (await accounts.AccessFailedAsync(account)).Succeeded && await accounts.IsLockedOutAsync(account) ? SignInResult.LockedOut
                : SignInResult.Failed;
        }

        var outcome = await OutcomeAsync(account, result, cancellation);
        return (outcome, outcome == SignInOutcome.SignedIn ? await tokens.PrincipalAsync(account, account.TwoFactorEnabled) : null);
    }

    public async Task OutAsync(CancellationToken cancellation)
    {
        if (http.HttpContext?.User is { Identity.IsAuthenticated: true } user)
        {
            await NoteAsync(await accounts.GetUserAsync(user), "account.signed_out", cancellation);
        }

        await sessions.SignOutAsync();
    }

    /// <summary>Writes down what somebody did with their sign-in; null for an account that is not known.</summary>
    public Task NoteAsync(Account? account, string action, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEntry(account?.Name ?? Unknown, action, account is null ? "account:unknown" : $"account:{account.Id}", Detail),
        cancellation);

    /// <summary>Of the audit events: where the request came from.</summary>
    public string Detail => $"address={http.HttpContext?.Connection.RemoteIpAddress}";

    /// <summary>People type the gap that apps show.</summary>
    public static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));

    /// <summary>As much work as for a known name, so that the time taken does not tell names. What was typed may be a password: it is not kept.</summary>
    private async Task<SignInOutcome> UnknownAsync(string password, CancellationToken cancellation)
    {
        _ = hasher.HashPassword(null!, password);
        await NoteAsync(null, "account.sign_in_failed", cancellation);
        return SignInOutcome.Refused;
    }

    private async Task<bool> PassesAsync(Account account, string code, string recoveryCode) => code.Length > 0
        ? await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, Digits(code))
        : (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, recoveryCode.Trim())).Succeeded;

    private async Task<SignInOutcome> OutcomeAsync(Account account, SignInResult result, CancellationToken cancellation)
    {
        if (result.RequiresTwoFactor)
        {
            return SignInOutcome.CodeNeeded;
        }

        await NoteAsync(
            account,
            result.Succeeded ? "account.signed_in" : result.IsLockedOut ? "account.locked_out" : "account.sign_in_failed",
            cancellation);
        return result.Succeeded ? SignInOutcome.SignedIn : SignInOutcome.Refused;
    }
}
