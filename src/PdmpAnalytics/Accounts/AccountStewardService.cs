using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Accounts;

/// <summary>What an administrator does about other people's accounts besides adding, disabling and resetting them.</summary>
public sealed class AccountStewardService(IServiceScopeFactory scopes, AuditLog audit)
{
    private readonly AccountChanges _changes = new(scopes, audit);

    /// <summary>
    /// Gives an account these roles and no others; its sessions end within a minute. NotAllowed about one's own account, WrongState when no
    /// administrator would be left.
    /// </summary>
    public Task<Refusal?> SetRolesAsync(string name, IReadOnlyCollection<AccountRole> roles, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.roles_set", account => $"roles={string.Join(',', account.Roles.Select(r => r.Code()))}",
        async (work, account) =>
        {
            if (IsOwn(account, actor))
            {
                return new Refusal(RefusalReason.NotAllowed, "Your own roles are for another administrator to change.");
            }

            if (roles.Count == 0)
            {
                return new Refusal(RefusalReason.Incomplete, "An account has a role; disable it when it should have none.");
            }

            var gives = account.Roles.Contains(AccountRole.Administrator) && !roles.Contains(AccountRole.Administrator) && !account.IsDisabled;
            if (gives && await work.RefuseLastAdministratorAsync(account, cancellation) is { } last)
            {
                return last;
            }

            account.SetRoles(roles);
            if (!WorksAtCounter(account))
            {
                account.WorkAt("");
            }

            return AccountChanges.RefusalOf(await work.Accounts.UpdateSecurityStampAsync(account));
        },
        cancellation);

    /// <summary>
    /// States at which pharmacy somebody works: their look-ups, checks and notes are that pharmacy's. Sessions end within a minute, since they carry the
    /// old one. Incomplete for a number that is none, WrongState for an account that works at no counter.
    /// </summary>
    /// <param name="facility">DEA number or NPI; empty for none.</param>
    public Task<Refusal?> SetFacilityAsync(string name, string facility, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.facility_set", account => $"facility={account.Facility}",
        async (work, account) =>
        {
            var number = FacilityNumber.Read(facility);
            if (number.Refusal is { } unreadable)
            {
                return unreadable;
            }

            if (number.Value.Length > 0 && !WorksAtCounter(account))
            {
                return new Refusal(RefusalReason.WrongState, "Only pharmacists and delegates work at a pharmacy.");
            }

            account.WorkAt(number.Value);
            return AccountChanges.RefusalOf(await work.Accounts.UpdateSecurityStampAsync(account));
        },
        cancellation);

    /// <summary>Lets somebody try again who typed too many wrong passwords; WrongState when the account is not locked.</summary>
    public Task<Refusal?> UnlockAsync(string name, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.unlocked",
        async (work, account) =>
            !await work.Accounts.IsLockedOutAsync(account) ? new Refusal(RefusalReason.WrongState, "The account is not locked.")
            : AccountChanges.RefusalOf(await work.Accounts.ResetAccessFailedCountAsync(account)) ?? AccountChanges.RefusalOf(await work.Accounts.SetLockoutEndDateAsync(account, null)),
        cancellation);

    /// <summary>
    /// Takes the second factor away from somebody who lost the device; the password stays, sessions end. NotAllowed about one's own account:
    /// somebody at an open screen could not otherwise be kept from it.
    /// </summary>
    public Task<Refusal?> ResetSecondFactorAsync(string name, string actor, CancellationToken cancellation = default) => _changes.TakeAsync(
        name, actor, "account.second_factor_off",
        async (work, account) =>
            IsOwn(account, actor) ? new Refusal(RefusalReason.NotAllowed, "Your own second factor is for another administrator to reset.")
            : !account.TwoFactorEnabled ? new Refusal(RefusalReason.WrongState, "The account has no second factor.")
            : AccountChanges.RefusalOf(await work.Accounts.SetTwoFactorEnabledAsync(account, false))
                ?? AccountChanges.RefusalOf(await work.Accounts.ResetAuthenticatorKeyAsync(account)),
        cancellation);

    private static bool WorksAtCounter(Account account) => account.Roles.Any(role => role is AccountRole.Pharmacist or AccountRole.Delegate);

    private static bool IsOwn(Account account, string actor) => string.Equals(account.Name, actor, StringComparison.OrdinalIgnoreCase);
}
