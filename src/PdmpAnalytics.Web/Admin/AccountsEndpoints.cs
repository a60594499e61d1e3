using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Web.Security;

namespace PdmpAnalytics.Web.Admin;

/// <summary>Other people's accounts, for administrators. Each answer to a change is a redirect, or the same page with why not.</summary>
internal static class AccountsEndpoints
{
    public const string Address = "/accounts";

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup(Address).RequireAuthorization(Policies.ManageAccounts);
        accounts.MapGet("", async (UserService users, TimeProvider clock, CancellationToken cancellation) =>
            List(await users.ListAsync(cancellation), clock, null));
        accounts.MapPost("", AddAsync);
        var one = accounts.MapGroup("/{name}");
        one.MapGet("", async ([AsParameters] AccountRequest request, string? done) => await request.ShowAsync(null, done));
        one.MapPost("/roles", ([AsParameters] AccountRequest request, [FromForm] StringValues roles) =>
            request.AnswerAsync("roles", request.Steward.SetRolesAsync(request.Name, Roles(roles), request.By, request.Cancellation)));
        one.MapPost("/facility", ([AsParameters] AccountRequest request, [FromForm] string? facility) =>
            request.AnswerAsync("facility", request.Steward.SetFacilityAsync(request.Name, facility ?? "", request.By, request.Cancellation)));
        one.MapPost("/disable", ([AsParameters] AccountRequest request, IFormCollection form) =>
            request.AnswerAsync("disabled", request.Users.DisableAsync(request.Name, request.By, request.Cancellation)));
        one.MapPost("/enable", ([AsParameters] AccountRequest request, IFormCollection form) =>
            request.AnswerAsync("enabled", request.Users.EnableAsync(request.Name, request.By, request.Cancellation)));
        one.MapPost("/unlock", ([AsParameters] AccountRequest request, IFormCollection form) =>
            request.AnswerAsync("unlocked", request.Steward.UnlockAsync(request.Name, request.By, request.Cancellation)));
        one.MapPost("/second-factor", ([AsParameters] AccountRequest request, IFormCollection form) =>
            request.AnswerAsync("second-factor", request.Steward.ResetSecondFactorAsync(request.Name, request.By, request.Cancellation)));
        one.MapPost("/password", ([AsParameters] AccountRequest request, [FromForm] string? password, [FromForm] string? again) => request.AnswerAsync(
            "password",
            (request.IsOwn ? new Refusal(RefusalReason.NotAllowed, "Your own password is changed under your name, with the one you have.") : NotTwice(password, again)) is { } refusal ? Task.FromResult<Refusal?>(refusal) : request.Users.ResetAsync(request.Name, password!, request.By, request.Cancellation)));
    }

    private static async Task<IResult> AddAsync(
        [FromForm] string? name, [FromForm] StringValues roles, [FromForm] string? password, [FromForm] string? again, HttpContext context, UserService users,
        TimeProvider clock, CancellationToken cancellation)
    {
        var refusal = NotTwice(password, again)
            ?? (await users.AddAsync((name ?? "").Trim(), Roles(roles), password!, context.User.Identity!.Name!, cancellation)).Refusal;
        return refusal is null
            ? Results.LocalRedirect($"{AccountRequest.AddressOf(name!.Trim())}?done=added")
            : List(await users.ListAsync(cancellation), clock, refusal.Message);
    }

    private static RazorComponentResult<AccountsPage> List(IReadOnlyList<Account> accounts, TimeProvider clock, string? wrong) =>
        new(new { Accounts = accounts, Now = clock.GetUtcNow(), Wrong = wrong }) { StatusCode = AccountRequest.StatusOf(wrong) };

    private static Refusal? NotTwice(string? password, string? again) =>
        string.IsNullOrEmpty(password) || password != again ? new Refusal(RefusalReason.Incomplete, "The password was not typed the same twice.") : null;

    private static AccountRole[] Roles(StringValues codes) =>
        [.. Enum.GetValues<AccountRole>().Where(role => codes.Contains(role.Code()))];
}

/// <summary>What an administrator asks for about one account.</summary>
/// <param name="Name">The account's.</param>
internal sealed record AccountRequest(
    string Name, HttpContext Context, UserService Users, AccountStewardService Steward, TimeProvider Clock, CancellationToken Cancellation)
{
    public string By => Context.User.Identity!.Name!;

    public bool IsOwn => string.Equals(Name, By, StringComparison.OrdinalIgnoreCase);

    public static string AddressOf(string name) => $"{AccountsEndpoints.Address}/{Uri.EscapeDataString(name)}";

    public static int StatusOf(string? wrong) => wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;

    /// <param name="done">Code of what was just done.</param>
    public async Task<IResult> AnswerAsync(string done, Task<Refusal?> change) => await change is { } refusal
        ? await ShowAsync(refusal.Message, null)
        : Results.LocalRedirect($"{AddressOf(Name)}?done={done}");

    public async Task<IResult> ShowAsync(string? wrong, string? done) =>
        (await Users.ListAsync(Cancellation)).FirstOrDefault(a => string.Equals(a.Name, Name, StringComparison.OrdinalIgnoreCase)) is { } account
            ? new RazorComponentResult<OneAccountPage>(new { Account = account, Now = Clock.GetUtcNow(), By, Wrong = wrong, Done = done }) { StatusCode = StatusOf(wrong) }
            : Results.StatusCode(StatusCodes.Status404NotFound);
}
