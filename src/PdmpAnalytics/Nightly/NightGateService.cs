using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Nightly;

/// <summary>Holds a night whose data look broken before anybody is judged by them, and lets an operator release it.</summary>
public sealed class NightGateService
{
    private readonly IDbContextFactory<PdmpDbContext> _contexts;
    private readonly NightFiguresService _figures;
    private readonly NightProfileService _profiles;
    private readonly NightGate _gate;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal NightGateService(
        IDbContextFactory<PdmpDbContext> contexts, NightFiguresService figures, NightProfileService profiles, NightGate gate, AuditLog audit,
        TimeProvider clock) =>
        (_contexts, _figures, _profiles, _gate, _audit, _clock) = (contexts, figures, profiles, gate, audit, clock);

    /// <summary>Throws <see cref="NightStepException"/> for a night that is held; what was loaded and marked stays as it is.</summary>
    internal async Task PassAsync(NightlyRun night, CancellationToken cancellation)
    {
        var drift = await _profiles.MeasureAsync(night, cancellation);
        if (night.ReleasedAt is not null)
        {
            return;
        }

        var (intake, _) = await _figures.IntakeAsync(night.AfterSubmissionId, night.ThroughSubmissionId ?? night.AfterSubmissionId, cancellation);
        var (rows, _) = await _figures.BeforeAsync(night.BusinessDate, cancellation);
        var reasons = _gate.Reasons(intake, RowBand.Of(night.BusinessDate, rows), drift);
        if (reasons.Count == 0)
        {
            return;
        }

        var held = string.Join(' ', reasons);
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        await db.Set<NightlyRun>().Where(n => n.BusinessDate == night.BusinessDate).ExecuteUpdateAsync(set => set.SetProperty(n => n.HeldFor, held), cancellation);
        throw new NightStepException($"Held, nobody was judged: {held} pdmp nights release {night.BusinessDate:yyyy-MM-dd} lets it go on.");
    }

    /// <summary>Lets a held night go on with its next run; saved with its audit event.</summary>
    /// <returns>Null when done; otherwise why not, and nothing changed.</returns>
    public async Task<Refusal?> ReleaseAsync(DateOnly date, string user, string reason, CancellationToken cancellation = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var night = await db.Set<NightlyRun>().SingleOrDefaultAsync(n => n.BusinessDate == date, cancellation);
        if (night is null)
        {
            return new Refusal(RefusalReason.NotFound, $"There was no night of {date:yyyy-MM-dd}; pdmp nights list shows all.");
        }

        if (night.Release(user, reason, _clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await _audit.AppendAsync(db, [new AuditEntry(user, "night.released", $"night:{date:yyyy-MM-dd}", night.HeldFor!)], cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
