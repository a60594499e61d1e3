using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>
/// Makes a refresh token good once, over restarts and over several hosts: the database counts renewals. A token that comes a second time was
/// copied, or its answer was lost; which of the two nobody can tell, so the whole chain ends.
/// </summary>
public sealed class TokenChainService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, AccountOptions options, TimeProvider clock)
{
    /// <summary>Begins a chain, whose first refresh token has number 0, and forgets those of the account whose session is over anyway.</summary>
    public async Task<Guid> StartAsync(Account account, CancellationToken cancellation = default)
    {
        var at = clock.GetUtcNow();
        var over = at - options.SessionTimeout;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Set<TokenChain>().Where(c => c.AccountId == account.Id && c.StartedAt < over).ExecuteDeleteAsync(cancellation);
        var chain = new TokenChain(account.Id, at);
        db.Add(chain);
        await db.SaveChangesAsync(cancellation);
        return chain.Id;
    }

    /// <summary>Tokens of the chain are good for something.</summary>
    public async Task<bool> IsLiveAsync(Guid chain, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<TokenChain>().AnyAsync(c => c.Id == chain && c.EndedAt == null, cancellation);
    }

    /// <summary>Uses a refresh token up, with its audit event in one transaction; of two uses at once one is the second.</summary>
    /// <param name="detail">Of the event.</param>
    /// <returns>False for a number that was used before, which ends the chain, and for a chain that has ended.</returns>
    public async Task<bool> StepAsync(Guid chain, int serial, Account account, string detail, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var live = db.Set<TokenChain>().Where(c => c.Id == chain && c.AccountId == account.Id && c.EndedAt == null);
        var isFirst = await live.Where(c => c.Serial == serial).ExecuteUpdateAsync(set => set.SetProperty(c => c.Serial, serial + 1), cancellation) == 1;
        DateTimeOffset? at = clock.GetUtcNow();
        if (isFirst || await live.ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, at), cancellation) == 1)
        {
            await audit.AppendAsync(db, [AccountChanges.Entry(account, account.Name, isFirst ? "account.renewed" : "account.token_replayed", detail)], cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return isFirst;
    }

    /// <summary>Ends the chain, with its audit event, when the number was used before; else changes nothing. For a token that is good for nothing any more.</summary>
    /// <param name="detail">Of the event.</param>
    public async Task EndIfUsedAsync(Guid chain, int serial, string detail, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        DateTimeOffset? at = clock.GetUtcNow();
        var used = db.Set<TokenChain>().Where(c => c.Id == chain && c.EndedAt == null && c.Serial > serial);
        if (await used.ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, at), cancellation) == 1)
        {
            var account = await db.Set<Account>().SingleAsync(a => db.Set<TokenChain>().Any(c => c.Id == chain && c.AccountId == a.Id), cancellation);
            await audit.AppendAsync(db, [AccountChanges.Entry(account, account.Name, "account.token_replayed", detail)], cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }
}
