using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review.Referral;

/// <summary>Case packets, previews of letters, and referrals that take two people. Nothing is sent; what is handed out is in the audit log first.</summary>
public sealed class ReferralService(
    IDbContextFactory<PdmpDbContext> contexts, ReviewQueue queue, AuditLog audit, TimeProvider clock, ReviewOptions options)
{
    /// <summary>The packet of an alert as it stands, made the first time and the same to the byte ever after; noted before it is returned.</summary>
    /// <param name="format">For the audit log: <c>html</c>, <c>json</c> or <c>letter</c>.</param>
    /// <returns>NotFound without such an alert; WrongState when the stored packet is not what was stored.</returns>
    public async Task<Result<CasePacket>> PacketAsync(long alertId, string by, string format, CancellationToken cancellation = default)
    {
        var shown = await queue.ShowAsync(alertId, viewer: null, cancellation);
        if (shown.Refusal is { } none)
        {
            return none;
        }

        try
        {
            return await PacketAsync(shown.Value, by, format, cancellation);
        }
        catch (DbUpdateException)
        {
            // Two people made the first packet at once: the other's is there now.
            return await PacketAsync(shown.Value, by, format, cancellation);
        }
    }

    private async Task<Result<CasePacket>> PacketAsync(AlertDetail shown, string by, string format, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (alertId, version) = (shown.Alert.Id, shown.Alert.Version);
        var packet = await db.Set<CasePacket>().AsNoTracking().SingleOrDefaultAsync(p => p.AlertId == alertId && p.AlertVersion == version, cancellation);
        if (packet is null)
        {
            var identities = await IdentitiesAsync(db, shown.Alert, cancellation);
            packet = CasePacket.Of(PacketContent.Of(shown, identities, by, WholeSeconds(clock.GetUtcNow())));
            db.Add(packet);
            await db.SaveChangesAsync(cancellation);
        }

        if (!packet.IsIntact)
        {
            return new Refusal(RefusalReason.WrongState, $"The stored packet {packet.Id} is not what was stored; it is not handed out.");
        }

        await audit.AppendAsync(
            db, [new AuditEntry(by, "packet.exported", $"alert:{alertId}", $"packet={packet.Id} format={format} sha256={packet.Sha256}")], cancellation);
        await transaction.CommitAsync(cancellation);
        return packet;
    }

    /// <summary>A letter as it would read; kept nowhere and sent nowhere.</summary>
    public async Task<Result<string>> PreviewLetterAsync(
        long alertId, string prescriber, string by, string template = PrescriberLetter.DefaultTemplate, CancellationToken cancellation = default)
    {
        var packet = await PacketAsync(alertId, by, "letter", cancellation);
        return packet.Refusal is { } refusal
            ? refusal
            : PrescriberLetter.Compose(PacketJson.Read(packet.Value.Content), prescriber, template, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>The first person's word.</summary>
    public async Task<Result<CaseReferral>> ProposeAsync(long alertId, ReferralGrounds grounds, string by, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == alertId, cancellation) is not { } alert)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no alert {alertId}.");
        }

        if (!alert.State.IsOpen())
        {
            return new Refusal(RefusalReason.WrongState, $"Alert {alertId} is {alert.State}, not open.");
        }

        var proposed = CaseReferral.Propose(alertId, grounds, by, clock.GetUtcNow(), options.LawEnforcementReferrals);
        if (proposed.Refusal is { } refusal)
        {
            return refusal;
        }

        db.Add(proposed.Value);
        await db.SaveChangesAsync(cancellation);
        await NoteAsync(db, "referral.proposed", proposed.Value, by, cancellation);
        await transaction.CommitAsync(cancellation);
        return proposed;
    }

    /// <summary>The second person's word: somebody else than who proposed it.</summary>
    public async Task<Result<CaseReferral>> DecideAsync(long referralId, bool approve, string by, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<CaseReferral>().SingleOrDefaultAsync(r => r.Id == referralId, cancellation) is not { } referral)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no referral {referralId}.");
        }

        if (referral.Decide(approve, by, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(RefusalReason.Stale, $"Referral {referralId} was decided meanwhile.");
        }

        await NoteAsync(db, approve ? "referral.approved" : "referral.declined", referral, by, cancellation);
        await transaction.CommitAsync(cancellation);
        return referral;
    }

    /// <summary>Oldest first.</summary>
    /// <param name="alertId">Null for those of every alert that wait for their second person.</param>
    public async Task<IReadOnlyList<CaseReferral>> ListAsync(long? alertId, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var referrals = db.Set<CaseReferral>().AsNoTracking();
        referrals = alertId is { } id ? referrals.Where(r => r.AlertId == id) : referrals.Where(r => r.State == ReferralState.Proposed);
        return await referrals.OrderBy(r => r.Id).ToListAsync(cancellation);
    }

    private Task NoteAsync(PdmpDbContext db, string action, CaseReferral referral, string by, CancellationToken cancellation) => audit.AppendAsync(
        db,
        [new AuditEntry(by, action, $"alert:{referral.AlertId}", $"referral={referral.Id} kind={referral.Kind} case={referral.CaseNumber} basis={referral.StatutoryBasis}")],
        cancellation);

    private static async Task<IReadOnlyList<PacketIdentity>> IdentitiesAsync(PdmpDbContext db, Alert alert, CancellationToken cancellation) =>
        alert.SubjectKind != AlertSubjectKind.Patient
            ? []
            : await db.Set<PatientRecord>().AsNoTracking().Where(r => r.PatientId == alert.SubjectId).OrderBy(r => r.Id)
                .Select(r => new PacketIdentity(r.Id, r.LastName, r.FirstName, r.BirthDate, r.Sex, r.Address, r.City, r.State, r.Zip))
                .ToListAsync(cancellation);

    /// <summary>Databases keep instants to different fractions of a second.</summary>
    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
