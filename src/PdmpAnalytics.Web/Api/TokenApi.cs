using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Api;

/// <summary>Name, password and, where there is one, a code of the second factor or a recovery code.</summary>
internal sealed record TokenBody(string? Name, string? Password, string? Code, string? RecoveryCode)
{
    public override string ToString() => "a sign-in";
}

/// <summary>A token to renew a session with.</summary>
internal sealed record RefreshBody(string? RefreshToken)
{
    public override string ToString() => "a renewal";
}

/// <summary>Tokens for persons: sign in, renew, end. Every attempt is audited, and counted like one on the page.</summary>
internal static class TokenApi
{
    private const string Address = "/api/v1/tokens";

    public static void MapTokenApi(this IEndpointRouteBuilder app)
    {
        app.MapPost(Address, SignInAsync).AllowAnonymous().RequireRateLimiting(SecuritySetup.SignInLimit)
            .Accepts<TokenBody>("application/json", "*/*").Produces<AccessTokenResponse>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(415).ProducesProblem(429)
            .WithSummary("A person's token for a quarter of an hour, and one to renew it with.");
        app.MapPost($"{Address}/refresh", RefreshAsync).AllowAnonymous().RequireRateLimiting(SecuritySetup.SignInLimit)
            .Accepts<RefreshBody>("application/json", "*/*").Produces<AccessTokenResponse>()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(415).ProducesProblem(429)
            .WithSummary("A new token for the same session. A refresh token is good once: one that comes again ends the session.");
        app.MapDelete(Address, EndAsync).RequireAuthorization(ApiSetup.PersonPolicy).Produces(204).ProducesProblem(401)
            .WithSummary("Ends every session and every token of the account.");
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIn signIn)
    {
        var (body, problem) = await ApiBody.ReadJsonAsync<TokenBody>(context);
        if (body is null)
        {
            return problem!;
        }

        var (outcome, person) = await signIn.ForTokenAsync(body.Name ?? "", body.Password ?? "", body.Code ?? "", body.RecoveryCode ?? "", context.RequestAborted);
        return outcome switch
        {
            SignInOutcome.SignedIn => Results.SignIn(person!, authenticationScheme: IdentityConstants.BearerScheme),
            SignInOutcome.CodeNeeded => ApiProblem.Of(
                StatusCodes.Status401Unauthorized, "code-needed", "Send the second factor's code, or a recovery code, with name and password. Without one set up, do that in the browser first.", "code"),
            SignInOutcome.Refused => ApiProblem.Of(
                StatusCodes.Status401Unauthorized, "sign-in-failed", "Name, password or code is wrong, the account is locked for a while, or it may not use the API."),
        };
    }

    private static async Task<IResult> RefreshAsync(HttpContext context, SignIn signIn, PersonTokens tokens, FailedTokens failed)
    {
        var (body, problem) = await ApiBody.ReadJsonAsync<RefreshBody>(context);
        if (body is null)
        {
            return problem!;
        }

        var token = body.RefreshToken ?? "";
        if (await tokens.RenewAsync(token, signIn.Detail, context.RequestAborted) is { } person)
        {
            return Results.SignIn(person, authenticationScheme: IdentityConstants.BearerScheme);
        }

        if (failed.ClosedFor(context, token) is { } seconds)
        {
            return ApiProblem.Closed(context, seconds);
        }

        await signIn.NoteAsync(null, "account.renewal_failed", context.RequestAborted);
        await failed.CountAsync(context, token);
        return ApiProblem.Of(StatusCodes.Status401Unauthorized, "token-ended", "The session has ended. Sign in again.");
    }

    private static async Task<IResult> EndAsync(HttpContext context, SignIn signIn, PersonTokens tokens)
    {
        if (await tokens.HolderAsync(context.User) is not { } account)
        {
            return ApiProblem.Of(StatusCodes.Status401Unauthorized, "token-ended", "The session has ended already.");
        }

        if (!await tokens.EndAsync(account))
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, "changed-since", "The account was changed at the same moment. Ask again.");
        }

        await signIn.NoteAsync(account, "account.signed_out", context.RequestAborted);
        return Results.NoContent();
    }
}
