using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>Everything that changes accounts, each change with its audit event in one transaction.</summary>
public sealed class UserService(IServiceScopeFactory scopes, AuditLog audit, TimeProvider clock)
{
    private const int RecoveryCodeCount = 8;

    /// <summary>All accounts by name, disabled ones too.</summary>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellation = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PdmpDbContext>();
        return await db.Set<Account>().AsNoTracking().OrderBy(a => a.NormalizedUserName).ToListAsync(cancellation);
    }

    /// <summary>Makes an account; Incomplete with what to change when name, roles or password do not do.</summary>
    /// <param name="actor">Who makes it.</param>
    public async Task<Result<Account>> AddAsync(
        string name, IReadOnlyCollection<AccountRole> roles, string password, string actor, CancellationToken cancellation = default)
    {
        if (roles.Count == 0 || name.Length is 0 or > AccountNames.MaxLength)
        {
            return new Refusal(RefusalReason.Incomplete, $"An account has a role, and a name of at most {AccountNames.MaxLength} characters.");
        }

        await using var work = await Work.BeginAsync(scopes, cancellation);
        var account = new Account(name, roles, clock.GetUtcNow());
        if (RefusalOf(await work.Accounts.CreateAsync(account, password)) is { } refusal)
        {
            return refusal;
        }

        var detail = $"roles={string.Join(',', account.Roles.Select(r => r.Code()))}";
        await audit.AppendAsync(work.Db, [Entry(account, actor, "account.added", detail)], cancellation);
        await work.Transaction.CommitAsync(cancellation);
        return account;
    }

    /// <summary>Ends every session of an account and lets it in no more.</summary>
    public Task<Refusal?> DisableAsync(string name, string actor, CancellationToken cancellation = default) => ChangeAsync(
        name, actor, "account.disabled",
        async (accounts, account) =>
        {
            account.Disable(clock.GetUtcNow());
            return RefusalOf(await accounts.UpdateSecurityStampAsync(account));
        },
        cancellation);

    /// <summary>Lets a disabled account in again, with the password it had.</summary>
    public Task<Refusal?> EnableAsync(string name, string actor, CancellationToken cancellation = default) => ChangeAsync(
        name, actor, "account.enabled",
        async (accounts, account) =>
        {
            account.Enable();
            return RefusalOf(await accounts.UpdateAsync(account));
        },
        cancellation);

    /// <summary>For somebody who lost the password or the second factor: a new password, no second factor, no lockout, no session.</summary>
    public Task<Refusal?> ResetAsync(string name, string password, string actor, CancellationToken cancellation = default) => ChangeAsync(
        name, actor, "account.reset",
        async (accounts, account) =>
            RefusalOf(await accounts.RemovePasswordAsync(account))
            ?? RefusalOf(await accounts.AddPasswordAsync(account, password))
            ?? RefusalOf(await accounts.SetTwoFactorEnabledAsync(account, false))
            ?? RefusalOf(await accounts.ResetAuthenticatorKeyAsync(account))
            ?? RefusalOf(await accounts.ResetAccessFailedCountAsync(account))
            ?? RefusalOf(await accounts.SetLockoutEndDateAsync(account, null)),
        cancellation);

    /// <summary>Changes one's own password; other sessions end.</summary>
    public Task<Refusal?> ChangePasswordAsync(string name, string current, string next, CancellationToken cancellation = default) => ChangeAsync(
        name, name, "account.password_changed",
        async (accounts, account) => RefusalOf(await accounts.ChangePasswordAsync(account, current, next)),
        cancellation);

    /// <summary>The key an authenticator app is to be given, made when there is none; null once the second factor is on.</summary>
    public async Task<string?> AuthenticatorKeyAsync(string name, CancellationToken cancellation = default)
    {
        await using var work = await Work.BeginAsync(scopes, cancellation);
        if (await work.Accounts.FindByNameAsync(name) is not { TwoFactorEnabled: false } account)
        {
            return null;
        }

        if (await work.Accounts.GetAuthenticatorKeyAsync(account) is { Length: > 0 } known)
        {
            return known;
        }

        await work.Accounts.ResetAuthenticatorKeyAsync(account);
        await work.Transaction.CommitAsync(cancellation);
        return await work.Accounts.GetAuthenticatorKeyAsync(account);
    }

    /// <summary>Turns the second factor on once a code proves that the app has the key.</summary>
    public async Task<Result<RecoveryCodes>> TurnOnSecondFactorAsync(string name, string code, CancellationToken cancellation = default)
    {
        string[] codes = [];
        var refusal = await ChangeAsync(
            name, name, "account.second_factor_on",
            async (accounts, account) =>
            {
                if (!await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code))
                {
                    return new Refusal(RefusalReason.Incomplete, "That is not the code the app shows now. Check the clock of the device, then type the next code.");
                }

                codes = [.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount) ?? []];
                return RefusalOf(await accounts.SetTwoFactorEnabledAsync(account, true));
            },
            cancellation);
        return refusal is null ? new RecoveryCodes(codes) : refusal;
    }

    private async Task<Refusal?> ChangeAsync(
        string name, string actor, string action, Func<UserManager<Account>, Account, Task<Refusal?>> change, CancellationToken cancellation)
    {
        await using var work = await Work.BeginAsync(scopes, cancellation);
        if (await work.Accounts.FindByNameAsync(name) is not { } account)
        {
            return new Refusal(RefusalReason.NotFound, "There is no account of that name.");
        }

        if (await change(work.Accounts, account) is { } refusal)
        {
            return refusal;
        }

        await audit.AppendAsync(work.Db, [Entry(account, actor, action, "")], cancellation);
        await work.Transaction.CommitAsync(cancellation);
        return null;
    }

    private static AuditEntry Entry(Account account, string actor, string action, string detail) =>
        new(actor, action, $"account:{account.Id}", detail);

    private static Refusal? RefusalOf(IdentityResult result) => result.Succeeded
        ? null
        : new Refusal(RefusalReason.Incomplete, string.Join(' ', result.Errors.Select(e => e.Description).Distinct()));

    /// <summary>One call's context, open transaction and Identity's manager over both.</summary>
    private sealed class Work(AsyncServiceScope scope, PdmpDbContext db, IDbContextTransaction transaction) : IAsyncDisposable
    {
        public PdmpDbContext Db { get; } = db;

        public IDbContextTransaction Transaction { get; } = transaction;

        public UserManager<Account> Accounts { get; } = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();

        public static async Task<Work> BeginAsync(IServiceScopeFactory scopes, CancellationToken cancellation)
        {
            var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PdmpDbContext>();
            return new Work(scope, db, await db.Database.BeginTransactionAsync(cancellation));
        }

        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
