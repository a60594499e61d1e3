using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using PdmpAnalytics.Accounts;

namespace PdmpAnalytics.Web.Security;

/// <summary>Registers sessions, authorisation, antiforgery and the limit on sign-ins.</summary>
internal static class SecuritySetup
{
    /// <summary>Name of the limit on requests that try a password or a code.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>How long an ended or changed account keeps an open session (our choice, 2026-11-22).</summary>
    private static readonly TimeSpan StampInterval = TimeSpan.FromMinutes(1);

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<AccountOptions>(Sessions.Configure);
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, cookie => Sessions.Harden(cookie.Cookie, "pdmp-second-step"));
        services.AddScoped<ISecurityStampValidator, SecurityStampValidator<Account>>();
        services.AddScoped<SignInManager<Account>, AccountSignInManager>();
        services.AddScoped<SignIn>();
        services.Configure<SecurityStampValidatorOptions>(options => (options.ValidationInterval, options.OnRefreshingPrincipal) = (StampInterval, KeepSecondFactor));
        services.AddSingleton<IAuthorizationHandler, SecondFactorHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DeniedAccess>();
        Policies.Add(services.AddAuthorizationBuilder());
        services.AddAntiforgery(options => Sessions.Harden(options.Cookie, "pdmp-forms"));
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<AccountOptions>(LimitSignIns);
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        KeepKeys(services.AddDataProtection().SetApplicationName("PdmpAnalytics"), builder.Configuration["KeyFolder"]);
    }

    /// <summary>A session is made anew from its account every minute; how it was opened is not the account's to know.</summary>
    private static Task KeepSecondFactor(SecurityStampRefreshingPrincipalContext refresh)
    {
        var identity = (ClaimsIdentity)refresh.NewPrincipal!.Identity!;
        identity.AddClaims(refresh.CurrentPrincipal!.FindAll(SecondFactorHandler.MethodClaim).Where(claim => !identity.HasClaim(claim.Type, claim.Value)));
        return Task.CompletedTask;
    }

    private static void LimitSignIns(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limits, AccountOptions accounts)
    {
        limits.OnRejected = (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return new ValueTask(Problems.AnswerAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests));
        };
        limits.AddPolicy(SignInLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = accounts.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    }

    /// <summary>Several hosts over one database share the folder, or each would refuse the others' sessions; without one keys are the user's.</summary>
    private static void KeepKeys(IDataProtectionBuilder protection, string? folder)
    {
        if (!string.IsNullOrWhiteSpace(folder))
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
    }
}
