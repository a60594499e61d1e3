using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Api;

/// <summary>
/// Persons by the tokens (JWT) of an identity provider that the programme trusts: section <c>OutsideIdentity</c>, off without an
/// <see cref="Authority"/>. What a token says is taken over claim by claim; whatever else it holds counts for nothing.
/// </summary>
internal sealed record OutsideIdentity
{
    public const string SchemeName = "outside";

    /// <summary>Nobody here can end such a token, so one that is good for longer is not taken. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Signatures that cannot be made with what is public, RFC 8725; no shared secrets.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Address of the provider, whose discovery document names issuer and keys. Without TLS on this machine only.</summary>
    public string Authority { get; init; } = "";

    /// <summary>What the provider calls this service.</summary>
    public string Audience { get; init; } = "";

    /// <summary>Claim that names the person, for good.</summary>
    public string NameClaim { get; init; } = "sub";

    /// <summary>Claim with <c>pharmacist</c> or <c>prescriber</c>, one or several.</summary>
    public string RoleClaim { get; init; } = "role";

    /// <summary>Who asks before dispensing does not wait longer for a provider that does not answer. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>Claim with the DEA number or NPI of the place the person works at.</summary>
    public string FacilityClaim { get; init; } = "facility";

    /// <summary>Claims with the person's last and first name, for the signs of curiosity; OpenID Connect Core 1.0, 5.1.</summary>
    public string LastNameClaim { get; init; } = "family_name";

    /// <inheritdoc cref="LastNameClaim"/>
    public string FirstNameClaim { get; init; } = "given_name";

    /// <summary>The provider's keys could not be fetched, so that no token of its can be judged.</summary>
    public static bool IsOutOfReach(HttpContext context) => context.Items.ContainsKey(typeof(OutsideIdentity));

    /// <summary>Throws with a complaint when the settings make no sense.</summary>
    public static void Add(AuthenticationBuilder authentication, IConfiguration settings)
    {
        var options = settings.GetSection("OutsideIdentity").Get<OutsideIdentity>() ?? new OutsideIdentity();
        if (options.Authority.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback) || options.Audience.Length == 0)
        {
            throw new InvalidOperationException("OutsideIdentity needs an Authority with https and an Audience.");
        }

        authentication.AddJwtBearer(SchemeName, jwt =>
        {
            (jwt.Authority, jwt.Audience, jwt.MapInboundClaims, jwt.RequireHttpsMetadata, jwt.IncludeErrorDetails) = (options.Authority, options.Audience, false, !authority.IsLoopback, false);
            jwt.TokenValidationParameters.ValidAlgorithms = Algorithms;
            jwt.TokenValidationParameters.RequireExpirationTime = true;
            jwt.TokenValidationParameters.RequireSignedTokens = true;
            jwt.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
            jwt.BackchannelTimeout = AnswerWithin;
            jwt.Events = new JwtBearerEvents { OnTokenValidated = options.TakeOver, OnAuthenticationFailed = TellWhyAsync };
        });
    }

    /// <summary>
    /// A token that no key fits may be forged, or the keys may be out of reach. Asking for them again tells which: they are kept for hours once they
    /// came, so that forged tokens do not make us ask the provider each time.
    /// </summary>
    private static async Task TellWhyAsync(AuthenticationFailedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception unreachable) when (unreachable is InvalidOperationException or IOException or HttpRequestException)
        {
            context.HttpContext.Items[typeof(OutsideIdentity)] = true;
            context.Fail("The identity provider's keys cannot be fetched.");
        }
    }

    /// <summary>Delegates are not among the roles: whose delegate somebody is, the programme's own accounts say.</summary>
    private Task TakeOver(TokenValidatedContext context)
    {
        var said = context.Principal!;
        var name = said.FindFirst(NameClaim)?.Value ?? "";
        var roles = said.FindAll(RoleClaim).Select(claim => AccountRoles.TryParse(claim.Value, out var role) ? role : AccountRole.ReadOnly)
            .Where(role => role is AccountRole.Pharmacist or AccountRole.Prescriber).Distinct().ToList();
        var facility = FacilityNumber.Read(string.Join(' ', said.FindAll(FacilityClaim).Select(claim => claim.Value)));
        if (OutsidePerson.ActorOf(name) is not { } actor || facility.Refusal is not null)
        {
            context.Fail("The token names nobody, or a place that does not exist.");
            return Task.CompletedTask;
        }

        var token = context.SecurityToken;
        if (token.ValidFrom == DateTime.MinValue || token.ValidTo - token.ValidFrom > Longest)
        {
            context.Fail("The token is good for too long.");
            return Task.CompletedTask;
        }

        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountOptions>();
        if (accounts.SecondFactorRequired && !said.HasClaim(SecondFactorHandler.MethodClaim, SecondFactorHandler.SeveralFactors))
        {
            context.Fail("The token was made without a second factor.");
            return Task.CompletedTask;
        }

        Claim[] claims =
        [
            new(ClaimTypes.Name, actor), new(ClaimTypes.Surname, said.FindFirst(LastNameClaim)?.Value ?? ""), new(ClaimTypes.GivenName, said.FindFirst(FirstNameClaim)?.Value ?? ""),
            .. roles.Select(role => new Claim(ClaimTypes.Role, role.Code())), new(FacilityNumber.Claim, facility.Value),
        ];
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
        return Task.CompletedTask;
    }
}
