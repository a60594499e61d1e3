using System.Security.Claims;
using PdmpAnalytics.Web.Layout;

namespace PdmpAnalytics.Web.Status;

/// <summary>Where somebody's work begins: the first entry of the menu that they see.</summary>
internal static class StartPage
{
    public static string Of(ClaimsPrincipal user) => NavigationLink.For(user).First().Address;
}
