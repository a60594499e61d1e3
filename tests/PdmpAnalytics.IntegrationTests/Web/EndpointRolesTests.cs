using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Web.Api;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web;

/// <summary>Who may call what. A route without a line here fails the test, as does a line without a route.</summary>
public class EndpointRolesTests
{
    /// <summary>
    /// Method, route, and the roles let in: <c>anyone</c> without signing in, <c>account</c> for any role, <c>key</c> for programs. The file route is of a host that
    /// was built and not published, for static files added since.
    /// </summary>
    private const string Matrix = """
        GET  /                          account
        GET  /{**path:file}             account
        HEAD /{**path:file}             account
        GET  /api/{documentName}/openapi.json anyone
        POST /api/v1/batch              key
        POST /api/v1/checks             key
        POST /api/v1/patients/report    key
        POST /api/v1/patients/search    key
        GET  /api/v1/resolutions        key
        POST /api/v1/resolutions        key
        GET  /api/v1/resolutions/{id:guid} key
        PUT  /api/v1/resolutions/{id:guid} key
        GET  /cds-services              anyone
        POST /cds-services/pdmp-look-up-order-select key
        POST /cds-services/pdmp-look-up-order-sign key
        POST /cds-services/pdmp-look-up-patient-view key
        POST /fhir/$pdmp-history        key
        GET  /fhir/metadata             anyone
        POST /fhir/Patient/$pdmp-history key
        GET  /look-up                   analyst,lead,pharmacist,prescriber,delegate
        POST /look-up                   analyst,lead,pharmacist,prescriber,delegate
        POST /look-up/check             analyst,lead,pharmacist,prescriber,delegate
        POST /look-up/pdf               analyst,lead,pharmacist,prescriber,delegate
        POST /look-up/note              analyst,lead,pharmacist,prescriber,delegate
        GET  /look-up/notes             analyst,lead,pharmacist,prescriber,delegate
        GET  /look-up/notes/{id:guid}   analyst,lead,pharmacist,prescriber,delegate
        POST /look-up/notes/{id:guid}   analyst,lead,pharmacist,prescriber,delegate
        GET  /alerts/{id:long}/counter-notes analyst,lead
        GET  /access                    auditor
        POST /access/{id:long}/settle   auditor
        GET  /delegates                 administrator,pharmacist,prescriber,delegate
        POST /delegates/request         administrator,pharmacist,prescriber,delegate
        POST /delegates/{id:int}/end    administrator,pharmacist,prescriber,delegate
        POST /delegates/{id:int}/approve pharmacist,prescriber
        POST /delegates/{id:int}/confirm administrator
        GET  /delegates/{id:int}/{quarter} pharmacist,prescriber
        POST /delegates/{id:int}/{quarter}/sign pharmacist,prescriber
        GET  /account                   account
        POST /account/password          account
        GET  /account/second-factor     account
        POST /account/second-factor     account
        GET  /accounts                  administrator
        POST /accounts                  administrator
        GET  /accounts/{name}           administrator
        POST /accounts/{name}/disable   administrator
        POST /accounts/{name}/enable    administrator
        POST /accounts/{name}/facility  administrator
        POST /accounts/{name}/password  administrator
        POST /accounts/{name}/roles     administrator
        POST /accounts/{name}/second-factor administrator
        POST /accounts/{name}/unlock    administrator
        GET  /audit                     auditor
        POST /audit/verify              auditor
        ANY  /healthz                   anyone
        ANY  /healthz/nights            anyone
        ANY  /readyz                    anyone
        GET  /nights                    lead,administrator
        GET  /nights/{date}             lead,administrator
        POST /nights/run                lead,administrator
        GET  /identities                lead
        POST /identities/{id:long}/look lead
        POST /identities/{id:long}/settle lead
        GET  /overview                  analyst,lead,administrator,read-only
        GET  /alerts/{id:long}          analyst,lead,administrator,read-only
        POST /alerts/{id:long}/assign   analyst,lead
        POST /alerts/{id:long}/claim    analyst,lead
        POST /alerts/{id:long}/conclude analyst,lead
        POST /alerts/{id:long}/doubt    analyst,lead
        POST /alerts/{id:long}/identity analyst,lead
        POST /alerts/{id:long}/letter   analyst,lead
        GET  /alerts/{id:long}/linked   analyst,lead,administrator,read-only
        POST /alerts/{id:long}/note     analyst,lead
        POST /alerts/{id:long}/packet   analyst,lead
        POST /alerts/{id:long}/plan     analyst,lead
        GET  /alerts/{id:long}/referral analyst,lead
        POST /alerts/{id:long}/referral analyst,lead
        POST /alerts/{id:long}/referral/{referral:long} lead
        POST /alerts/{id:long}/release  analyst,lead
        POST /alerts/{id:long}/reopen   analyst,lead
        POST /alerts/{id:long}/snooze   analyst,lead
        POST /alerts/{id:long}/undo     analyst,lead
        POST /alerts/{id:long}/wake     analyst,lead
        POST /alerts/{id:long}/watch    analyst,lead
        GET  /referrals                 lead
        GET  /queue                     analyst,lead,administrator,read-only
        GET  /queue/audit               lead
        GET  /queue/board               lead
        POST /queue/bulk                lead
        GET  /queue/counts              analyst,lead,administrator,read-only
        GET  /queue/data                analyst,lead,administrator,read-only
        GET  /queue/review              analyst,lead,read-only
        GET  /queue/safety              analyst,lead,read-only
        POST /queue/search              analyst,lead,administrator,read-only
        GET  /sign-in                   anyone
        POST /sign-in                   anyone
        GET  /sign-in/code              anyone
        POST /sign-in/code              anyone
        POST /sign-in/recovery          anyone
        POST /sign-out                  anyone
        GET  /status                    anyone
        GET  /views                     analyst,lead,administrator,read-only
        POST /views                     analyst,lead,administrator,read-only
        POST /views/{id:long}           analyst,lead,administrator,read-only
        POST /views/{id:long}/delete    analyst,lead,administrator,read-only
        """;

    [Fact]
    public async Task EveryRoute_LetsInTheRolesOfItsLine()
    {
        await using var host = await WebHost.StartAsync();
        var found = new List<string>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                Assert.NotNull(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
                continue;
            }

            var who = await WhoAsync(host.Services, endpoint);
            var route = "/" + endpoint.RoutePattern.RawText?.Trim('/');
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
            {
                found.Add($"{method} {route} {who}");
            }
        }

        Assert.Equal(Lines().Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines() =>
        Matrix.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    private static async Task<string> WhoAsync(IServiceProvider services, RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "anyone";
        }

        var policies = services.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy = await AuthorizationPolicy.CombineAsync(policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>())
            ?? await policies.GetFallbackPolicyAsync();
        Assert.NotNull(policy);
        if (policy.AuthenticationSchemes.Contains(ApiKeyAuthentication.SchemeName))
        {
            return "key";
        }

        var authorization = services.GetRequiredService<IAuthorizationService>();
        Assert.False((await authorization.AuthorizeAsync(new ClaimsPrincipal(new ClaimsIdentity()), null, policy)).Succeeded);
        var roles = new List<string>();
        foreach (var role in Enum.GetValues<AccountRole>())
        {
            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "x"), new Claim(ClaimTypes.Role, role.Code())], "test"));
            if ((await authorization.AuthorizeAsync(user, null, policy)).Succeeded)
            {
                roles.Add(role.Code());
            }
        }

        return roles.Count == Enum.GetValues<AccountRole>().Length ? "account" : string.Join(',', roles);
    }
}
