using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Resolutions;

/// <summary>Keeps and gives back a pharmacy's own resolution notes. A note rests on a report or check that the same pharmacy was given.</summary>
public sealed class ResolutionService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, LookupOptions options, TimeProvider clock)
{
    public const int LongestIdempotencyKey = 80;

    /// <summary>Room for a key's actor and the person behind it.</summary>
    internal const int LongestSender = 200;
    private const int MostOnAPage = 100;

    /// <summary>Keeps a new note. The same request twice gives the same note, also when the pharmacy's key was rotated between.</summary>
    /// <param name="idempotencyKey">Names the request; null where a person writes.</param>
    /// <returns>Refused: Incomplete; NotFound when the report is not this pharmacy's; Stale when the key was used for another note.</returns>
    public async Task<Result<ResolutionNote>> AddAsync(
        ResolutionDraft draft, Inquiry by, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        if (draft.Fault() is { } fault)
        {
            return new Refusal(RefusalReason.Incomplete, fault);
        }

        var senders = await SendersAsync(by, cancellation);
        var sender = senders[^1];
        if (await EarlierAsync(draft, senders, idempotencyKey, cancellation) is { } earlier)
        {
            return earlier;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var patient = await db.Set<PatientDisclosure>()
            .Where(d => d.Id == draft.DisclosureId && d.PatientId != null && (d.Facility == "" ? d.Account == by.Account : d.Facility == by.Facility))
            .Select(d => d.PatientId).SingleOrDefaultAsync(cancellation);
        if (patient is not { } id)
        {
            return new Refusal(RefusalReason.NotFound, "The report that the note rests on is not one of this pharmacy's.");
        }

        var at = clock.GetUtcNow();
        var note = ResolutionNote.Of(Guid.CreateVersion7(at), 1, draft, id, by, sender, idempotencyKey, at);
        db.Add(note);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (idempotencyKey is not null)
        {
            // A parallel post of the same request was faster; any other cause is thrown again below.
            await transaction.RollbackAsync(cancellation);
            if (await EarlierAsync(draft, senders, idempotencyKey, cancellation) is { } faster)
            {
                return faster;
            }

            throw;
        }

        await audit.AppendAsync(db, [Entry(note, by, "resolution.added")], cancellation);
        await transaction.CommitAsync(cancellation);
        return note;
    }

    /// <summary>Keeps a corrected version of a note.</summary>
    /// <param name="version">The version that was read.</param>
    /// <returns>Refused: Incomplete, NotFound, or Stale when somebody corrected it since.</returns>
    public async Task<Result<ResolutionNote>> CorrectAsync(Guid id, int version, ResolutionDraft draft, Inquiry by, CancellationToken cancellation = default)
    {
        if (draft.Fault() is { } fault)
        {
            return new Refusal(RefusalReason.Incomplete, fault);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Own(db, by).Where(n => n.Id == id).OrderByDescending(n => n.Version).FirstOrDefaultAsync(cancellation) is not { } last)
        {
            return new Refusal(RefusalReason.NotFound, "There is no such note of this pharmacy.");
        }

        if (last.Version != version || last.DisclosureId != draft.DisclosureId)
        {
            return new Refusal(RefusalReason.Stale, "The note was corrected since it was read, or rests on another report.");
        }

        var note = ResolutionNote.Of(id, version + 1, draft, last.PatientId, by, last.Sender, null, clock.GetUtcNow());
        db.Add(note);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (Exists(id, version + 1))
        {
            return new Refusal(RefusalReason.Stale, "The note was corrected since it was read.");
        }

        await audit.AppendAsync(db, [Entry(note, by, "resolution.corrected")], cancellation);
        await transaction.CommitAsync(cancellation);
        return note;
    }

    /// <summary>The newest version of a note of the same pharmacy; null without one.</summary>
    public async Task<ResolutionNote?> FindAsync(Guid id, Inquiry by, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Own(db, by).Where(n => n.Id == id).OrderByDescending(n => n.Version).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Every version of a note of the same pharmacy, with whom it is about as was typed; noted before it is shown. Null without such a note.</summary>
    public async Task<ResolutionHistory?> HistoryAsync(Guid id, Inquiry by, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var versions = await Own(db, by).Where(n => n.Id == id).OrderBy(n => n.Version).ToListAsync(cancellation);
        if (versions.Count == 0)
        {
            return null;
        }

        var report = versions[0].DisclosureId;
        var asked = await db.Set<PatientDisclosure>().AsNoTracking().SingleAsync(d => d.Id == report, cancellation);
        await audit.AppendAsync(new AuditEntry(by.Account, "resolution.read", $"resolution:{id:D}", $"patient={versions[0].PatientId}{by.UserDetail}"), cancellation);
        return new ResolutionHistory(versions, asked.LastName, asked.FirstName, asked.BirthDate);
    }

    /// <summary>The pharmacy's notes in their newest versions, newest note first.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to 100.</param>
    public async Task<(IReadOnlyList<ResolutionNote> Notes, int Total)> PageAsync(Inquiry by, int page, int size, CancellationToken cancellation = default)
    {
        size = Math.Clamp(size, 1, MostOnAPage);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = Own(db, by).Where(n => !Own(db, by).Any(later => later.Id == n.Id && later.Version > n.Version));
        var notes = await newest.OrderByDescending(n => n.Id).Skip((Math.Max(1, page) - 1) * size).Take(size).ToListAsync(cancellation);
        return (notes, await newest.CountAsync(cancellation));
    }

    /// <summary>Every version of the notes about a patient, oldest first, but for those that rest on an emergency: context for the programme's analysts, noted before it is shown.</summary>
    /// <returns>Refused as NotAllowed where configuration does not allow it.</returns>
    public async Task<Result<IReadOnlyList<ResolutionNote>>> AboutAsync(long patientId, string reader, CancellationToken cancellation = default)
    {
        if (!options.AnalystsSeeResolutions)
        {
            return new Refusal(RefusalReason.NotAllowed, "The counter's notes stay at the counter in this programme.");
        }

        await audit.AppendAsync(new AuditEntry(reader, "resolution.read_about", $"patient:{patientId}", ""), cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<ResolutionNote>().AsNoTracking().Where(n => n.PatientId == patientId && !db.Set<PatientDisclosure>().Any(d => d.Id == n.DisclosureId && d.Override != "")).OrderBy(n => n.Id).ThenBy(n => n.Version).ToListAsync(cancellation);
    }

    /// <summary>
    /// The pharmacy's, and what the account itself wrote while no pharmacy was stated for it. What rests on records opened in an emergency stays its
    /// author's: 42 CFR Part 2 forbids passing it on.
    /// </summary>
    private static IQueryable<ResolutionNote> Own(PdmpDbContext db, Inquiry by) => db.Set<ResolutionNote>().AsNoTracking().Where(n => n.Facility == ""
        ? n.Account == by.Account
        : n.Facility == by.Facility && (n.Account == by.Account || !db.Set<PatientDisclosure>().Any(d => d.Id == n.DisclosureId && d.Override != "")));

    /// <summary>The note that an earlier request of this name made; null when there was none.</summary>
    private async Task<Result<ResolutionNote>?> EarlierAsync(ResolutionDraft draft, List<string> senders, string? idempotencyKey, CancellationToken cancellation)
    {
        if (idempotencyKey is null)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var note = await db.Set<ResolutionNote>().AsNoTracking()
            .Where(n => n.IdempotencyKey == idempotencyKey && EF.Parameter(senders).Contains(n.Sender)).OrderBy(n => n.Id).FirstOrDefaultAsync(cancellation);
        return note is null ? null
            : note.Says(draft) ? note
            : new Refusal(RefusalReason.Stale, "This idempotency key was used for another note.");
    }

    /// <summary>
    /// By which the asker was known, newest first: the key that was used and those it took the place of. The last, the system's first key, is who
    /// sends a note, whichever of its keys it used; a note of a release before has the key itself.
    /// </summary>
    private async Task<List<string>> SendersAsync(Inquiry by, CancellationToken cancellation)
    {
        List<string> senders = [by.Asker];
        if (ApiKey.IdOf(by.Account) is { } key)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            while (await db.Set<ApiKey>().Where(k => k.ReplacedBy == key).Select(k => k.Id).FirstOrDefaultAsync(cancellation) is { } before)
            {
                key = before;
                senders.Add(Inquiry.AskerOf(ApiKey.ActorOf(key), by.User));
            }
        }

        return senders;
    }

    private bool Exists(Guid id, int version)
    {
        using var db = contexts.CreateDbContext();
        return db.Set<ResolutionNote>().Any(n => n.Id == id && n.Version == version);
    }

    private static AuditEntry Entry(ResolutionNote note, Inquiry by, string action) =>
        new(by.Account, action, $"resolution:{note.Id:D}", $"version={note.Version};decision={note.Decision};patient={note.PatientId}{by.UserDetail}");
}
