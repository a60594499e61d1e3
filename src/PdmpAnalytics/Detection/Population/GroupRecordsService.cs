using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Reads the records that belong together (of a dispenser, of a numbered blank), one group in memory at a time, and has the
/// group rules look at them.
/// </summary>
public sealed class GroupRecordsService(IDbContextFactory<PdmpDbContext> contexts)
{
    /// <summary>Days of records read: five years, the longest look back of a group rule (ID-03).</summary>
    private const int ReadDays = 1827;

    private const int PatientsPerQuery = 5000;

    /// <summary>Adds what the group rules find on any day of the horizon.</summary>
    public async Task LookAsync(
        PopulationRuleSet rules, DispensingReference reference, DateOnly asOf, SubjectFindings findings, CancellationToken cancellationToken)
    {
        var numbers = new List<GroupEvent>();
        var arrivals = new List<GroupEvent>();
        await foreach (var group in DispensersAsync(reference, asOf, cancellationToken))
        {
            var toCompare = rules.PrescriptionNumber.ToCompare(group).Concat(rules.GroupArrival.ToCompare(group));
            var context = new GroupContext(reference, await LikenessAsync(toCompare, cancellationToken));
            numbers.AddRange(rules.PrescriptionNumber.Look(group, context));
            arrivals.AddRange(rules.GroupArrival.Look(group, context));
        }

        var blanks = new List<GroupEvent>();
        await foreach (var group in BlanksAsync(reference, asOf, cancellationToken))
        {
            var context = new GroupContext(reference, await LikenessAsync(rules.BlankSerial.ToCompare(group), cancellationToken));
            blanks.AddRange(rules.BlankSerial.Look(group, context));
        }

        EventFindings.Add(rules.PrescriptionNumber, numbers, rules.PrescriptionNumber.WindowDays, asOf, findings);
        EventFindings.Add(rules.BlankSerial, blanks, rules.BlankSerial.WindowDays, asOf, findings);
        EventFindings.Add(rules.GroupArrival, arrivals, rules.GroupArrival.WindowDays, asOf, findings);
    }

    /// <summary>Particulars of the patients a rule asks about; nothing is read when there is nobody to compare.</summary>
    private async Task<PatientLikeness> LikenessAsync(IEnumerable<long> patients, CancellationToken cancellationToken)
    {
        var ids = patients.Distinct().Order().ToArray();
        if (ids.Length < 2)
        {
            return PatientLikeness.None;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var records = new List<PatientRecord>();
        foreach (var some in ids.Chunk(PatientsPerQuery))
        {
            records.AddRange(await db.Set<PatientRecord>().AsNoTracking()
                .Where(r => EF.Parameter(some).Contains(r.PatientId)).ToListAsync(cancellationToken));
        }

        return new PatientLikeness(records);
    }

    private async IAsyncEnumerable<DispenserFills> DispensersAsync(
        DispensingReference reference, DateOnly asOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var fills = new List<DispenserFill>();
        var dispenser = 0;
        await foreach (var row in Live(db, asOf)
            .OrderBy(d => d.DispenserId)
            .Select(d => new
            {
                d.DispenserId, d.Id, d.PatientId, d.FilledOn, d.WrittenOn, d.RxNumber, d.RxKey, d.DrugId, d.PrescriberSiteId, d.FillNumber,
                d.RefillsAuthorized, d.PartialFill, d.Quantity, d.QuantityPrescribed, d.Payment, d.Context, d.Quality, d.PatientZip,
            })
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (row.DispenserId != dispenser && fills.Count > 0)
            {
                yield return new DispenserFills(dispenser, fills);
                fills = [];
            }

            dispenser = row.DispenserId;
            var drug = reference.Drugs[row.DrugId];
            fills.Add(new DispenserFill
            {
                DispensationId = row.Id,
                PatientId = row.PatientId,
                FilledDay = row.FilledOn.DayNumber,
                WrittenDay = row.WrittenOn?.DayNumber ?? 0,
                RxNumber = row.RxNumber,
                RxKey = row.RxKey,
                IngredientId = drug?.Ingredient?.Id ?? -1,
                StrengthMg = drug?.StrengthMg ?? 0,
                Schedule = drug?.Ingredient?.Schedule ?? DrugSchedule.None,
                PrescriberId = reference.PrescriberSites[row.PrescriberSiteId].PrescriberId,
                FillNumber = row.FillNumber,
                RefillsAuthorized = row.RefillsAuthorized ?? -1,
                PartialFill = row.PartialFill,
                Quantity = row.Quantity,
                QuantityPrescribed = row.QuantityPrescribed,
                Payment = row.Payment,
                Context = row.Context,
                Quality = row.Quality,
                PatientZip = row.PatientZip,
            });
        }

        if (fills.Count > 0)
        {
            yield return new DispenserFills(dispenser, fills);
        }
    }

    private async IAsyncEnumerable<BlankUses> BlanksAsync(
        DispensingReference reference, DateOnly asOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var uses = new List<BlankUse>();
        var serial = "";
        await foreach (var row in Live(db, asOf)
            .Where(d => d.BlankSerial != null && d.BlankSerial != "")
            .OrderBy(d => d.BlankSerial)
            .Select(d => new { d.BlankSerial, d.Id, d.PatientId, d.FilledOn, d.WrittenOn, d.PrescriberSiteId })
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (row.BlankSerial != serial && uses.Count > 0)
            {
                yield return new BlankUses(serial, uses);
                uses = [];
            }

            serial = row.BlankSerial!;
            uses.Add(new BlankUse(
                row.Id, row.PatientId, row.FilledOn.DayNumber, row.WrittenOn?.DayNumber ?? 0,
                reference.PrescriberSites[row.PrescriberSiteId].PrescriberId));
        }

        if (uses.Count > 0)
        {
            yield return new BlankUses(serial, uses);
        }
    }

    /// <summary>People's live records up to the day judged.</summary>
    private static IQueryable<Dispensation> Live(PdmpDbContext db, DateOnly asOf)
    {
        var from = asOf.AddDays(1 - ReadDays);
        return db.Set<Dispensation>().AsNoTracking()
            .Where(d => d.ValidTo == null && d.FilledOn >= from && d.FilledOn <= asOf && (d.Context & FillContext.Veterinary) == 0);
    }
}
