using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review.Work;

/// <summary>
/// What people do about alerts, one alert a call. A step, what is kept of it, and its audit event stand together in one
/// transaction; of two people at once the second is told what the first did.
/// </summary>
public sealed class ReviewWorkService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock, ReviewOptions options)
{
    /// <summary>Others may change the alert between reading and writing this often before the step is given up (our choice, 2026-11-22).</summary>
    private const int Attempts = 5;

    /// <summary>Takes a step about an alert.</summary>
    /// <param name="expectedVersion">The version the reviewer looked at; null for whatever is there now.</param>
    /// <returns>
    /// The alert after the step, without findings; otherwise NotFound, Taken, Stale, WrongState, Incomplete or NotAllowed, and nothing
    /// changed.
    /// </returns>
    public Task<Result<Alert>> TakeAsync(
        long alertId, ReviewStep step, Reviewer by, int? expectedVersion = null, CancellationToken cancellation = default) =>
        OnAlertAsync(alertId, (writer, alert, now) => writer.TakeAsync(alert, step, by, expectedVersion, now, cancellation), cancellation);

    /// <summary>Takes the reviewer's own last step about an alert back, wholly, within <see cref="ReviewOptions.UndoWithin"/>.</summary>
    /// <returns>The alert as it was, under a new version; otherwise why not.</returns>
    public Task<Result<Alert>> UndoAsync(long alertId, Reviewer by, CancellationToken cancellation = default) =>
        OnAlertAsync(alertId, (writer, alert, now) => writer.UndoAsync(alert, by, now, cancellation), cancellation);

    /// <summary>Writes a note about an alert, whoever holds it.</summary>
    public async Task<Result<ReviewNote>> NoteAsync(long alertId, string text, Reviewer by, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var written = ReviewNote.Write(alertId, text, by, clock.GetUtcNow());
        if (!await db.Set<Alert>().AnyAsync(a => a.Id == alertId, cancellation))
        {
            return NoAlert(alertId);
        }

        if (written.Refusal is { } refusal)
        {
            return refusal;
        }

        db.Add(written.Value);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [new AuditEntry(by.Name, "alert.noted", $"alert:{alertId}", $"note={written.Value.Id}")], cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    private async Task<Result<Alert>> OnAlertAsync(
        long alertId, Func<StepWriter, Alert, DateTimeOffset, Task<Refusal?>> change, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            if (await db.Set<Alert>().SingleOrDefaultAsync(a => a.Id == alertId, cancellation) is not { } alert)
            {
                return NoAlert(alertId);
            }

            try
            {
                var writer = new StepWriter(db, audit, options);
                if (await change(writer, alert, clock.GetUtcNow()) is { } refusal)
                {
                    return refusal;
                }

                await transaction.CommitAsync(cancellation);
                return alert;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Somebody was faster: asked again, the step meets what they did and is refused with the right reason, or goes on.
            }
            catch (DbUpdateConcurrencyException)
            {
                return StepWriter.Stale(alertId);
            }
        }
    }

    private static Refusal NoAlert(long alertId) => new(RefusalReason.NotFound, $"There is no alert {alertId}.");
}
