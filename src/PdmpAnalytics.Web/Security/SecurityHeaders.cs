using PdmpAnalytics.Web.Layout;

namespace PdmpAnalytics.Web.Security;

/// <summary>Headers on every answer: nothing from elsewhere is loaded, nothing is framed or guessed, and no page is kept.</summary>
internal static class SecurityHeaders
{
    // data: only for images, which Bootstrap draws its arrows and ticks with.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A year: the address of a style sheet or script changes with its content.</summary>
    private const string ForGood = "public, max-age=31536000, immutable";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        // When the answer starts, because the exception handler empties the headers set before it.
        context.Response.OnStarting(static state => Set((HttpContext)state), context);
        return next();
    });

    private static Task Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = IsVersionedAsset(context) ? ForGood : "no-store";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }

    private static bool IsVersionedAsset(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status200OK
        && context.Request.Query.ContainsKey(Assets.Version)
        && Path.GetExtension(context.Request.Path.Value) is ".css" or ".js";
}
