namespace PdmpAnalytics.Web.Security;

/// <summary>Where a sign-in leads back to: a page of this host and never another's.</summary>
internal static class ReturnAddress
{
    /// <summary>The address when it is one of ours, otherwise the start page.</summary>
    public static string Local(string? address) =>
        address is ['/'] or ['/', not ('/' or '\\'), ..] && !address.Any(char.IsControl) ? address : "/";
}
