using Microsoft.AspNetCore.Authentication;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Disclosure;

namespace PdmpAnalytics.Web.Api;

/// <summary>Registers keys, scopes and limits for programs.</summary>
internal static class ApiSetup
{
    public const string ScopeClaim = "scope";

    /// <summary>Name of the OpenAPI document.</summary>
    public const string Document = "v1";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddSingleton<ApiRateLimits>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = LookupJson.Options.Encoder);
        services.AddOpenApi(Document, options => options.ShouldInclude = call => call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Enum.GetValues<ApiScope>().Where(s => s is not (ApiScope.None or ApiScope.All)))
        {
            authorization.AddPolicy(PolicyOf(scope), policy => policy
                .AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser().RequireClaim(ScopeClaim, scope.ToString()));
        }
    }

    /// <summary>Name of the policy that asks for a key with this scope.</summary>
    public static string PolicyOf(ApiScope scope) => $"api-{scope.ToString().ToLowerInvariant()}";

    /// <summary>Who asks, by the request's key.</summary>
    public static Inquiry InquiryOf(HttpContext context, QueryPurpose purpose, string application)
    {
        var key = ApiKeyAuthentication.KeyOf(context);
        return new Inquiry
        {
            Account = key.Actor,
            Role = "pharmacy-system",
            Purpose = purpose,
            Facility = key.Facility,
            Application = application,
            ClientAddress = context.Connection.RemoteIpAddress?.ToString() ?? "",
            SeesTreatmentPrograms = key.SeesTreatmentPrograms,
        };
    }

    /// <summary>With the scope's policy and the key's limit.</summary>
    public static RouteHandlerBuilder ForKeys(this RouteHandlerBuilder route, ApiScope scope) => route
        .RequireAuthorization(PolicyOf(scope))
        .AddEndpointFilter((invocation, next) => invocation.HttpContext.RequestServices.GetRequiredService<ApiRateLimits>().FilterAsync(invocation, next));
}
