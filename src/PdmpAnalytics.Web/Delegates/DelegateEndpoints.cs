using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Lookup.Oversight;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Delegates;

/// <summary>Delegates ask, supervisors agree and sign off, administrators confirm; each sees what concerns them.</summary>
internal static class DelegateEndpoints
{
    public const string Address = "/delegates";

    public static void MapDelegates(this IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (HttpContext context, DelegationService delegations, DelegateSignOffService signOffs) => PageAsync(context, delegations, signOffs, null))
            .RequireAuthorization(Policies.Delegates);
        app.MapPost(Address + "/request", RequestAsync).RequireAuthorization(Policies.Delegates);
        app.MapPost(Address + "/{id:int}/end", EndAsync).RequireAuthorization(Policies.Delegates);
        app.MapPost(Address + "/{id:int}/approve", ApproveAsync).RequireAuthorization(Policies.Supervise);
        app.MapPost(Address + "/{id:int}/confirm", ConfirmAsync).RequireAuthorization(Policies.ManageAccounts);
        app.MapGet(Address + "/{id:int}/{quarter}", QueriesAsync).RequireAuthorization(Policies.Supervise);
        app.MapPost(Address + "/{id:int}/{quarter}/sign", SignAsync).RequireAuthorization(Policies.Supervise);
    }

    private static async Task<IResult> RequestAsync(
        [FromForm] string? supervisor, HttpContext context, DelegationService delegations, DelegateSignOffService signOffs)
    {
        var name = NameOf(context);
        var asked = await delegations.RequestAsync(name, (supervisor ?? "").Trim(), name, context.RequestAborted);
        return await AnswerAsync(context, delegations, signOffs, asked.Refusal);
    }

    // The three steps have no field to read: taking one from the form is what has the antiforgery token checked.
    private static async Task<IResult> ApproveAsync(int id, [FromForm] string? step, HttpContext context, DelegationService delegations, DelegateSignOffService signOffs) =>
        await AnswerAsync(context, delegations, signOffs, await delegations.ApproveAsync(id, NameOf(context), context.RequestAborted));

    private static async Task<IResult> ConfirmAsync(int id, [FromForm] string? step, HttpContext context, DelegationService delegations, DelegateSignOffService signOffs) =>
        await AnswerAsync(context, delegations, signOffs, await delegations.ConfirmAsync(id, NameOf(context), context.RequestAborted));

    private static async Task<IResult> EndAsync(int id, [FromForm] string? step, HttpContext context, DelegationService delegations, DelegateSignOffService signOffs) =>
        await AnswerAsync(context, delegations, signOffs, await delegations.EndAsync(id, NameOf(context), asSupervisor: !IsProgramme(context), context.RequestAborted));

    private static async Task<IResult> QueriesAsync(int id, string quarter, HttpContext context, DelegateSignOffService signOffs)
    {
        if (!TryDay(quarter, out var day))
        {
            return Results.NotFound();
        }

        var queries = await signOffs.QueriesAsync(id, day, NameOf(context), context.RequestAborted);
        return queries.Succeeded ? new RazorComponentResult<QuarterPage>(new { Queries = queries.Value, Quarter = day, Id = id }) : Results.NotFound();
    }

    private static async Task<IResult> SignAsync(
        int id, string quarter, [FromForm] string? verdict, HttpContext context, DelegationService delegations, DelegateSignOffService signOffs) =>
        !TryDay(quarter, out var day) || verdict is not ("in-order" or "not-in-order")
            ? Results.NotFound()
            : await AnswerAsync(context, delegations, signOffs, await signOffs.SignAsync(id, day, verdict == "in-order", NameOf(context), context.RequestAborted));

    private static async Task<IResult> AnswerAsync(HttpContext context, DelegationService delegations, DelegateSignOffService signOffs, Refusal? refusal) =>
        refusal is null ? Results.Redirect(Address) : await PageAsync(context, delegations, signOffs, refusal.Message);

    private static async Task<IResult> PageAsync(HttpContext context, DelegationService delegations, DelegateSignOffService signOffs, string? wrong)
    {
        var own = IsProgramme(context) ? null : NameOf(context);
        return new RazorComponentResult<DelegatesPage>(new
        {
            Rows = await delegations.ListAsync(own, context.RequestAborted),
            Quarters = await signOffs.ListAsync(own, context.RequestAborted),
            Viewer = NameOf(context),
            IsProgramme = own is null,
            IsDelegate = context.User.IsInRole(AccountRole.Delegate.Code()),
            Wrong = wrong,
        })
        {
            StatusCode = wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static bool IsProgramme(HttpContext context) => context.User.IsInRole(AccountRole.Administrator.Code());

    private static string NameOf(HttpContext context) => context.User.Identity!.Name!;

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
