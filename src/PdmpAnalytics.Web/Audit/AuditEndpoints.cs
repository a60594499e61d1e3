using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Review;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Audit;

/// <summary>The audit log for auditors: filters, who looked at a patient, and whether the chain is whole.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        app.MapGet("/audit", ShowAsync).RequireAuthorization(Policies.Audit);
        app.MapPost("/audit/verify", VerifyAsync).RequireAuthorization(Policies.Audit);
    }

    private static async Task<RazorComponentResult<AuditLogPage>> ShowAsync(
        HttpContext context, AuditReadingService reading, PatientAccessService access, CancellationToken cancellation)
    {
        var (view, reader) = (AuditView.Of(context.Request.Query), context.User.Identity!.Name!);
        var page = view.Fault is not null ? new AuditPage([], null)
            : view.Patient is { } patient ? await access.WhoLookedAsync(patient, view.Filter, reader, cancellation)
            : await reading.PageAsync(view.Filter, reader, cancellation);
        return new(new { View = view, Page = page });
    }

    /// <param name="form">Not looked at: taking it makes the antiforgery token be checked.</param>
    private static async Task<RazorComponentResult<AuditLogPage>> VerifyAsync(
        IFormCollection form, ClaimsPrincipal user, AuditLog log, AuditReadingService reading, CancellationToken cancellation)
    {
        var verified = await log.VerifyAsync(cancellation: cancellation);
        var page = await reading.PageAsync(new AuditFilter(), user.Identity!.Name!, cancellation);
        return new(new { View = new AuditView(new AuditFilter(), null, null), Page = page, Verified = verified });
    }
}
