using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Review;

/// <summary>Reads and writes alerts for <see cref="ReviewService"/>, in bulk and inside its transaction.</summary>
internal sealed class PublicationWriter(PdmpDbContext db, IBulkWriter bulk)
{
    /// <summary>
    /// Keeps people from deciding about the batch's alerts until the transaction ends, or a conclusion drawn between reading and
    /// writing would be overwritten. SQLite lets one writer in at a time.
    /// </summary>
    public async Task LockAsync(IReadOnlyList<SubjectJudgement> batch, CancellationToken cancellation)
    {
        if (db.Database.IsNpgsql())
        {
            var kind = AlertSubject.Of(batch[0]).Kind.ToString();
            var subjects = batch.Select(j => AlertSubject.Of(j).Id).ToArray();
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM alerts WHERE subject_kind = {kind} AND subject_id = ANY({subjects}) ORDER BY id FOR UPDATE", cancellation);
        }
    }

    /// <summary>The alerts of the batch's subjects, which are all of one kind; evidence is read for closed ones only.</summary>
    public async Task<Dictionary<AlertSubject, KnownAlert>> KnownAsync(IReadOnlyList<SubjectJudgement> batch, CancellationToken cancellation)
    {
        var kind = AlertSubject.Of(batch[0]).Kind;
        var subjects = batch.Select(j => AlertSubject.Of(j).Id).ToArray();
        var rows = await db.Set<Alert>().AsNoTracking()
            .Where(a => a.SubjectKind == kind && EF.Parameter(subjects).Contains(a.SubjectId))
            .Select(a => new { a.Id, a.Version, a.SubjectId, a.State, a.Severity, a.Fingerprint, a.AsOf, a.Disposition, a.ClosedAt, a.Settled, a.WakesOnEvidence, a.ChallengerId, a.SampleShare, a.SampleSeed })
            .ToListAsync(cancellation);
        var closed = rows.Where(a => a.State == AlertState.Closed).Select(a => a.Id).ToArray();
        var evidence = closed.Length == 0 ? [] : await EvidenceAsync(closed, cancellation);
        return rows.ToDictionary(
            a => new AlertSubject(kind, a.SubjectId),
            a => new KnownAlert(a.Id, a.Version, new AlertStanding(
                a.State,
                a.Severity,
                a.Fingerprint,
                a.AsOf,
                a.Disposition,
                a.ClosedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null,
                evidence.GetValueOrDefault(a.Id, []))
            {
                Settled = a.Settled,
                SampleSeed = a.SampleShare is null ? null : a.SampleSeed ?? BlindSample.BeforeSeeds,
            }, a.WakesOnEvidence, a.ChallengerId));
    }

    /// <summary>
    /// The batch's patients are judged: whatever asked for it is answered, but for alerts that wait for a later day, and those
    /// due later are noted.
    /// </summary>
    public async Task RescheduleAsync(
        IReadOnlyList<PatientJudgement> batch, IReadOnlyList<DuePatient> due, IReadOnlySet<AlertSubject> waiting, CancellationToken cancellation)
    {
        var patients = batch.Select(j => j.PatientId).ToArray();
        await JudgingMarks.ReleaseAsync(
            db, patients.Where(id => !waiting.Contains(new AlertSubject(AlertSubjectKind.Patient, id))), cancellation);
        await db.Set<DuePatient>().Where(p => EF.Parameter(patients).Contains(p.PatientId)).ExecuteDeleteAsync(cancellation);
        await bulk.InsertAsync(db, due, cancellation);
    }

