using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Web.Security;

/// <summary>Notes in the audit log who asked for what their roles do not cover, and says so in plain words.</summary>
internal sealed class DeniedAccess(AuditLog audit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _otherwise = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            await _otherwise.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        if (authorizeResult.AuthorizationFailure?.FailedRequirements.OfType<SecondFactorIfRequired>().Any() == true
            && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect("/account/second-factor");
            return;
        }

        // The pattern and not the address, which may hold what somebody searched for.
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        await audit.AppendAsync(
            new AuditEntry(context.User.Identity?.Name ?? "unknown", "access.denied", $"route:{context.Request.Method} {pattern}", ""),
            context.RequestAborted);
        await Problems.AnswerAsync(context, StatusCodes.Status403Forbidden);
    }
}
