using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Api;

/// <summary>Lets programs in by their key: <c>Authorization: Bearer TOKEN</c>. Cookies count for nothing here, so no page of another site can use them.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyService keys, FailedTokens failed)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "api-key";
    private const string Bearer = "Bearer ";

    /// <summary>What a request sends as key or token; empty without any.</summary>
    public static string TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = TokenOf(Context);
        if (token.Length == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.FindAsync(token, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("Not a key that works.");
        }

        Context.Items[typeof(ApiKey)] = key;
        var scopes = Enum.GetValues<ApiScope>().Where(s => s is not (ApiScope.None or ApiScope.All) && key.Scopes.HasFlag(s));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, key.Actor), .. scopes.Select(s => new Claim(ApiSetup.ScopeClaim, s.ToString()))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>Of every scheme of the API.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (OutsideIdentity.IsOutOfReach(Context))
        {
            await Problems.AnswerAsync(Context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        var token = TokenOf(Context);
        if (token.Length > 0 && failed.ClosedFor(Context, token) is { } seconds)
        {
            await ApiProblem.Closed(Context, seconds).ExecuteAsync(Context);
            return;
        }

        if (token.Length > 0)
        {
            await failed.CountAsync(Context, token);
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        await ApiProblem.For(Context, StatusCodes.Status401Unauthorized, "key-missing", "Send a key or token that works as \"Authorization: Bearer TOKEN\".").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.For(Context, StatusCodes.Status403Forbidden, "scope-missing", "This key, or a person of this role, may not do that.").ExecuteAsync(Context);
}
