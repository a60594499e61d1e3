using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reads and writes alerts for <see cref="ReviewService"/>, in bulk and inside its transaction.</summary>
internal static class PublicationWriter
{
    /// <summary>The alerts of the batch's patients by patient id; evidence is read for closed ones only.</summary>
    public static async Task<Dictionary<long, KnownAlert>> KnownAsync(
        PdmpDbContext db, IReadOnlyList<PatientJudgement> batch, CancellationToken cancellation)
    {
        var patients = batch.Select(j => j.PatientId).ToArray();
        var rows = await db.Set<Alert>().AsNoTracking()
            .Where(a => a.SubjectKind == AlertSubjectKind.Patient && patients.Contains(a.SubjectId))
            .Select(a => new { a.Id, a.SubjectId, a.State, a.Severity, a.Fingerprint, a.Disposition, a.ClosedAt })
            .ToListAsync(cancellation).ConfigureAwait(false);
        var closed = rows.Where(a => a.State == AlertState.Closed).Select(a => a.Id).ToArray();
        var evidence = closed.Length == 0 ? [] : await EvidenceAsync(db, closed, cancellation).ConfigureAwait(false);
        return rows.ToDictionary(
            a => a.SubjectId,
            a => new KnownAlert(a.Id, new AlertStanding(
                a.State,
                a.Severity,
                a.Fingerprint,
                a.Disposition,
                a.ClosedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null,
                evidence.GetValueOrDefault(a.Id, []))));
    }

    /// <summary>The batch's patients are judged: whatever asked for it is answered, and those due later are noted.</summary>
    public static async Task RescheduleAsync(
        PdmpDbContext db, IReadOnlyList<PatientJudgement> batch, IReadOnlyList<DuePatient> due, CancellationToken cancellation)
    {
        var patients = batch.Select(j => j.PatientId).ToArray();
        await db.Set<PatientToJudge>().Where(p => patients.Contains(p.PatientId)).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        await db.Set<DuePatient>().Where(p => patients.Contains(p.PatientId)).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        db.AddRange(due);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        db.ChangeTracker.Clear();
    }

    /// <summary>Writes the changes and returns their audit entries, in order.</summary>
    public static async Task<List<AuditEntry>> WriteAsync(PdmpDbContext db, IReadOnlyList<AlertChange> changes, CancellationToken cancellation)
    {
        var raised = await RaiseAsync(db, changes, cancellation).ConfigureAwait(false);
        var changed = await ChangeAsync(db, changes, cancellation).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        return [.. raised.Concat(changed).OrderBy(a => a.Id).Select(Entry)];
    }

    private static async Task<List<Alert>> RaiseAsync(PdmpDbContext db, IReadOnlyList<AlertChange> changes, CancellationToken cancellation)
    {
        var lastId = await db.Set<Alert>().MaxAsync(a => (long?)a.Id, cancellation).ConfigureAwait(false) ?? 0;
        var alerts = changes.Where(c => c.Decision.Step == AlertStep.Raise)
            .Select((c, i) => Alert.Raise(lastId + 1 + i, c.Subject, c.Content!, c.Decision.Because))
            .ToList();
        db.AddRange(alerts);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return alerts;
    }

    private static async Task<List<Alert>> ChangeAsync(PdmpDbContext db, IReadOnlyList<AlertChange> changes, CancellationToken cancellation)
    {
        var byId = changes.Where(c => c.AlertId != 0).ToDictionary(c => c.AlertId);
        if (byId.Count == 0)
        {
            return [];
        }

        var ids = byId.Keys.ToArray();
        var said = byId.Values.Where(c => c.Content is not null).Select(c => c.AlertId).ToArray();
        await db.Set<AlertFinding>().Where(f => said.Contains(f.AlertId)).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        var alerts = await db.Set<Alert>().Where(a => ids.Contains(a.Id)).ToListAsync(cancellation).ConfigureAwait(false);
        foreach (var alert in alerts)
        {
            Apply(alert, byId[alert.Id]);
        }

        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return [.. alerts.Where(a => byId[a.Id].Decision.Step != AlertStep.Refresh)];
    }

    private static void Apply(Alert alert, AlertChange change)
    {
        switch (change.Decision.Step)
        {
            case AlertStep.Refresh:
                alert.Refresh(change.Content!);
                break;
            case AlertStep.Reopen:
                alert.ReopenWith(change.Content!, change.Decision.Because);
                break;
            case AlertStep.Withdraw:
                alert.Withdraw(change.AsOf, change.Decision.Because);
                break;
            case AlertStep.Raise:
            case AlertStep.Leave:
                throw new InvalidOperationException($"{change.Decision.Step} changes no known alert.");
        }
    }

    private static async Task<Dictionary<long, HashSet<long>>> EvidenceAsync(PdmpDbContext db, long[] alerts, CancellationToken cancellation)
    {
        var findings = await db.Set<AlertFinding>().AsNoTracking()
            .Where(f => alerts.Contains(f.AlertId))
            .Select(f => new { f.AlertId, f.Evidence })
            .ToListAsync(cancellation).ConfigureAwait(false);
        return findings.GroupBy(f => f.AlertId).ToDictionary(g => g.Key, g => g.SelectMany(f => f.Evidence).ToHashSet());
    }

    private static AuditEntry Entry(Alert alert) => new(
        "system",
        alert.State switch
        {
            AlertState.Withdrawn => "alert.withdrawn",
            AlertState.Reopened => "alert.reopened",
            AlertState.New or AlertState.Assigned or AlertState.InReview or AlertState.Dismissed or AlertState.Monitoring
                or AlertState.ActionPending or AlertState.Closed => "alert.raised",
        },
        $"alert:{alert.Id}",
        alert.State == AlertState.New ? alert.Rules : alert.StateReason);
}
