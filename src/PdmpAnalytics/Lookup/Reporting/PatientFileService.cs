using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Searching;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Reads what is on file about one patient, by the patient's key.</summary>
public sealed class PatientFileService(IDbContextFactory<PdmpDbContext> contexts, ClosedRecordsService closed, LookupOptions options)
{
    private readonly TreatmentProgram _program = new(options);

    /// <summary>A patient's records and live fills.</summary>
    /// <param name="withTreatmentPrograms">Also what opioid treatment programs reported, and the records that only they stated.</param>
    internal async Task<PatientFile> ReadAsync(long patientId, bool withTreatmentPrograms, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var records = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.PatientId == patientId).OrderBy(r => r.Id).ToListAsync(cancellation);
        var fills = await (
            from fill in db.Set<Dispensation>().AsNoTracking()
            where fill.PatientId == patientId && fill.ValidTo == null
            join product in db.Set<DrugProduct>().AsNoTracking() on fill.DrugId equals product.Id
            join dispenser in db.Set<Dispenser>().AsNoTracking() on fill.DispenserId equals dispenser.Id
            join site in db.Set<PrescriberSite>().AsNoTracking() on fill.PrescriberSiteId equals site.Id
            join prescriber in db.Set<Prescriber>().AsNoTracking() on site.PrescriberId equals prescriber.Id
            orderby fill.Id
            select new ReportedFill(fill, product, dispenser, site, prescriber)).ToListAsync(cancellation);
        if (!withTreatmentPrograms)
        {
            fills.RemoveAll(f => _program.Reported(f.Signs));
            var seen = fills.Select(f => f.Fill.PatientRecordId).ToHashSet();
            var unseen = records.TrueForAll(r => seen.Contains(r.Id)) ? [] : await closed.OfAsync(db, [patientId], cancellation);
            records.RemoveAll(r => unseen.Contains(r.Id));
        }

        var ids = records.ConvertAll(r => r.Id);
        var confidence = await db.Set<RecordConfidence>().Where(c => EF.Parameter(ids).Contains(c.RecordId)).MinAsync(c => (double?)c.Probability, cancellation);
        return new PatientFile(patientId, records, fills, confidence ?? 1);
    }
}
