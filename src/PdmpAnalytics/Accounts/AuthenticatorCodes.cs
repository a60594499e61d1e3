using Microsoft.AspNetCore.Identity;

namespace PdmpAnalytics.Accounts;

/// <summary>Time-based codes (RFC 6238) of an authenticator app, each accepted once.</summary>
internal sealed class AuthenticatorCodes : AuthenticatorTokenProvider<Account>
{
    private const string Provider = "PdmpAnalytics";
    private const string Used = "UsedCodes";

    /// <summary>Identity takes the codes of two steps before to two steps after now, so five are valid at any time.</summary>
    private const int Remembered = 5;

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        var used = (await manager.GetAuthenticationTokenAsync(user, Provider, Used) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (used.Contains(token) || !await base.ValidateAsync(purpose, token, manager, user))
        {
            return false;
        }

        // Of two that come with one code at once, one cannot write it down.
        return (await manager.SetAuthenticationTokenAsync(user, Provider, Used, string.Join(' ', used.Append(token).TakeLast(Remembered)))).Succeeded;
    }
}
