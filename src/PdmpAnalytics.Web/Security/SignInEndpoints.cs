using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace PdmpAnalytics.Web.Security;

/// <summary>Sign-in by password and second factor, and sign-out.</summary>
internal static class SignInEndpoints
{
    private const string Wrong = "That did not work. Name or password is wrong, or the account is locked for a while after too many attempts.";
    private const string WrongCode = "That code was not accepted. Wait for the next one, then try again.";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", (string? returnUrl) => Form(returnUrl, null)).AllowAnonymous();
        app.MapPost("/sign-in", WithPasswordAsync).AllowAnonymous().RequireRateLimiting(SecuritySetup.SignInLimit);
        app.MapGet("/sign-in/code", (string? returnUrl) => CodeForm(returnUrl, null)).AllowAnonymous();
        app.MapPost("/sign-in/code", WithCodeAsync).AllowAnonymous().RequireRateLimiting(SecuritySetup.SignInLimit);
        app.MapPost("/sign-in/recovery", WithRecoveryCodeAsync).AllowAnonymous().RequireRateLimiting(SecuritySetup.SignInLimit);
        app.MapPost("/sign-out", OutAsync).AllowAnonymous();
    }

    private static async Task<IResult> WithPasswordAsync(
        [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl, SignIn signIn, CancellationToken cancellation) =>
        await signIn.WithPasswordAsync(name ?? "", password ?? "", cancellation) switch
        {
            SignInOutcome.SignedIn => Results.LocalRedirect(ReturnAddress.Local(returnUrl)),
            SignInOutcome.CodeNeeded => Results.LocalRedirect($"/sign-in/code?returnUrl={Uri.EscapeDataString(ReturnAddress.Local(returnUrl))}"),
            SignInOutcome.Refused => Form(returnUrl, Wrong),
        };

    private static async Task<IResult> WithCodeAsync(
        [FromForm] string? code, [FromForm] string? returnUrl, SignIn signIn, CancellationToken cancellation) =>
        await signIn.WithCodeAsync(code ?? "", cancellation) == SignInOutcome.SignedIn
            ? Results.LocalRedirect(ReturnAddress.Local(returnUrl))
            : CodeForm(returnUrl, WrongCode);

    private static async Task<IResult> WithRecoveryCodeAsync(
        [FromForm] string? code, [FromForm] string? returnUrl, SignIn signIn, CancellationToken cancellation) =>
        await signIn.WithRecoveryCodeAsync(code ?? "", cancellation) == SignInOutcome.SignedIn
            ? Results.LocalRedirect(ReturnAddress.Local(returnUrl))
            : CodeForm(returnUrl, WrongCode);

    private static async Task<IResult> OutAsync([FromForm] string? returnUrl, SignIn signIn, CancellationToken cancellation)
    {
        await signIn.OutAsync(cancellation);
        return Results.LocalRedirect($"/sign-in?returnUrl={Uri.EscapeDataString(ReturnAddress.Local(returnUrl))}");
    }

    private static RazorComponentResult<SignInPage> Form(string? returnUrl, string? wrong) =>
        new(new { ReturnUrl = ReturnAddress.Local(returnUrl), Wrong = wrong }) { StatusCode = StatusOf(wrong) };

    private static RazorComponentResult<CodePage> CodeForm(string? returnUrl, string? wrong) =>
        new(new { ReturnUrl = ReturnAddress.Local(returnUrl), Wrong = wrong }) { StatusCode = StatusOf(wrong) };

    private static int StatusOf(string? wrong) => wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
}
