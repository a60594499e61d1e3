using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>
/// Bars people of an outside identity provider one by one, at once and on every host, whatever their tokens say; and keeps the name that a token
/// carries, which no log and no list holds: the audit log has when it was stated, not what it is.
/// </summary>
public sealed class OutsidePeopleService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>Lets somebody in, or not, which is noted.</summary>
    /// <param name="actor">As <see cref="OutsidePerson.ActorOf"/> gives it.</param>
    /// <param name="last">As the token has it; a token without both names changes nothing of what is kept.</param>
    /// <returns>False for somebody who is barred.</returns>
    public async Task<bool> AdmitAsync(string actor, string last, string first, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = await db.Set<OutsidePerson>().SingleOrDefaultAsync(p => p.Actor == actor, cancellation);
        if (known?.BarredAt is not null)
        {
            await audit.AppendAsync(new AuditEntry(actor, "outside.refused", actor, ""), cancellation);
            return false;
        }

        var (lastName, firstName) = (last.Trim(), first.Trim());
        if (!IsName(lastName) || !IsName(firstName) || (lastName, firstName) == (known?.LastName, known?.FirstName))
        {
            return true;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        (known ?? db.Add(new OutsidePerson(actor)).Entity).Rename(lastName, firstName);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (known is null)
        {
            // Two first requests at once: the other one kept the name. Or somebody was barred meanwhile, unseen before.
            await transaction.RollbackAsync(cancellation);
            db.ChangeTracker.Clear();
            return await db.Set<OutsidePerson>().SingleAsync(p => p.Actor == actor, cancellation) is { BarredAt: null };
        }

        await audit.AppendAsync(db, [new AuditEntry(actor, "outside.name_stated", actor, "")], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Whether the audit log knows such a person; somebody may be barred before they come, but a slip of the pen looks the same.</summary>
    /// <param name="name">As for <see cref="BarAsync"/>.</param>
    public async Task<bool> WasSeenAsync(string name, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return ActorOf(name) is { } who && await db.Set<AuditEvent>().AnyAsync(e => e.Actor == who, cancellation);
    }

    /// <summary>Lets somebody in no more, seen here before or not.</summary>
    /// <param name="name">As the audit log has it, <c>outside:NAME</c>, or the lasting name alone.</param>
    /// <returns>Refused: Incomplete for what is no name, WrongState for somebody who is barred.</returns>
    public Task<Refusal?> BarAsync(string name, string actor, CancellationToken cancellation = default) => StepAsync(
        name, actor, "outside.barred", person => person.BarredAt is null, "is barred already", person => person.Bar(actor, clock.GetUtcNow()), cancellation);

    /// <summary>Lets somebody in again.</summary>
    /// <returns>Refused: Incomplete for what is no name, WrongState for somebody who is not barred.</returns>
    public Task<Refusal?> LetInAsync(string name, string actor, CancellationToken cancellation = default) => StepAsync(
        name, actor, "outside.let_in", person => person.BarredAt is not null, "is not barred", person => person.LetIn(), cancellation);

    /// <summary>Those who are barred, by name.</summary>
    public async Task<IReadOnlyList<OutsidePerson>> BarredAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<OutsidePerson>().AsNoTracking().Where(p => p.BarredAt != null).OrderBy(p => p.Actor).ToListAsync(cancellation);
    }

    private async Task<Refusal?> StepAsync(
        string name, string actor, string action, Func<OutsidePerson, bool> isOpen, string otherwise, Action<OutsidePerson> step, CancellationToken cancellation)
    {
        if (ActorOf(name) is not { } who)
        {
            return new Refusal(RefusalReason.Incomplete, "State the person as the audit log does: outside:NAME.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var person = await db.Set<OutsidePerson>().SingleOrDefaultAsync(p => p.Actor == who, cancellation) ?? db.Add(new OutsidePerson(who)).Entity;
        if (!isOpen(person))
        {
            return new Refusal(RefusalReason.WrongState, $"{who} {otherwise}.");
        }

        step(person);
        await audit.AppendAsync(db, [new AuditEntry(actor, action, who, "")], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static string? ActorOf(string name) =>
        OutsidePerson.ActorOf(name.StartsWith(OutsidePerson.Prefix, StringComparison.Ordinal) ? name[OutsidePerson.Prefix.Length..] : name);

    private static bool IsName(string name) => name.Length is > 0 and <= AccountHolder.LongestName && !name.Any(char.IsControl);
}
