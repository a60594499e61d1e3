using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Lookup.Reporting;

/// <summary>Reads what is on file about one patient, by the patient's key.</summary>
public sealed class PatientFileService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>A patient's records and live fills.</summary>
    /// <param name="withTreatmentPrograms">Also what opioid treatment programs reported.</param>
    internal async Task<PatientFile> ReadAsync(long patientId, bool withTreatmentPrograms, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var records = await db.Set<PatientRecord>().AsNoTracking().Where(r => r.PatientId == patientId).OrderBy(r => r.Id).ToListAsync(cancellation);
        var ids = records.ConvertAll(r => r.Id);
        var confidence = await db.Set<RecordConfidence>().Where(c => EF.Parameter(ids).Contains(c.RecordId)).MinAsync(c => (double?)c.Probability, cancellation);
        var fills = await (
            from fill in db.Set<Dispensation>().AsNoTracking()
            where fill.PatientId == patientId && fill.ValidTo == null
            join product in db.Set<DrugProduct>().AsNoTracking() on fill.DrugId equals product.Id
            join dispenser in db.Set<Dispenser>().AsNoTracking() on fill.DispenserId equals dispenser.Id
            join site in db.Set<PrescriberSite>().AsNoTracking() on fill.PrescriberSiteId equals site.Id
            join prescriber in db.Set<Prescriber>().AsNoTracking() on site.PrescriberId equals prescriber.Id
            orderby fill.Id
            select new ReportedFill(fill, product, dispenser, site, prescriber)).ToListAsync(cancellation);
        return new PatientFile(
            patientId, records, withTreatmentPrograms ? fills : fills.FindAll(f => !f.IsOfTreatmentProgram), confidence ?? 1);
    }
}
