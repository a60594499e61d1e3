using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Api;

/// <summary>Registers keys, tokens, scopes and limits of the API.</summary>
internal static class ApiSetup
{
    /// <summary>Type of the claims that say what a key may do.</summary>
    public const string ScopeClaim = "pdmp-scope";

    /// <summary>Name of the OpenAPI document.</summary>
    public const string Document = "v1";

    /// <summary>Name of the policy that asks for a person's token of ours.</summary>
    public const string PersonPolicy = "api-person";

    /// <summary>Asks whichever scheme the token is of.</summary>
    public const string AnyScheme = "api";

    public static void AddApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var authentication = services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddBearerToken(IdentityConstants.BearerScheme)
            .AddPolicyScheme(AnyScheme, null, any =>
            {
                (any.ForwardChallenge, any.ForwardForbid) = (ApiKeyAuthentication.SchemeName, ApiKeyAuthentication.SchemeName);
                any.ForwardDefaultSelector = SchemeOf;
            });
        OutsideIdentity.Add(authentication, builder.Configuration);
        services.AddOptions<BearerTokenOptions>(IdentityConstants.BearerScheme).Configure<AccountOptions>(PersonTokens.Configure);
        services.AddScoped<PersonTokens>();
        services.AddSingleton<ApiRateLimits>();
        services.AddSingleton<FailedTokens>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = LookupJson.Options.Encoder);
        services.AddOpenApi(Document, options => options.ShouldInclude = call => call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Enum.GetValues<ApiScope>().Where(s => s is not (ApiScope.None or ApiScope.All)))
        {
            authorization.AddPolicy(PolicyOf(scope), policy => policy
                .AddAuthenticationSchemes(AnyScheme).RequireAuthenticatedUser().RequireAssertion(asked => ApiCaller.ScopesOf(asked.User).HasFlag(scope)));
        }

        authorization.AddPolicy(PersonPolicy, policy => policy.AddAuthenticationSchemes(AnyScheme).RequireAuthenticatedUser()
            .RequireAssertion(asked => asked.User.Identity!.AuthenticationType is not (ApiKeyAuthentication.SchemeName or OutsideIdentity.SchemeName)));
    }

    /// <summary>Name of the policy that asks for a key with this scope, or a person whose role may do as much.</summary>
    public static string PolicyOf(ApiScope scope) => $"api-{scope.ToString().ToLowerInvariant()}";

    /// <summary>Who asks, by the request's key or token.</summary>
    public static Inquiry InquiryOf(HttpContext context, QueryPurpose purpose, string application)
    {
        var caller = ApiCaller.Of(context);
        return new Inquiry
        {
            Account = caller.Actor,
            Role = caller.Role,
            Supervisor = caller.Supervisor,
            Purpose = purpose,
            Facility = caller.Facility,
            Application = application,
            ClientAddress = context.Connection.RemoteIpAddress?.ToString() ?? "",
            SeesTreatmentPrograms = caller.SeesTreatmentPrograms,
            IsVouchedFor = caller.IsVouchedFor,
        };
    }

    /// <summary>With the scope's policy and the caller's limit.</summary>
    public static RouteHandlerBuilder ForCallers(this RouteHandlerBuilder route, ApiScope scope) => route
        .RequireAuthorization(PolicyOf(scope))
        .AddEndpointFilter((invocation, next) => invocation.HttpContext.RequestServices.GetRequiredService<ApiRateLimits>().FilterAsync(invocation, next))
        .AddEndpointFilter(ApiCaller.StillStandsAsync);

    /// <summary>Told apart by their form: keys begin with a word, a provider's tokens have two full stops, ours have none.</summary>
    private static string SchemeOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer pdmp_", StringComparison.OrdinalIgnoreCase) || header.Length == 0 ? ApiKeyAuthentication.SchemeName
            : header.Count(c => c == '.') != 2 ? IdentityConstants.BearerScheme
            : context.RequestServices.GetRequiredService<IConfiguration>()["OutsideIdentity:Authority"] is { Length: > 0 } ? OutsideIdentity.SchemeName
            : ApiKeyAuthentication.SchemeName;
    }
}
