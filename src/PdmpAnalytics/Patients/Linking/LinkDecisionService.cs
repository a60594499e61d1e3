using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients.Linking;

/// <summary>What people decide about records, and taking steps of linkage back. Each is one transaction under the lock of loading.</summary>
public sealed class LinkDecisionService
{
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly IDispensationWriter _dispensations;
    private readonly LinkResolution _resolution;
    private readonly TimeProvider _clock;

    internal LinkDecisionService(
        IDbContextFactory<PdmpDbContext> contexts, IDispensationWriter dispensations, LinkResolution resolution, TimeProvider clock) =>
        (_contexts, _dispensations, _resolution, _clock) = (contexts, dispensations, resolution, clock);

    /// <summary>
    /// Decides that two records are one person's, or are not. It holds at once and in every later linking, until it is taken back.
    /// A decision about the same two records that says otherwise is replaced.
    /// </summary>
    /// <returns>Refused: NotFound for an unknown record, WrongState when it is decided so already or contradicts other decisions.</returns>
    public Task<Result<LinkChange>> DecideAsync(
        long recordA, long recordB, LinkVerdict verdict, LinkAuthor author, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            async db =>
            {
                if (recordA == recordB)
                {
                    return new Refusal(RefusalReason.Incomplete, "A decision is about two records.");
                }

                var ids = new[] { recordA, recordB };
                var known = await db.Set<PatientRecord>().Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellationToken);
                if (ids.Except(known).ToList() is [var missing, ..])
                {
                    return new Refusal(RefusalReason.NotFound, $"There is no patient record {missing}.");
                }

                var decisions = await LinkReads.DecisionsAsync(db, cancellationToken);
                return decisions.About(recordA, recordB) is { } id
                    ? await ReplaceAsync(db, id, verdict, new LinkSides([recordA], [recordB]), author, cancellationToken)
                    : await AddAsync(db, verdict, new LinkSides([recordA], [recordB]), author, cancellationToken);
            },
            author,
            cancellationToken);

    /// <summary>
    /// Takes a journal entry back: the records return to the patient they came from, under its id. A decision that caused it is
    /// withdrawn; without one, or where weights or equal keys would leave the records as they are, a decision to the contrary keeps
    /// linking from doing it again.
    /// </summary>
    /// <returns>Refused: NotFound, or WrongState when it is undone already or was a move between two standing persons.</returns>
    public Task<Result<LinkChange>> UndoAsync(long eventId, LinkAuthor author, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            async db =>
            {
                var entry = await db.Set<LinkEvent>().Include(e => e.Records).SingleOrDefaultAsync(e => e.Id == eventId, cancellationToken);
                if (Refused(entry, eventId) is { } refusal)
                {
                    return refusal;
                }

                var records = entry!.Records.Select(r => r.RecordId).ToList();
                var cause = entry.DecisionId is { } id ? await StandingAsync(db, id, cancellationToken) : null;
                if (cause is null)
                {
                    return await ContraryAsync(db, entry, author, cancellationToken);
                }

                cause.Withdraw(author.User, _clock.GetUtcNow());
                entry.UndoneBy(cause.Id);
                await db.SaveChangesAsync(cancellationToken);
                return new Decided(cause.Id, [.. records, .. cause.Records.Select(r => r.RecordId)], entry.Id);
            },
            author,
            cancellationToken);

    /// <summary>Decides the contrary of what a journal entry did, which it marks as undone.</summary>
    private async Task<Result<Decided>> ContraryAsync(PdmpDbContext db, LinkEvent entry, LinkAuthor author, CancellationToken cancellationToken)
    {
        var sides = new LinkSides(
            [.. entry.Records.Where(r => r.Moved).Select(r => r.RecordId)], [.. entry.Records.Where(r => !r.Moved).Select(r => r.RecordId)]);
        var verdict = entry.Kind == LinkEventKind.Merge ? LinkVerdict.Different : LinkVerdict.Same;
        var added = await AddAsync(db, verdict, sides, author, cancellationToken);
        if (added.Succeeded)
        {
            entry.UndoneBy(added.Value.DecisionId);
            await db.SaveChangesAsync(cancellationToken);
        }

        return added;
    }

    /// <summary>The entry if the withdrawn decision was not all that its records hung on: they are together still, or apart.</summary>
    private static async Task<LinkEvent?> StillStandingAsync(PdmpDbContext db, long eventId, CancellationToken cancellationToken)
    {
        var entry = await db.Set<LinkEvent>().Include(e => e.Records).SingleAsync(e => e.Id == eventId, cancellationToken);
        var ids = entry.Records.Select(r => r.RecordId).ToArray();
        var patients = await db.Set<PatientRecord>().Where(r => EF.Parameter(ids).Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.PatientId, cancellationToken);
        var others = entry.Records.Where(r => !r.Moved).Select(r => patients[r.RecordId]).ToHashSet();
        var together = entry.Records.Any(r => r.Moved && others.Contains(patients[r.RecordId]));
        return together == (entry.Kind == LinkEventKind.Merge) ? entry : null;
    }

    /// <summary>Withdraws a decision; linking decides by weight again.</summary>
    /// <returns>Refused: NotFound, or WrongState when it was withdrawn before.</returns>
    public Task<Result<LinkChange>> WithdrawAsync(int decisionId, LinkAuthor author, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            async db =>
            {
                if (!await db.Set<LinkDecision>().AnyAsync(d => d.Id == decisionId, cancellationToken))
                {
                    return new Refusal(RefusalReason.NotFound, $"There is no decision {decisionId}.");
                }

                if (await StandingAsync(db, decisionId, cancellationToken) is not { } decision)
                {
                    return new Refusal(RefusalReason.WrongState, $"Decision {decisionId} was withdrawn before.");
                }

                decision.Withdraw(author.User, _clock.GetUtcNow());
                await db.SaveChangesAsync(cancellationToken);
                return new Decided(decisionId, [.. decision.Records.Select(r => r.RecordId)]);
            },
            author,
            cancellationToken);

    private async Task<Result<LinkChange>> ChangeAsync(
        Func<PdmpDbContext, Task<Result<Decided>>> decide, LinkAuthor author, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(author.Reason))
        {
            return new Refusal(RefusalReason.Incomplete, "A decision needs a reason.");
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await _dispensations.BeginAsync(db, cancellationToken);
        if (await LinkReads.CurrentModelAsync(db, cancellationToken) is not { } model)
        {
            return new Refusal(RefusalReason.WrongState, "Nothing is linked yet: run pdmp link first.");
        }

        var decided = await decide(db);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var changes = await ResolveAsync(db, decided.Value, model, author, cancellationToken);
        IReadOnlyList<PatientMove> moves = changes.Succeeded ? changes.Value.Moves : [];
        var last = decided;
        if (changes.Succeeded && decided.Value.Undoing is { } undoing && await StillStandingAsync(db, undoing, cancellationToken) is { } entry)
        {
            last = await ContraryAsync(db, entry, author, cancellationToken);
            if (last.Refusal is { } impossible)
            {
                return impossible;
            }

            changes = await ResolveAsync(db, last.Value, model, author, cancellationToken);
            moves = [.. moves, .. changes.Succeeded ? changes.Value.Moves : []];
        }

        if (changes.Refusal is { } contradiction)
        {
            return contradiction;
        }

        await transaction.CommitAsync(cancellationToken);
        return new LinkChange(last.Value.DecisionId, [.. moves.Select(m => (m.Kind, m.From, m.Into, m.Records.Count))]);
    }

    private Task<Result<PatientChanges>> ResolveAsync(PdmpDbContext db, Decided decided, LinkModel model, LinkAuthor author, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var occasion = new LinkOccasion(_clock.GetUtcNow(), author.User, LinkCause.Decision, model.Id, decided.DecisionId);
        return _resolution.AroundAsync(db, decided.Records.Distinct().ToList(), model, occasion, cancellationToken: cancellationToken);
    }

    private async Task<Result<Decided>> ReplaceAsync(
        PdmpDbContext db, int id, LinkVerdict verdict, LinkSides sides, LinkAuthor author, CancellationToken cancellationToken)
    {
        var before = (await StandingAsync(db, id, cancellationToken))!;
        if (before.Verdict == verdict)
        {
            return new Refusal(RefusalReason.WrongState, $"Decision {id} says so already.");
        }

        if (before.Records.Count > 2)
        {
            return new Refusal(RefusalReason.WrongState, $"Decision {id} about {before.Records.Count} records says otherwise: withdraw it first (pdmp link undo --decision {id}).");
        }

        before.Withdraw(author.User, _clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return await AddAsync(db, verdict, sides, author, cancellationToken);
    }

    private async Task<Result<Decided>> AddAsync(
        PdmpDbContext db, LinkVerdict verdict, LinkSides sides, LinkAuthor author, CancellationToken cancellationToken)
    {
        var next = 1 + (await db.Set<LinkDecision>().MaxAsync(d => (int?)d.Id, cancellationToken) ?? 0);
        db.Add(LinkDecision.Of(next, verdict, sides, author with { Reason = author.Reason.Trim() }, _clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);

        // Contradictions may run through many records; only decisions are asked, since equal keys give way to them.
        var decisions = await LinkReads.DecisionsAsync(db, cancellationToken);
        var numbers = decisions.Records.Order().Select((record, number) => (record, number)).ToDictionary(r => r.record, r => r.number);
        return decisions.Constraints(record => numbers[record], []).Refusal is { } contradiction
            ? contradiction
            : new Decided(next, [.. sides.One, .. sides.Other]);
    }

    private static Task<LinkDecision?> StandingAsync(PdmpDbContext db, int id, CancellationToken cancellationToken) =>
        db.Set<LinkDecision>().Include(d => d.Records).SingleOrDefaultAsync(d => d.Id == id && d.WithdrawnAt == null, cancellationToken);

    private static Refusal? Refused(LinkEvent? entry, long id) => entry switch
    {
        null => new Refusal(RefusalReason.NotFound, $"There is no journal entry {id}."),
        { UndoneByDecisionId: not null } => new Refusal(RefusalReason.WrongState, $"Journal entry {id} was undone before."),
        { Kind: LinkEventKind.Move } => new Refusal(RefusalReason.WrongState, $"Journal entry {id} moved records between two persons that both stand: decide about the records (pdmp link decide)."),
        _ => null,
    };

    /// <param name="Undoing">The journal entry that a withdrawn decision is to undo; null for any other decision.</param>
    private sealed record Decided(int DecisionId, IReadOnlyList<long> Records, long? Undoing = null);
}

/// <summary>What a decision led to.</summary>
/// <param name="Moves">Records that went from one patient to another.</param>
public sealed record LinkChange(int DecisionId, IReadOnlyList<(LinkEventKind Kind, long From, long Into, int Records)> Moves);
