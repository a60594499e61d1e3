using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Who is to be judged because something changed. A run claims the marks it finds by turning their ids negative, and
/// publishing a judgement removes the claim alone: a mark that is made while a run is judging outlives the run, whoever made
/// it. The claims of a run that was killed are judged by the next.
/// </summary>
internal static class JudgingMarks
{
    /// <summary>
    /// Claims every mark and returns the patients, those of unfinished runs too. To be called before a history is read, or anything
    /// it is judged by.
    /// </summary>
    public static async Task<HashSet<long>> ClaimAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        // One statement: between two, a load could commit marks that the second would take for claimed.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE patients_to_judge SET patient_id = -patient_id
            WHERE patient_id > 0
              AND NOT EXISTS (SELECT 1 FROM patients_to_judge claimed WHERE claimed.patient_id = -patients_to_judge.patient_id)
            """,
            cancellationToken);
        return await ClaimedAsync(db, cancellationToken);
    }

    /// <summary>Patients whose marks are claimed, those of unfinished runs too.</summary>
    public static async Task<HashSet<long>> ClaimedAsync(PdmpDbContext db, CancellationToken cancellationToken) =>
        await db.Set<PatientToJudge>().Where(p => p.PatientId < 0).Select(p => -p.PatientId).ToHashSetAsync(cancellationToken);

    /// <summary>The patients are judged: takes their claims away, in the caller's transaction.</summary>
    public static Task ReleaseAsync(PdmpDbContext db, IEnumerable<long> patients, CancellationToken cancellationToken)
    {
        var claims = patients.Select(id => -id).ToArray();
        return db.Set<PatientToJudge>().Where(p => EF.Parameter(claims).Contains(p.PatientId)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Marks patients whose alert a run of a later day withdrew. Seen from there the evidence had aged out, and nothing else would
    /// have them judged on the day; their alerts that still stand wait, and bring their patients by themselves.
    /// </summary>
    public static Task MarkWithdrawnLaterAsync(PdmpDbContext db, DateOnly asOf, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO patients_to_judge (patient_id)
        SELECT patients.id FROM alerts JOIN patients ON patients.id = alerts.subject_id
        WHERE alerts.subject_kind = 'Patient' AND alerts.state = 'Withdrawn' AND patients.merged_into IS NULL
          AND alerts.as_of > {(db.Database.IsNpgsql() ? asOf : asOf.DayNumber)}
        ON CONFLICT DO NOTHING
        """,
        cancellationToken);

    public static Task MarkAsync(PdmpDbContext db, long patient, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"INSERT INTO patients_to_judge (patient_id) VALUES ({patient}) ON CONFLICT DO NOTHING", cancellationToken);

    /// <summary>Marks every patient in use: for changes that may touch anybody's findings.</summary>
    public static Task MarkEveryoneAsync(PdmpDbContext db, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"INSERT INTO patients_to_judge (patient_id) SELECT id FROM patients WHERE merged_into IS NULL ON CONFLICT DO NOTHING",
        cancellationToken);

    /// <summary>Marks every patient with a live dispensation of one of these products; one pass over the dispensations.</summary>
    public static async Task MarkPatientsOfAsync(PdmpDbContext db, IReadOnlyCollection<int> products, CancellationToken cancellationToken)
    {
        if (products.Count == 0)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            db.Database.IsNpgsql()
                ? (FormattableString)$"INSERT INTO patients_to_judge (patient_id) SELECT DISTINCT patient_id FROM dispensations WHERE valid_to IS NULL AND drug_id = ANY({products.ToArray()}) ON CONFLICT DO NOTHING"
                : $"INSERT INTO patients_to_judge (patient_id) SELECT DISTINCT patient_id FROM dispensations WHERE valid_to IS NULL AND drug_id IN (SELECT value FROM json_each({$"[{string.Join(',', products)}]"})) ON CONFLICT DO NOTHING",
            cancellationToken);
    }
}
