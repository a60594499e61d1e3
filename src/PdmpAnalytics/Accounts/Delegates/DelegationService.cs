using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts.Delegates;

/// <summary>Asks for, approves, confirms, ends and finds delegations; each change with its audit event, which names both, in one transaction.</summary>
public sealed class DelegationService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, AccountOptions options, TimeProvider clock)
{
    private static readonly AccountRole[] Supervising = [AccountRole.Pharmacist, AccountRole.Prescriber];

    /// <summary>Asks that a supervisor answer for a delegate.</summary>
    /// <returns>
    /// Refused: NotFound for an unknown or disabled account, NotAllowed for roles that cannot delegate or be delegated to, WrongState while an
    /// earlier request of the same two waits.
    /// </returns>
    public async Task<Result<Delegation>> RequestAsync(string @delegate, string supervisor, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await AccountAsync(db, @delegate, cancellation) is not { } asking || await AccountAsync(db, supervisor, cancellation) is not { } answering)
        {
            return new Refusal(RefusalReason.NotFound, "There is no such account that may sign in.");
        }

        if (asking.Id == answering.Id || !asking.Roles.Contains(AccountRole.Delegate) || !answering.Roles.Intersect(Supervising).Any())
        {
            return new Refusal(RefusalReason.NotAllowed, "A delegate looks up for a pharmacist or a prescriber; nobody else delegates, and delegates have no delegates.");
        }

        var now = clock.GetUtcNow();
        var earlier = await db.Set<Delegation>().AsNoTracking()
            .Where(d => d.Delegate == asking.Name && d.Supervisor == answering.Name && d.EndedAt == null).ToListAsync(cancellation);
        if (earlier.Exists(d => d.StateAt(now) is DelegationState.AwaitsSupervisor or DelegationState.AwaitsProgramme))
        {
            return new Refusal(RefusalReason.WrongState, "This was asked for before and is waiting.");
        }

        var last = await db.Set<Delegation>().MaxAsync(d => (int?)d.Id, cancellation) ?? 0;
        var delegation = Delegation.Request(last + 1, asking.Name, answering.Name, actor, now);
        db.Add(delegation);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [Entry(delegation, actor, "delegate.requested")], cancellation);
        await transaction.CommitAsync(cancellation);
        return delegation;
    }

    /// <summary>The supervisor agrees to answer for the delegate.</summary>
    /// <returns>Refused: NotFound, WrongState, or NotAllowed for anybody but the supervisor.</returns>
    public Task<Refusal?> ApproveAsync(int id, string supervisor, CancellationToken cancellation = default) =>
        ChangeAsync(id, supervisor, "delegate.approved", (d, at) => d.Approve(supervisor, at), cancellation);

    /// <summary>The programme agrees; from now the delegate may ask.</summary>
    /// <returns>Refused: NotFound, or WrongState before the supervisor agreed.</returns>
    public Task<Refusal?> ConfirmAsync(int id, string actor, CancellationToken cancellation = default) =>
        ChangeAsync(id, actor, "delegate.confirmed", (d, at) => d.Confirm(actor, at, options.DelegationDays), cancellation);

    /// <summary>Refuses or revokes, at once.</summary>
    /// <param name="asSupervisor">Only one's own: the supervisor's, or what the delegate asked for; false for the programme.</param>
    public Task<Refusal?> EndAsync(int id, string actor, bool asSupervisor, CancellationToken cancellation = default) => ChangeAsync(
        id, actor, "delegate.ended",
        (d, at) => asSupervisor && !Concerns(d, actor) ? new Refusal(RefusalReason.NotFound, $"There is no delegation {id} of yours.") : d.End(actor, at),
        cancellation);

    /// <summary>Newest first.</summary>
    /// <param name="concerning">As delegate or supervisor; null for everybody's.</param>
    public async Task<IReadOnlyList<(Delegation Delegation, DelegationState State)>> ListAsync(string? concerning = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var all = await db.Set<Delegation>().AsNoTracking()
            .Where(d => concerning == null || d.Delegate == concerning || d.Supervisor == concerning).OrderByDescending(d => d.Id).ToListAsync(cancellation);
        return all.ConvertAll(d => (d, d.StateAt(now)));
    }

    /// <summary>For whom a delegate may look up now, by name; empty for nobody, and for an account that is disabled or no delegate's any more.</summary>
    /// <param name="facility">Only where the delegate or the supervisor works there: a program speaks for its own pharmacy's people; null for a person who signed in.</param>
    public async Task<IReadOnlyList<string>> LiveSupervisorsAsync(string @delegate, string? facility = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var supervisors = await (
            from delegation in db.Set<Delegation>()
            where delegation.Delegate == @delegate && delegation.EndedAt == null && delegation.ConfirmedAt != null && delegation.ExpiresAt > now
            join account in db.Set<Account>() on delegation.Supervisor equals account.UserName
            where account.DisabledAt == null
            join asking in db.Set<Account>() on delegation.Delegate equals asking.UserName
            where asking.DisabledAt == null
            select new { Supervisor = account, Delegate = asking }).AsNoTracking().ToListAsync(cancellation);
        return
        [
            .. supervisors.Where(a => a.Supervisor.Roles.Intersect(Supervising).Any() && a.Delegate.Roles.Contains(AccountRole.Delegate)
                    && (facility is null || IsAt(a.Delegate, facility) || IsAt(a.Supervisor, facility)))
                .Select(a => a.Supervisor.Name).Distinct().Order(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private async Task<Refusal?> ChangeAsync(
        int id, string actor, string action, Func<Delegation, DateTimeOffset, Refusal?> change, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<Delegation>().SingleOrDefaultAsync(d => d.Id == id, cancellation) is not { } delegation)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no delegation {id}.");
        }

        if (change(delegation, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(RefusalReason.Stale, $"Somebody else changed delegation {id} meanwhile.");
        }

        await audit.AppendAsync(db, [Entry(delegation, actor, action)], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static bool IsAt(Account account, string facility) => account.Facility.Length > 0 && account.Facility.Equals(facility, StringComparison.OrdinalIgnoreCase);

    private static bool Concerns(Delegation d, string account) =>
        d.Supervisor.Equals(account, StringComparison.OrdinalIgnoreCase) || d.Delegate.Equals(account, StringComparison.OrdinalIgnoreCase);

    private static async Task<Account?> AccountAsync(PdmpDbContext db, string name, CancellationToken cancellation)
    {
        var asked = name.ToUpperInvariant();
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == asked && a.DisabledAt == null, cancellation);
    }

    private static AuditEntry Entry(Delegation delegation, string actor, string action) =>
        new(actor, action, $"delegation:{delegation.Id}", $"delegate={delegation.Delegate};supervisor={delegation.Supervisor}");
}
