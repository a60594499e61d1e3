using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Review.Work;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reads the review queue; changes nothing.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is the review queue in every text of the product; no collection.")]
public sealed class ReviewQueue(IDbContextFactory<PdmpDbContext> contexts, TimeProvider clock)
{
    private const int ExportPage = 1000;

    /// <summary>One page, in the order asked for.</summary>
    public async Task<AlertPage> PageAsync(AlertFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var matching = AlertMatching.Of(db, filter, clock.GetUtcNow());
        var total = await (filter.CountUpTo is { } most ? matching.Take(most + 1) : matching).CountAsync(cancellation);
        var page = AlertMatching.InOrder(matching, filter.Sort).Skip(filter.Skip);
        var alerts = filter.Top is { } top ? await RowsAsync(db, page.Take(top), cancellation) : await page.ToListAsync(cancellation);
        return new AlertPage(Math.Min(total, filter.CountUpTo ?? total), [.. alerts.Select(a => Blinds(a, filter.Viewer) ? a.Blind() : a)])
        {
            IsMore = total > filter.CountUpTo,
        };
    }

    /// <summary>Ids of matching alerts, in the order asked for; at most <paramref name="most"/>.</summary>
    public async Task<long[]> IdsAsync(AlertFilter filter, int most, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await AlertMatching.InOrder(AlertMatching.Of(db, filter, clock.GetUtcNow()), filter.Sort)
            .Select(a => a.Id).Take(most).ToArrayAsync(cancellation);
    }

    /// <summary>One alert without findings; null when there is none.</summary>
    /// <param name="viewer">As <see cref="AlertFilter.Viewer"/>.</param>
    public async Task<Alert?> FindAsync(long alertId, string? viewer, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var alert = await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == alertId, cancellation);
        return alert is not null && Blinds(alert, viewer) ? alert.Blind() : alert;
    }

    /// <summary>One alert with findings, decisions, fills, and what was concluded about patients merged into its own; NotFound when there is none.</summary>
    /// <param name="viewer">As <see cref="AlertFilter.Viewer"/>.</param>
    public async Task<Result<AlertDetail>> ShowAsync(long alertId, string? viewer = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var alert = await db.Set<Alert>().AsNoTracking().Include(a => a.Findings)
            .SingleOrDefaultAsync(a => a.Id == alertId, cancellation);
        if (alert is null)
        {
            return new Refusal(RefusalReason.NotFound, $"There is no alert {alertId}.");
        }

        var decisions = await db.Set<ReviewDecision>().AsNoTracking()
            .Where(d => d.AlertId == alertId).OrderBy(d => d.AlertVersion)
            .ToListAsync(cancellation);
        IReadOnlyList<Exemption> exemptions = alert.SubjectKind == AlertSubjectKind.Patient
            ? await ExemptionReads.OfPatientAsync(db, alert.SubjectId, cancellation)
            : [];
        var blind = Blinds(alert, viewer);
        var notes = await db.Set<ReviewNote>().AsNoTracking().Where(n => n.AlertId == alertId).OrderBy(n => n.Id).ToListAsync(cancellation);
        return new AlertDetail(
            blind ? alert.Blind() : alert, blind ? [.. decisions.Where(d => d.AlertVersion < alert.ReadingOf)] : decisions,
            await FillLines.OfAsync(db, alert, cancellation), exemptions)
        {
            Merged = await MergedAlerts.OfAsync(db, alert, cancellation),
            MergedInto = await MergedAlerts.SurvivorAsync(db, alert, cancellation),
            Notes = notes,
        };
    }

    /// <summary>Every matching alert in the order of the queue, read in pages; <see cref="AlertFilter.Skip"/> and Top are not looked at.</summary>
    /// <param name="withFindings">Also read the findings.</param>
    public async IAsyncEnumerable<Alert> ReadAllAsync(
        AlertFilter filter, bool withFindings, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        // The order is fixed once; pages are then read by id, so that a long export neither skips nor repeats an alert.
        var ids = await AlertMatching.InOrder(AlertMatching.Of(db, filter, clock.GetUtcNow()), filter.Sort).Select(a => a.Id).ToListAsync(cancellation);
        foreach (var chunk in ids.Chunk(ExportPage))
        {
            var query = db.Set<Alert>().AsNoTracking().Where(a => chunk.Contains(a.Id));
            var byId = await (withFindings ? query.Include(a => a.Findings) : query)
                .ToDictionaryAsync(a => a.Id, cancellation);
            foreach (var alert in chunk.Where(byId.ContainsKey).Select(id => byId[id]))
            {
                yield return alert;
            }
        }
    }

    /// <summary>Ordered by ids first: the index that has every column of a filter is a tenth as wide as the rows, of which only a page is then read.</summary>
    private static async Task<List<Alert>> RowsAsync(PdmpDbContext db, IQueryable<Alert> page, CancellationToken cancellation)
    {
        var ids = await page.Select(a => a.Id).ToArrayAsync(cancellation);
        var rows = await db.Set<Alert>().AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    /// <summary>A conclusion that a second person is to come to unprompted is seen by its first reader alone.</summary>
    private static bool Blinds(Alert alert, string? viewer) =>
        viewer is not null && alert.Work is { AwaitsReading: true, Reading: { IsDisputed: false } reading } && reading.First != viewer;
}
