using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review.Work;

/// <summary>How well two readers agree.</summary>
/// <param name="FourEyes">About critical alerts.</param>
/// <param name="Sample">About the sample drawn for quality.</param>
/// <param name="Disputed">Alerts whose readers disagree and that wait for a lead, on any day.</param>
public sealed record SecondReadings(ReaderAgreement FourEyes, ReaderAgreement Sample, int Disputed);

/// <summary>Reads what second readers concluded; for leads, since it shows first conclusions.</summary>
public sealed class SecondReadingService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <param name="from">First UTC day of second readings; null for all.</param>
    /// <param name="to">Last one, included; null for all.</param>
    public async Task<SecondReadings> AgreementAsync(DateOnly? from = null, DateOnly? to = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var readings = (await db.Set<SecondReading>().AsNoTracking().ToListAsync(cancellation))
            .Where(r => DateOnly.FromDateTime(r.ReadAt.UtcDateTime) is var day && !(day < from) && !(day > to)).ToList();
        var disputed = await AlertMatching.Of(db, new AlertFilter { Disputed = true }, default).CountAsync(cancellation);
        return new(Agreement(ReadingKind.FourEyes), Agreement(ReadingKind.Sample), disputed);

        ReaderAgreement Agreement(ReadingKind kind) =>
            ReaderAgreement.Of(readings.Where(r => r.Kind == kind).Select(r => (r.First.Label(), r.Second.Label())));
    }

    /// <summary>Both conclusions about an alert, newest first, for the lead who settles them.</summary>
    public async Task<IReadOnlyList<SecondReading>> OfAlertAsync(long alertId, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<SecondReading>().AsNoTracking().Where(r => r.AlertId == alertId)
            .OrderByDescending(r => r.AlertVersion).ToListAsync(cancellation);
    }
}
