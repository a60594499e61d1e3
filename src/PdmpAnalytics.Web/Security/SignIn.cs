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
    UserManager<Account> accounts, SignInManager<Account> sessions, IPasswordHasher<Account> hasher, AuditLog audit, IHttpContextAccessor http)
{
    private const string Unknown = "unknown";

    public async Task<SignInOutcome> WithPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        if (await accounts.FindByNameAsync(name) is not { } account)
        {
            // As much work as for a known name, so that the time taken does not tell names. What was typed may be a password: it is not kept.
            _ = hasher.HashPassword(null!, password);
            await NoteAsync(null, "account.sign_in_failed", cancellation);
            return SignInOutcome.Refused;
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

    public async Task OutAsync(CancellationToken cancellation)
    {
        if (http.HttpContext?.User is { Identity.IsAuthenticated: true } user)
        {
            await NoteAsync(await accounts.GetUserAsync(user), "account.signed_out", cancellation);
        }

        await sessions.SignOutAsync();
    }

    /// <summary>People type the gap that apps show.</summary>
    public static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));

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

    private Task NoteAsync(Account? account, string action, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEntry(account?.Name ?? Unknown, action, account is null ? "account:unknown" : $"account:{account.Id}", $"address={http.HttpContext?.Connection.RemoteIpAddress}"),
        cancellation);
}
