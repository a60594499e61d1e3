using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Retention;

/// <summary>Whom the legal holds that stand cover (a part of the shells that destroy).</summary>
internal static class StandingHolds
{
    /// <summary>
    /// To be called first in a transaction that destroys: a hold that is being placed is waited for and then seen, and the next one waits
    /// for the end. SQLite lets one writer in anyway.
    /// </summary>
    public static Task LockAsync(PdmpDbContext db, CancellationToken cancellation) => db.Database.IsNpgsql()
        ? db.Database.ExecuteSqlAsync($"LOCK TABLE legal_holds IN SHARE MODE", cancellation)
        : Task.CompletedTask;

    /// <summary>Null unless a hold covers everybody.</summary>
    public static async Task<Refusal?> RefuseAsync(PdmpDbContext db, CancellationToken cancellation) =>
        await Standing(db).AnyAsync(h => h.PatientId == null, cancellation)
            ? new Refusal(RefusalReason.WrongState, "A legal hold covers everybody; nothing is destroyed while it stands. What was destroyed before it is in the list of purges.")
            : null;

    /// <summary>True when a hold stands, on whomever.</summary>
    public static Task<bool> AnyAsync(PdmpDbContext db, CancellationToken cancellation) => Standing(db).AnyAsync(cancellation);

    /// <summary>
    /// Patients under hold, and everyone whom records of theirs went to since: by merges, splits and moves. Too many rather than
    /// too few: what a hold should have kept does not come back.
    /// </summary>
    public static async Task<HashSet<long>> PatientsAsync(PdmpDbContext db, CancellationToken cancellation)
    {
        var covered = new HashSet<long>();
        var next = await Standing(db).Where(h => h.PatientId != null).Select(h => h.PatientId!.Value).ToListAsync(cancellation);
        while (next.Count > 0)
        {
            covered.UnionWith(next);
            next = await db.Set<LinkEvent>().Where(e => EF.Parameter(next).Contains(e.FromPatientId)).Select(e => e.IntoPatientId)
                .Distinct().ToListAsync(cancellation);
            next.RemoveAll(covered.Contains);
        }

        return covered;
    }

    private static IQueryable<LegalHold> Standing(PdmpDbContext db) => db.Set<LegalHold>().Where(h => h.EndedAt == null);
}
