using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Accounts.Delegates;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Oversight;

/// <summary>The quarterly list: what delegates asked in a supervisor's name, and the supervisor's word that it was in order.</summary>
public sealed class DelegateSignOffService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, LookupOptions options, TimeProvider clock)
{
    private const int MostQueries = 500;

    private readonly OversightDays _days = new(options.Access);

    /// <summary>Every past quarter of every delegation that was live in it, newest first.</summary>
    /// <param name="supervisor">Whose; null for everybody's.</param>
    public async Task<IReadOnlyList<DelegateQuarter>> ListAsync(string? supervisor = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var delegations = await db.Set<Delegation>().AsNoTracking()
            .Where(d => d.ConfirmedAt != null && (supervisor == null || d.Supervisor == supervisor)).ToListAsync(cancellation);
        var signed = await db.Set<DelegateSignOff>().AsNoTracking().ToListAsync(cancellation);
        var current = Quarters.Of(_days.DayOf(clock.GetUtcNow()));
        var list = new List<DelegateQuarter>();
        foreach (var delegation in delegations)
        {
            for (var quarter = Quarters.Of(_days.DayOf(delegation.ConfirmedAt!.Value)); quarter < current; quarter = Quarters.Next(quarter))
            {
                var (from, to) = (_days.StartOf(quarter), _days.StartOf(Quarters.Next(quarter)));
                if (!delegation.WasLiveWithin(from, to))
                {
                    continue;
                }

                var asked = Asked(db, delegation, from, to);
                list.Add(new DelegateQuarter(
                    delegation.Id, delegation.Delegate, delegation.Supervisor, quarter, await asked.CountAsync(cancellation),
                    await asked.CountAsync(d => d.PatientId != null, cancellation), Quarters.Next(quarter).AddDays(options.Access.SignOffWithinDays),
                    signed.Find(s => s.DelegationId == delegation.Id && s.Quarter == quarter)));
            }
        }

        return [.. list.OrderByDescending(q => q.Quarter).ThenBy(q => q.Delegate, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>What the delegate asked in the quarter, oldest first, at most 500: shown to the supervisor in whose name it was asked, and noted first.</summary>
    /// <returns>Refused as NotFound when the delegation is not the supervisor's.</returns>
    public async Task<Result<IReadOnlyList<PatientDisclosure>>> QueriesAsync(int delegation, DateOnly quarter, string supervisor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await OwnAsync(db, delegation, supervisor, cancellation) is not { } own)
        {
            return new Refusal(RefusalReason.NotFound, "There is no such delegation of yours.");
        }

        var first = Quarters.Of(quarter);
        await audit.AppendAsync(new AuditEntry(supervisor, "delegate.queries_read", $"delegation:{delegation}", $"quarter={Text(first)}"), cancellation);
        return await Asked(db, own, _days.StartOf(first), _days.StartOf(Quarters.Next(first)))
            .OrderBy(d => d.At).Take(MostQueries).ToListAsync(cancellation);
    }

    /// <summary>Signs a past quarter off; what is not in order goes to the auditors' queue in the same transaction.</summary>
    /// <returns>Refused: NotFound, WrongState for a quarter that is not over, was signed before or has nothing to sign.</returns>
    public async Task<Refusal?> SignAsync(int delegation, DateOnly quarter, bool inOrder, string supervisor, CancellationToken cancellation = default)
    {
        var first = Quarters.Of(quarter);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await OwnAsync(db, delegation, supervisor, cancellation) is not { } own)
        {
            return new Refusal(RefusalReason.NotFound, "There is no such delegation of yours.");
        }

        var (now, from, to) = (clock.GetUtcNow(), _days.StartOf(first), _days.StartOf(Quarters.Next(first)));
        if (to > now || !own.WasLiveWithin(from, to) || await db.Set<DelegateSignOff>().AnyAsync(s => s.DelegationId == delegation && s.Quarter == first, cancellation))
        {
            return new Refusal(RefusalReason.WrongState, $"{Quarters.Name(first)} is not over, was signed off before, or had no approval.");
        }

        var queries = await Asked(db, own, from, to).CountAsync(cancellation);
        db.Add(new DelegateSignOff { DelegationId = delegation, Quarter = first, SignedAt = now, SignedBy = own.Supervisor, Queries = queries, InOrder = inOrder });
        if (!inOrder)
        {
            db.Add(AccessFinding.Of(Contested(own, first, queries), now));
        }

        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(
            db,
            [
                new AuditEntry(
                    own.Supervisor, "delegate.signed_off", $"delegation:{delegation}",
                    string.Create(CultureInfo.InvariantCulture, $"quarter={Text(first)};delegate={own.Delegate};queries={queries};inorder={(inOrder ? "yes" : "no")}")),
            ],
            cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static ObservedSign Contested(Delegation own, DateOnly quarter, int queries) => new(
        AccessSign.DelegateContested, own.Delegate, Quarters.Next(quarter).AddDays(-1), $"delegation:{own.Id}:{Text(quarter)}",
        $"{own.Supervisor} does not stand for all of the {queries} queries that {own.Delegate} asked in {Quarters.Name(quarter)}.", []);

    private static IQueryable<PatientDisclosure> Asked(PdmpDbContext db, Delegation delegation, DateTimeOffset from, DateTimeOffset to) =>
        db.Set<PatientDisclosure>().AsNoTracking().Where(d => (d.Account == delegation.Delegate || d.EndUser == delegation.Delegate) && d.Supervisor == delegation.Supervisor && d.At >= from && d.At < to);

    private static async Task<Delegation?> OwnAsync(PdmpDbContext db, int id, string supervisor, CancellationToken cancellation) =>
        await db.Set<Delegation>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.Supervisor == supervisor, cancellation);

    private static string Text(DateOnly quarter) => quarter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
