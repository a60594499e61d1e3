using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reads the review queue; changes nothing.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is the review queue in every text of the product; no collection.")]
public sealed class ReviewQueue(IDbContextFactory<PdmpDbContext> contexts)
{
    private const int ExportPage = 1000;

    /// <summary>One page, in the order of the queue.</summary>
    public async Task<AlertPage> PageAsync(AlertFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var matching = Matching(db, filter);
        var total = await matching.CountAsync(cancellation);
        var page = InOrder(matching).Skip(filter.Skip);
        var alerts = await (filter.Top is { } top ? page.Take(top) : page).ToListAsync(cancellation);
        return new AlertPage(total, alerts);
    }

    /// <summary>One alert with findings, decisions, fills, and what was concluded about patients merged into its own; NotFound when there is none.</summary>
    public async Task<Result<AlertDetail>> ShowAsync(long alertId, CancellationToken cancellation = default)
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
        return new AlertDetail(alert, decisions, await FillLines.OfAsync(db, alert, cancellation), exemptions)
        {
            Merged = await MergedAlerts.OfAsync(db, alert, cancellation),
            MergedInto = await MergedAlerts.SurvivorAsync(db, alert, cancellation),
        };
    }

    /// <summary>Every matching alert in the order of the queue, read in pages; <see cref="AlertFilter.Skip"/> and Top are not looked at.</summary>
    /// <param name="withFindings">Also read the findings.</param>
    public async IAsyncEnumerable<Alert> ReadAllAsync(
        AlertFilter filter, bool withFindings, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        // The order is fixed once; pages are then read by id, so that a long export neither skips nor repeats an alert.
        var ids = await InOrder(Matching(db, filter)).Select(a => a.Id).ToListAsync(cancellation);
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

    private static IQueryable<Alert> Matching(PdmpDbContext db, AlertFilter filter)
    {
        var alerts = db.Set<Alert>().AsNoTracking();
        alerts = filter.State is { } state ? alerts.Where(a => a.State == state)
            : filter.IncludeRecorded ? alerts
            : alerts.Where(a => a.State != AlertState.Closed && a.State != AlertState.Withdrawn);
        alerts = filter.IncludeRecorded ? alerts : alerts.Where(a => a.Hold == QueueHold.None);
        alerts = filter.Queue is { } queue ? alerts.Where(a => a.Queue == queue) : alerts;
        return filter.RuleId is { } rule ? alerts.Where(a => (";" + a.Rules + ";").Contains(";" + rule + ";")) : alerts;
    }

    /// <summary>Priority, then age, then what the alert says: numbers only, because databases order text differently.</summary>
    private static IOrderedQueryable<Alert> InOrder(IQueryable<Alert> alerts) => alerts
        .OrderByDescending(a => a.Priority)
        .ThenBy(a => a.RaisedOn)
        .ThenByDescending(a => a.EvidenceCount)
        .ThenByDescending(a => a.FindingCount)
        .ThenBy(a => a.SubjectId)
        .ThenBy(a => a.Id);
}
