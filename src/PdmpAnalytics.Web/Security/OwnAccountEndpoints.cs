using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Security;

/// <summary>What people do with their own account: change the password, set the second factor up.</summary>
internal static class OwnAccountEndpoints
{
    public static void MapOwnAccount(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/account").RequireAuthorization(Policies.OwnAccount);
        own.MapGet("", async (HttpContext context, UserManager<Account> accounts) => Page(await OwnAsync(context, accounts), null, null));
        own.MapPost("/password", ChangePasswordAsync).RequireRateLimiting(SecuritySetup.SignInLimit);
        own.MapGet("/second-factor", async (HttpContext context, UserService users, CancellationToken cancellation) =>
            SetUp(context, await users.AuthenticatorKeyAsync(NameOf(context), cancellation), null));
        own.MapPost("/second-factor", TurnOnAsync).RequireRateLimiting(SecuritySetup.SignInLimit);
    }

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? current, [FromForm] string? next, [FromForm] string? again, HttpContext context, UserService users,
        UserManager<Account> accounts, SignInManager<Account> sessions, CancellationToken cancellation)
    {
        var refusal = next != again
            ? new Refusal(RefusalReason.Incomplete, "The new password was not typed the same twice.")
            : await users.ChangePasswordAsync(NameOf(context), current ?? "", next ?? "", cancellation);
        var account = await OwnAsync(context, accounts);
        if (refusal is not null)
        {
            return Page(account, refusal.Message, null);
        }

        await sessions.RefreshSignInAsync(account);
        return Page(account, null, "The password is changed. Other sessions end within a minute.");
    }

    private static async Task<IResult> TurnOnAsync(
        [FromForm] string? code, HttpContext context, UserService users, UserManager<Account> accounts, SignInManager<Account> sessions,
        CancellationToken cancellation)
    {
        var name = NameOf(context);
        var turnedOn = await users.TurnOnSecondFactorAsync(name, SignIn.Digits(code ?? ""), cancellation);
        if (turnedOn.Refusal is { } refusal)
        {
            return SetUp(context, await users.AuthenticatorKeyAsync(name, cancellation), refusal.Message);
        }

        await sessions.SignInWithClaimsAsync(await OwnAsync(context, accounts), isPersistent: false, [SecondFactorHandler.Passed]);
        return new RazorComponentResult<RecoveryCodesPage>(new { turnedOn.Value.Codes });
    }

    private static RazorComponentResult<AccountPage> Page(Account account, string? wrong, string? done) =>
        new(new { Account = account, Wrong = wrong, Done = done }) { StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };

    /// <param name="key">Null once the second factor is on.</param>
    private static IResult SetUp(HttpContext context, string? key, string? wrong) => key is null
        ? Results.LocalRedirect("/account")
        : new RazorComponentResult<SecondFactorPage>(new { Name = NameOf(context), Key = key, Wrong = wrong })
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    private static async Task<Account> OwnAsync(HttpContext context, UserManager<Account> accounts) =>
        await accounts.GetUserAsync(context.User) ?? throw new InvalidOperationException("A session without an account.");

    private static string NameOf(HttpContext context) => context.User.Identity!.Name!;
}
