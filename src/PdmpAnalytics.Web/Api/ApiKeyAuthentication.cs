using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Api;

/// <summary>Lets programs in by their key: <c>Authorization: Bearer TOKEN</c>. Cookies count for nothing here, so no page of another site can use them.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyService keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "api-key";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("Not a key that works.");
        }

        Context.Items[typeof(ApiKey)] = key;
        var scopes = Enum.GetValues<ApiScope>().Where(s => s is not (ApiScope.None or ApiScope.All) && key.Scopes.HasFlag(s));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, key.Actor), .. scopes.Select(s => new Claim(ApiSetup.ScopeClaim, s.ToString()))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return ApiProblem.For(Context, StatusCodes.Status401Unauthorized, "key-missing", "Send a key or token that works as \"Authorization: Bearer TOKEN\".").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.For(Context, StatusCodes.Status403Forbidden, "scope-missing", "This key, or a person of this role, may not do that.").ExecuteAsync(Context);
}