    /// <summary>Adds what shadow sets found to what they found about other patients of the day.</summary>
    public async Task MeasureAsync(IReadOnlyList<ShadowMeasure> measures, CancellationToken cancellation)
    {
        foreach (var m in ShadowMeasure.Sum(measures))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO shadow_measures (as_of, rule_set_id, rule_id, severity, findings, in_force)
                VALUES ({(db.Database.IsNpgsql() ? m.AsOf : m.AsOf.DayNumber)}, {m.RuleSetId}, {m.RuleId}, {(byte)m.Severity}, {m.Findings}, {m.InForce})
                ON CONFLICT (as_of, rule_set_id, rule_id, severity) DO UPDATE
                SET findings = shadow_measures.findings + excluded.findings, in_force = shadow_measures.in_force + excluded.in_force
                """,
                cancellation);
        }
    }

    /// <summary>Writes the changes and returns their audit entries, in order.</summary>
    public async Task<List<AuditEntry>> WriteAsync(AlertPublication publication, CancellationToken cancellation)
    {
        var raised = await RaiseAsync(publication, cancellation);
        var changed = await ChangeAsync(publication, cancellation);
        foreach (var (id, version, says) in publication.Challenged)
        {
            // The version stays: a reviewer at work on the alert sees nothing change.
            await db.Set<Alert>().Where(a => a.Id == id && a.Version == version).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.ChallengerId, says.ModelId).SetProperty(a => a.ChallengerProbability, says.Probability), cancellation);
        }

        return [.. raised.Select(a => (Alert: a, Step: AlertStep.Raise)).Concat(changed).OrderBy(a => a.Alert.Id).Select(a => Entry(a.Alert, a.Step))];
    }

    private async Task<List<Alert>> RaiseAsync(AlertPublication publication, CancellationToken cancellation)
    {
        var lastId = await db.Set<Alert>().MaxAsync(a => (long?)a.Id, cancellation) ?? 0;
        var alerts = publication.Changes.Where(c => c.Decision.Step == AlertStep.Raise)
            .Select((c, i) => Alert.Raise(lastId + 1 + i, c.Subject, c.Content!, c.Decision.Because, publication.Today))
            .ToList();
        await bulk.InsertAsync(db, alerts, cancellation);
        await bulk.InsertAsync(db, alerts.SelectMany(a => a.Findings), cancellation);
        await bulk.InsertAsync(db, alerts.SelectMany(a => RuleHit.Of(a, [])), cancellation);
        return alerts;
    }

    /// <returns>The alerts whose state changed, and how.</returns>
    private async Task<List<(Alert Alert, AlertStep Step)>> ChangeAsync(AlertPublication publication, CancellationToken cancellation)
    {
        var byId = publication.Changes.Where(c => c.Known is not null).ToDictionary(c => c.Known!.Id);
        if (byId.Count == 0)
        {
            return [];
        }

        var ids = byId.Keys.ToArray();
        var compared = byId.Values.Where(c => c.Decision.Step == AlertStep.Withdraw || c.Known!.WakesOnEvidence).Select(c => c.Known!.Id).ToArray();
        var evidence = compared.Length == 0 ? [] : await EvidenceAsync(compared, cancellation);
        var spoken = byId.Values.Where(c => c.Content is not null).Select(c => c.Known!.Id).ToArray();
        await db.Set<AlertFinding>().Where(f => EF.Parameter(spoken).Contains(f.AlertId)).ExecuteDeleteAsync(cancellation);
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(cancellation);
        var hits = new List<RuleHit>();
        foreach (var alert in alerts)
        {
            var said = byId[alert.Id].Decision.Step == AlertStep.Reopen ? [] : alert.Rules.Split(';');
            Apply(alert, byId[alert.Id], evidence.GetValueOrDefault(alert.Id, []), publication.Today);
            if (byId[alert.Id].Decision.Step is AlertStep.Refresh or AlertStep.Reopen)
            {
                hits.AddRange(RuleHit.Of(alert, said));
            }
        }

        // Only if each is still the version that was planned for: someone may have closed it since.
        await bulk.UpdateAsync(db, alerts, alert => byId[alert.Id].Known!.Version, cancellation);
        await bulk.InsertAsync(db, alerts.SelectMany(a => a.Findings), cancellation);
        await bulk.InsertAsync(db, hits, cancellation);
        return [.. alerts.Select(a => (a, byId[a.Id].Decision.Step)).Where(a => a.Step != AlertStep.Refresh)];
    }

    /// <param name="evidence">Of an alert to be withdrawn or that wakes on evidence; that of a closed one is known.</param>
    /// <param name="today">UTC day of publishing.</param>
    private static void Apply(Alert alert, AlertChange change, IReadOnlySet<long> evidence, DateOnly today)
    {
        switch (change.Decision.Step)
        {
            case AlertStep.Refresh:
                alert.Refresh(change.Content!, evidence, today);
                break;
            case AlertStep.Reopen:
                alert.ReopenWith(change.Content!, change.Decision.Because, change.Known!.Standing.Evidence, today);
                break;
            case AlertStep.Withdraw:
                alert.Withdraw(change.AsOf, change.Decision.Because, evidence);
                break;
            case AlertStep.Restore:
                alert.Restore(change.Content!);
                break;
            case AlertStep.Raise:
            case AlertStep.Leave:
            case AlertStep.Wait:
                throw new InvalidOperationException($"{change.Decision.Step} changes no known alert.");
        }
    }

    private async Task<Dictionary<long, HashSet<long>>> EvidenceAsync(long[] alerts, CancellationToken cancellation)
    {
        var findings = await db.Set<AlertFinding>().AsNoTracking()
            .Where(f => EF.Parameter(alerts).Contains(f.AlertId))
            .Select(f => new { f.AlertId, f.Evidence })
            .ToListAsync(cancellation);
        return findings.GroupBy(f => f.AlertId).ToDictionary(g => g.Key, g => g.SelectMany(f => f.Evidence).ToHashSet());
    }

    private static AuditEntry Entry(Alert alert, AlertStep step) => new(
        "system",
        step switch
        {
            AlertStep.Raise => "alert.raised",
            AlertStep.Reopen => "alert.reopened",
            AlertStep.Withdraw => "alert.withdrawn",
            AlertStep.Restore => "alert.restored",
            AlertStep.Leave or AlertStep.Refresh or AlertStep.Wait => throw new ArgumentException($"{step} is not audited.", nameof(step)),
        },
        $"alert:{alert.Id}",
        step switch
        {
            AlertStep.Raise => alert.Rules,
            // A reviewer's reason may name a person and stays out of the audit log.
            AlertStep.Restore => AlertCodes.Of(alert.State),
            AlertStep.Reopen or AlertStep.Withdraw or AlertStep.Leave or AlertStep.Refresh or AlertStep.Wait => alert.StateReason,
        });
}
