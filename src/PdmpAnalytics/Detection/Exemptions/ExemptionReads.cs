using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Exemptions;

/// <summary>Reads exemptions by the patients they hold for now: one stated about a merged patient holds for the one merged into.</summary>
internal static class ExemptionReads
{
    /// <summary>Those nobody ended; a programme has few beside its patients.</summary>
    public static async Task<PatientExemptions> InForceAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var exemptions = await db.Set<Exemption>().AsNoTracking().Where(e => e.EndedAt == null).ToListAsync(cancellation);
        if (exemptions.Count == 0)
        {
            return PatientExemptions.None;
        }

        var owners = await OwnersAsync(db, exemptions, cancellation);
        return new PatientExemptions(exemptions.Select(e => (owners[e.PatientId], e)));
    }

    /// <summary>All that hold or held for a patient, oldest first.</summary>
    public static async Task<IReadOnlyList<Exemption>> OfPatientAsync(PdmpDbContext db, long patient, CancellationToken cancellation)
    {
        var candidates = await (
            from exemption in db.Set<Exemption>().AsNoTracking()
            join stated in db.Set<Patient>() on exemption.PatientId equals stated.Id
            where exemption.PatientId == patient || stated.MergedInto != null
            orderby exemption.Id
            select exemption).ToListAsync(cancellation);
        var owners = await OwnersAsync(db, candidates, cancellation);
        return [.. candidates.Where(e => owners[e.PatientId] == patient)];
    }

    /// <summary>The patient in use that took over from this one; null when there is no such patient.</summary>
    public static async Task<long?> InUseAsync(PdmpDbContext db, long patient, CancellationToken cancellation)
    {
        while (await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == patient, cancellation) is { } found)
        {
            if (found.MergedInto is not { } into)
            {
                return patient;
            }

            patient = into;
        }

        return null;
    }

    private static async Task<Dictionary<long, long>> OwnersAsync(PdmpDbContext db, List<Exemption> exemptions, CancellationToken cancellation)
    {
        var owners = new Dictionary<long, long>();
        foreach (var patient in exemptions.Select(e => e.PatientId).Distinct())
        {
            owners[patient] = await InUseAsync(db, patient, cancellation) ?? patient;
        }

        return owners;
    }
}
