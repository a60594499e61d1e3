using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace PdmpAnalytics.Accounts;

/// <summary>What a signed-in account says about itself: id, name, a role claim for each of its roles, and where it works.</summary>
internal sealed class AccountClaims(UserManager<Account> accounts, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaims(user.Roles.Select(role => new Claim(identity.RoleClaimType, role.Code())));
        if (user.Facility.Length > 0)
        {
            identity.AddClaim(new Claim(FacilityNumber.Claim, user.Facility));
        }

        return identity;
    }
}
