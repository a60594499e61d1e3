using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Access;

/// <summary>The auditors' own queue: signs that somebody looked where the work did not lead.</summary>
internal static class AccessEndpoints
{
    public const string Address = "/access";

    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (bool? settled, HttpContext context, AccessQueueService queue) => PageAsync(context, queue, settled == true, null))
            .RequireAuthorization(Policies.Audit);
        app.MapPost(Address + "/{id:long}/settle", SettleAsync).RequireAuthorization(Policies.Audit);
    }

    private static async Task<IResult> SettleAsync(long id, [FromForm] string? conclusion, [FromForm] string? note, HttpContext context, AccessQueueService queue)
    {
        var concluded = Enum.TryParse<AccessConclusion>(conclusion, out var known) ? known : 0;
        return await queue.SettleAsync(id, concluded, note ?? "", context.User.Identity!.Name!, context.RequestAborted) is { } refusal
            ? await PageAsync(context, queue, settled: false, refusal.Message)
            : Results.Redirect(Address);
    }

    private static async Task<IResult> PageAsync(HttpContext context, AccessQueueService queue, bool settled, string? wrong) =>
        new RazorComponentResult<AccessPage>(new { Lines = await queue.ListAsync(settled, context.RequestAborted), Settled = settled, Wrong = wrong })
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
