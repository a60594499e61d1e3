using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Auditing;

namespace PdmpAnalytics.Accounts;

/// <summary>Takes one change of an account with its audit event, for the services of accounts.</summary>
internal sealed class AccountChanges(IServiceScopeFactory scopes, AuditLog audit)
{
    /// <summary>Null when done; NotFound without such an account, or whatever the change says.</summary>
    public Task<Refusal?> TakeAsync(
        string name, string actor, string action, Func<AccountWork, Account, Task<Refusal?>> change, CancellationToken cancellation) =>
        TakeAsync(name, actor, action, _ => "", change, cancellation);

    /// <param name="detail">For the audit log, of the account after the change.</param>
    public async Task<Refusal?> TakeAsync(
        string name, string actor, string action, Func<Account, string> detail, Func<AccountWork, Account, Task<Refusal?>> change, CancellationToken cancellation)
    {
        await using var work = await AccountWork.BeginAsync(scopes, cancellation);
        if (await work.Accounts.FindByNameAsync(name) is not { } account)
        {
            return new Refusal(RefusalReason.NotFound, "There is no account of that name.");
        }

        if (await change(work, account) is { } refusal)
        {
            return refusal;
        }

        await audit.AppendAsync(work.Db, [Entry(account, actor, action, detail(account))], cancellation);
        await work.Transaction.CommitAsync(cancellation);
        return null;
    }

    public static AuditEntry Entry(Account account, string actor, string action, string detail) =>
        new(actor, action, $"account:{account.Id}", detail);

    public static Refusal? RefusalOf(IdentityResult result) => result.Succeeded
        ? null
        : new Refusal(RefusalReason.Incomplete, string.Join(' ', result.Errors.Select(e => e.Description).Distinct()));
}
