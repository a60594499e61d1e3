using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>Keeps who is behind an account, each change with its audit event in one transaction; the event holds no name.</summary>
public sealed class AccountHolderService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit)
{
    /// <returns>Refused: NotFound without such an account, Incomplete without both names.</returns>
    public async Task<Refusal?> SetAsync(string account, string last, string first, string actor, CancellationToken cancellation = default)
    {
        var (lastName, firstName) = (last.Trim(), first.Trim());
        if (lastName.Length is 0 or > AccountHolder.LongestName || firstName.Length is 0 or > AccountHolder.LongestName)
        {
            return new Refusal(RefusalReason.Incomplete, $"A holder has a last and a first name of at most {AccountHolder.LongestName} characters each.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var asked = account.ToUpperInvariant();
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.NormalizedUserName == asked, cancellation) is not { } known)
        {
            return new Refusal(RefusalReason.NotFound, "There is no account of that name.");
        }

        var holder = await db.Set<AccountHolder>().SingleOrDefaultAsync(h => h.Account == known.Name, cancellation) ?? db.Add(new AccountHolder(known.Name)).Entity;
        holder.Rename(lastName, firstName);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(actor, "account.holder_stated", $"account:{known.Id}", "")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
