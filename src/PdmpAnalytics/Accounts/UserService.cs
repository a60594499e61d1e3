using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>Everything that changes accounts, each change with its audit event in one transaction.</summary>
public sealed class UserService(IServiceScopeFactory scopes, AuditLog audit, TimeProvider clock)
{
    private readonly AccountChanges _changes = new(scopes, audit);

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
        if (roles.Count == 0 || name.Length is 0 or > AccountNames.MaxLength || name.Trim('.').Length == 0)
        {
            return new Refusal(RefusalReason.Incomplete, $"An account has a role, and a name of at most {AccountNames.MaxLength} characters.");
        }

        await using var work = await AccountWork.BeginAsync(scopes, cancellation);
        var account = new Account(name, roles, clock.GetUtcNow());
        if (AccountChanges.RefusalOf(await work.Accounts.CreateAsync(account, password)) is { } refusal)
        {
            return refusal;
        }

        var detail = $"roles={string.Join(',', account.Roles.Select(r => r.Code()))}";
        await audit.AppendAsync(work.Db, [AccountChanges.Entry(account, actor, "account.added", detail)], cancellation);
        await work.Transaction.CommitAsync(cancellation);
        return account;
    }

    /// <summary>Ends every session of an account and lets it in no more; WrongState for the last administrator.</summary>
    public Task<Refusal?> DisableAsync(string name, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.disabled",
        async (work, account) =>
        {
            if (account.Roles.Contains(AccountRole.Administrator) && await work.RefuseLastAdministratorAsync(account, cancellation) is { } last)
            {
                return last;
            }

            account.Disable(clock.GetUtcNow());
            return AccountChanges.RefusalOf(await work.Accounts.UpdateSecurityStampAsync(account));
        },
        cancellation);

    /// <summary>Lets a disabled account in again, with the password it had.</summary>
    public Task<Refusal?> EnableAsync(string name, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.enabled",
        async (work, account) =>
        {
            account.Enable();
            return AccountChanges.RefusalOf(await work.Accounts.UpdateAsync(account));
        },
        cancellation);

    /// <summary>For somebody who lost the password or the second factor: a new password, no second factor, no lockout, no session.</summary>
    public Task<Refusal?> ResetAsync(string name, string password, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.reset",
        async (work, account) =>
            AccountChanges.RefusalOf(await work.Accounts.RemovePasswordAsync(account))
            ?? AccountChanges.RefusalOf(await work.Accounts.AddPasswordAsync(account, password))
            ?? AccountChanges.RefusalOf(await work.Accounts.SetTwoFactorEnabledAsync(account, false))
            ?? AccountChanges.RefusalOf(await work.Accounts.ResetAuthenticatorKeyAsync(account))
            ?? AccountChanges.RefusalOf(await work.Accounts.ResetAccessFailedCountAsync(account))
            ?? AccountChanges.RefusalOf(await work.Accounts.SetLockoutEndDateAsync(account, null)),
        cancellation);

    /// <summary>Changes one's own password; other sessions end.</summary>
    public Task<Refusal?> ChangePasswordAsync(string name, string current, string next, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, name, "account.password_changed",
        async (work, account) => AccountChanges.RefusalOf(await work.Accounts.ChangePasswordAsync(account, current, next)),
        cancellation);

    /// <summary>The key an authenticator app is to be given, made when there is none; null once the second factor is on.</summary>
    public async Task<string?> AuthenticatorKeyAsync(string name, CancellationToken cancellation = default)
    {
        await using var work = await AccountWork.BeginAsync(scopes, cancellation);
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
        var refusal = await _changes.TakeAsync(
            name, name, "account.second_factor_on",
            async (work, account) =>
            {
                if (!await work.Accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code))
                {
                    return new Refusal(RefusalReason.Incomplete, "That is not the code the app shows now. Check the clock of the device, then type the next code.");
                }

                codes = [.. await work.Accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount) ?? []];
                return AccountChanges.RefusalOf(await work.Accounts.SetTwoFactorEnabledAsync(account, true));
            },
            cancellation);
        return refusal is null ? new RecoveryCodes(codes) : refusal;
    }
}
