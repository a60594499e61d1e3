using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Patients;

/// <summary>Tells other programs which record belongs to which patient.</summary>
public sealed class LinkExportService(IDbContextFactory<PdmpDbContext> contexts)
{
    private static readonly string[] Columns =
    [
        "pharmacy_dea", "pharmacy_npi", "pharmacy_ncpdp", "rx_number", "refill_number", "partial_fill", "date_filled",
        "patient_id", "link_confidence",
    ];

    /// <summary>Every live dispensation in patient order.</summary>
    public async IAsyncEnumerable<LinkedDispensation> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var dispensers = await db.Set<Dispenser>().AsNoTracking().ToDictionaryAsync(d => d.Id, cancellation);
        var confidences = await db.Set<RecordConfidence>().AsNoTracking().ToDictionaryAsync(c => c.RecordId, c => c.Probability, cancellation);
        var fills = db.Set<Dispensation>().AsNoTracking()
            .Where(d => d.ValidTo == null)
            .OrderBy(d => d.PatientId).ThenBy(d => d.Id)
            .Select(d => new { d.PatientId, d.PatientRecordId, d.DispenserId, d.RxNumber, d.FillNumber, d.PartialFill, d.FilledOn })
            .AsAsyncEnumerable();
        await foreach (var fill in fills.WithCancellation(cancellation))
        {
            var dispenser = dispensers[fill.DispenserId];
            yield return new LinkedDispensation(
                dispenser.Dea, dispenser.Npi, dispenser.Ncpdp, fill.RxNumber, fill.FillNumber, fill.PartialFill, fill.FilledOn, fill.PatientId,
                confidences.GetValueOrDefault(fill.PatientRecordId, 1));
        }
    }

    /// <summary>The columns of contract.md, UTF-8 with LF line ends; text that a spreadsheet would run as a formula is made harmless.</summary>
    public async Task WriteCsvAsync(TextWriter writer, CancellationToken cancellation = default)
    {
        await using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteHeader(Columns);
        await foreach (var link in ReadAsync(cancellation))
        {
            csv.WriteField(link.DispenserDea);
            csv.WriteField(link.DispenserNpi);
            csv.WriteField(link.DispenserNcpdp);
            csv.WriteField(link.RxNumber);
            csv.WriteField(link.FillNumber);
            csv.WriteField(link.PartialFill);
            csv.WriteField(link.FilledOn, "yyyy-MM-dd");
            csv.WriteField(link.PatientId);
            csv.WriteField(link.Confidence, "0.####");
            csv.EndRecord();
        }
    }
}
