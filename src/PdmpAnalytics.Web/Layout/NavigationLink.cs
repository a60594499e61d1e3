using System.Security.Claims;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Web.Access;
using PdmpAnalytics.Web.Admin;
using PdmpAnalytics.Web.Delegates;
using PdmpAnalytics.Web.Lookup;
using PdmpAnalytics.Web.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Layout;

/// <summary>An entry of the menu.</summary>
/// <param name="Icon">Name of a Bootstrap icon.</param>
/// <param name="Roles">Who sees it: those whom the page's policy lets in.</param>
internal sealed record NavigationLink(string Text, string Address, string Icon, IReadOnlyList<AccountRole> Roles)
{
    /// <summary>In the order of the menu.</summary>
    public static IReadOnlyList<NavigationLink> All { get; } =
    [
        new("Queue", "/queue", "inboxes", Policies.RolesOf(Policies.SeeQueue)),
        new("Look up", LookupEndpoints.Address, "search", Policies.RolesOf(Policies.LookUp)),
        new("Delegates", DelegateEndpoints.Address, "person-check", Policies.RolesOf(Policies.Delegates)),
        new("Referrals", "/referrals", "send-check", Policies.RolesOf(Policies.Lead)),
        new("Identities", IdentityEndpoints.Address, "person-bounding-box", Policies.RolesOf(Policies.Lead)),
        new("Overview", "/overview", "bar-chart", Policies.RolesOf(Policies.SeeQueue)),
        new("Access", AccessEndpoints.Address, "eye", Policies.RolesOf(Policies.Audit)),
        new("Audit log", "/audit", "journal-check", Policies.RolesOf(Policies.Audit)),
        new("Accounts", AccountsEndpoints.Address, "people", Policies.RolesOf(Policies.ManageAccounts)),
        new("Nights", "/nights", "moon-stars", Policies.RolesOf(Policies.Operate)),
        new("Status", "/status", "activity", Policies.Everybody),
    ];

    public static IEnumerable<NavigationLink> For(ClaimsPrincipal user) =>
        All.Where(link => link.Roles.Any(role => user.IsInRole(role.Code())));

    /// <summary>The page is this entry's, or one below it.</summary>
    public bool Covers(PathString path) => path.StartsWithSegments(Address);
}
