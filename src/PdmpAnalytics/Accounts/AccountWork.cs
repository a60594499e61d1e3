using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>One call's context, open transaction and Identity's manager over both.</summary>
internal sealed class AccountWork(AsyncServiceScope scope, PdmpDbContext db, IDbContextTransaction transaction) : IAsyncDisposable
{
    public PdmpDbContext Db { get; } = db;

    public IDbContextTransaction Transaction { get; } = transaction;

    public UserManager<Account> Accounts { get; } = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();

    public static async Task<AccountWork> BeginAsync(IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PdmpDbContext>();
        return new AccountWork(scope, db, await db.Database.BeginTransactionAsync(cancellation));
    }

    /// <summary>Null while somebody else administers accounts; otherwise why the account must stay as it is.</summary>
    public async Task<Refusal?> RefuseLastAdministratorAsync(Account account, CancellationToken cancellation)
    {
        if (Db.Database.IsNpgsql())
        {
            // Two administrators who disable one another at once would each still see the other. SQLite has one writer.
            await Db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts ORDER BY id FOR UPDATE", cancellation);
        }

        var others = await Db.Set<Account>().AsNoTracking().Where(a => a.Id != account.Id && a.DisabledAt == null).ToListAsync(cancellation);
        return others.Any(a => a.Roles.Contains(AccountRole.Administrator))
            ? null
            : new Refusal(RefusalReason.WrongState, "This is the last administrator: make somebody else one first.");
    }

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await scope.DisposeAsync();
    }
}
