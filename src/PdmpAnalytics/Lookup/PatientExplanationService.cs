using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Exemptions;
using PdmpAnalytics.Detection.Explaining;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup;

/// <summary>Says why a patient has the findings of a day, and which rules came close. Judges anew and writes nothing.</summary>
public sealed class PatientExplanationService(
    IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rulesInForce, DispensingReferenceService references, PopulationService populations)
{
    private readonly ConcurrentDictionary<string, NearMisses> _nearMisses = new(StringComparer.Ordinal);

    /// <param name="asOf">The day to judge from; null for the day the patient's alert stands on, else that of the last record.</param>
    /// <returns>Refused with NotFound when the patient has no live dispensation.</returns>
    public async Task<Result<PatientExplanation>> ExplainAsync(long patientId, DateOnly? asOf, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var alert = await db.Set<Alert>().AsNoTracking().Include(a => a.Findings)
            .SingleOrDefaultAsync(a => a.SubjectKind == AlertSubjectKind.Patient && a.SubjectId == patientId, cancellation);
        var rows = await RowsAsync(db, patientId, cancellation);
        if (rows.Length == 0)
        {
            return new Refusal(RefusalReason.NotFound, $"Patient {patientId} has no dispensation.");
        }

        var day = asOf ?? alert?.AsOf ?? DateOnly.FromDayNumber(rows.Max(r => Math.Max(r.FilledDay, r.SoldDay)));
        var rules = await rulesInForce.OnAsync(day, cancellation);
        var reference = await references.LoadAsync(cancellation);
        var population = await populations.StoredAsync(day, cancellation);
        var doubts = await IdentityDoubts.ReadAsync(db, new HashSet<long> { patientId }, cancellation);
        var exemptions = await ExemptionReads.InForceAsync(db, cancellation);
        var judged = new PatientJudge(rules, reference, population, Joined(alert, rules), doubts, exemptions).Judge(rows, day);
        var judgement = judged with { IdentityConfidence = doubts.GetValueOrDefault(patientId)?.Probability ?? 1 };
        var history = new DispensingHistory();
        history.Load(rows, reference, day);
        var near = _nearMisses.GetOrAdd(rules.Fingerprint, _ => new NearMisses(rules))
            .Of(history, population, judgement.Findings.Select(f => f.Rule.Id).ToHashSet());
        var evidence = judgement.Findings.SelectMany(f => f.Evidence).Concat(near.SelectMany(n => n.Finding.Evidence)).ToHashSet();
        return new PatientExplanation
        {
            Judgement = judgement,
            Content = AlertContent.Of(judgement),
            AlertId = alert?.Id,
            PopulationVersion = population.Version,
            NearMisses = near,
            Fills = await FillLines.OfPatientAsync(db, patientId, day, evidence, cancellation),
        };
    }

    /// <summary>What rules over several patients said when they last looked.</summary>
    private static SubjectFindings Joined(Alert? alert, RuleCatalog rules)
    {
        var joined = new SubjectFindings();
        foreach (var finding in (alert?.Findings ?? []).OrderBy(f => f.Position))
        {
            if (rules.Population.Find(finding.RuleId) is { } rule)
            {
                joined.Add(Subject.Patient(alert!.SubjectId), finding.ToFinding(rule));
            }
        }

        return joined;
    }

    private static async Task<DispensationRow[]> RowsAsync(PdmpDbContext db, long patientId, CancellationToken cancellation)
    {
        var rows = new List<DispensationRow>();
        await using var reader = await HistoryReader.OpenAsync(db, new HistorySelection { Patients = [patientId] }, cancellation);
        for (DispensationRow row = default; reader.TryRead(ref row);)
        {
            rows.Add(row);
        }

        return [.. rows];
    }
}
