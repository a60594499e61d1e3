using System.Security.Claims;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Api;

/// <summary>Who calls the API: a pharmacy's system by its key, or a person by a token of ours or of an identity provider that is trusted.</summary>
/// <param name="Actor">Account of the audit log.</param>
/// <param name="Role">In which it asks.</param>
/// <param name="Facility">DEA number or NPI of the place that asks; empty when not known.</param>
/// <param name="RatePerMinute">Requests a minute; 0 for no limit.</param>
internal sealed record ApiCaller(string Actor, string Role, string Facility, int RatePerMinute)
{
    /// <summary>Header in which a delegate says for which supervisor's account it asks.</summary>
    public const string SupervisorHeader = "Pdmp-Supervisor";

    /// <summary>The first of them that a person has is the one it asks in.</summary>
    private static readonly (AccountRole Role, ApiScope Scopes)[] Persons =
    [
        (AccountRole.Pharmacist, ApiScope.Search | ApiScope.Report | ApiScope.Check | ApiScope.Resolution | ApiScope.Batch),
        (AccountRole.Prescriber, ApiScope.Search | ApiScope.Report | ApiScope.Check | ApiScope.Resolution),
        (AccountRole.Delegate, ApiScope.Search | ApiScope.Report | ApiScope.Check),
    ];

    /// <summary>Account for whom a delegate asks; empty for everybody else.</summary>
    public string Supervisor { get; private init; } = "";

    /// <summary>A person whom only an outside provider knows.</summary>
    public bool IsVouchedFor { get; private init; }

    /// <summary>May see records of opioid treatment programs (42 CFR Part 2).</summary>
    public bool SeesTreatmentPrograms { get; private init; }

    /// <summary>The caller of a request that was let in.</summary>
    public static ApiCaller Of(HttpContext context)
    {
        if (context.Items[typeof(ApiKey)] is ApiKey key)
        {
            return new ApiCaller(key.Actor, Inquiry.ProgramRole, key.Facility, key.RatePerMinute) { SeesTreatmentPrograms = key.SeesTreatmentPrograms };
        }

        var role = Persons.First(person => context.User.IsInRole(person.Role.Code())).Role;
        return new ApiCaller(
            context.User.Identity!.Name!, role.Code(), role is AccountRole.Pharmacist or AccountRole.Delegate ? context.User.FindFirst(FacilityNumber.Claim)?.Value ?? "" : "",
            ApiKeyTerms.UsualRate)
        {
            IsVouchedFor = context.User.Identity.AuthenticationType == OutsideIdentity.SchemeName,
            Supervisor = role == AccountRole.Delegate ? context.Request.Headers[SupervisorHeader].ToString() : "",
        };
    }

    /// <summary>What a caller may do: a key what it was made for, a person what its role does.</summary>
    public static ApiScope ScopesOf(ClaimsPrincipal user) => user.Identity?.AuthenticationType == ApiKeyAuthentication.SchemeName
        ? user.FindAll(ApiSetup.ScopeClaim).Aggregate(ApiScope.None, (scopes, claim) => scopes | Enum.Parse<ApiScope>(claim.Value))
        : Persons.FirstOrDefault(person => user.IsInRole(person.Role.Code())).Scopes;

    /// <summary>
    /// Lets nobody in whose account was disabled, whose password, roles or second factor changed, or who signed out, since the token was
    /// made: the token alone does not tell. A provider's token ends by itself, within an hour, and its person can be barred.
    /// </summary>
    public static async ValueTask<object?> StillStandsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.User.Identity is { AuthenticationType: OutsideIdentity.SchemeName, Name: { } person }
            && !await context.RequestServices.GetRequiredService<OutsidePeopleService>().AdmitAsync(
                person, context.User.FindFirst(ClaimTypes.Surname)?.Value ?? "", context.User.FindFirst(ClaimTypes.GivenName)?.Value ?? "", context.RequestAborted))
        {
            return ApiProblem.For(context, StatusCodes.Status403Forbidden, "barred", "The programme lets this person in no more.");
        }

        return context.User.Identity?.AuthenticationType is not (ApiKeyAuthentication.SchemeName or OutsideIdentity.SchemeName)
            && await context.RequestServices.GetRequiredService<PersonTokens>().HolderAsync(context.User) is null
            ? ApiProblem.For(context, StatusCodes.Status401Unauthorized, "token-ended", "The token has ended. Sign in again.")
            : await next(invocation);
    }
}
