using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Security;

/// <summary>The session cookie: who it is for, how long it lasts, and what happens to a request without one.</summary>
internal static class Sessions
{
    private const string Started = "started";

    public static void Configure(CookieAuthenticationOptions cookie, AccountOptions accounts)
    {
        Harden(cookie.Cookie, "pdmp-session");
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = accounts.IdleTimeout;
        cookie.SlidingExpiration = true;
        cookie.Events = new CookieAuthenticationEvents
        {
            OnSigningIn = context =>
            {
                context.Properties.Items.TryAdd(Started, Now(context.HttpContext).ToString("O", CultureInfo.InvariantCulture));
                return Task.CompletedTask;
            },
            OnValidatePrincipal = context => IsOver(context, accounts.SessionTimeout)
                ? EndAsync(context)
                : SecurityStampValidator.ValidatePrincipalAsync(context),
            OnCheckSlidingExpiration = context =>
            {
                context.ShouldRenew &= context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<DoesNotRenewSession>() is null;
                return Task.CompletedTask;
            },
            OnRedirectToLogin = context =>
            {
                // A fragment or a program cannot show the sign-in page.
                if (context.Request.Headers.ContainsKey("HX-Request") || context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/fhir"))
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                }
                else
                {
                    context.Response.Redirect(context.RedirectUri);
                }

                return Task.CompletedTask;
            },
        };
    }

    /// <summary>Not readable by scripts, not sent along from other sites; secure wherever the connection is.</summary>
    public static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax; // Strict would greet everybody who follows a link from a mail with the sign-in page.
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static bool IsOver(CookieValidatePrincipalContext context, TimeSpan longest) =>
        !context.Properties.Items.TryGetValue(Started, out var text)
        || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var started)
        || Now(context.HttpContext) - started > longest;

    private static async Task EndAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        await context.HttpContext.RequestServices.GetRequiredService<SignInManager<Account>>().SignOutAsync();
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}

/// <summary>On a route that pages ask by themselves: it keeps nobody signed in.</summary>
internal sealed class DoesNotRenewSession;
