namespace PdmpAnalytics.Web.Review;

/// <summary>Requests of htmx, which want a part of a page.</summary>
internal static class Fragments
{
    public static bool WantsFragment(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    /// <summary>The address the browser shows from now on.</summary>
    public static void ShowAddress(this HttpResponse response, string address) => response.Headers["HX-Push-Url"] = address;
}
