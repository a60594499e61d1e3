using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Security;

/// <summary>The session was opened with a second factor, where the programme asks for one.</summary>
internal sealed class SecondFactorIfRequired : IAuthorizationRequirement;

internal sealed class SecondFactorHandler(AccountOptions options) : AuthorizationHandler<SecondFactorIfRequired>
{
    /// <summary>How a session was opened (RFC 8176).</summary>
    public const string MethodClaim = "amr";

    public const string SeveralFactors = "mfa";

    /// <summary>Set up a second factor in this session: as good as one opened with it.</summary>
    public static Claim Passed { get; } = new(MethodClaim, SeveralFactors);

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SecondFactorIfRequired requirement)
    {
        if (!options.SecondFactorRequired || context.User.HasClaim(MethodClaim, SeveralFactors))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
