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

    /// <summary>Adds what the group rules that run find on any day of the horizon.</summary>
    public async Task LookAsync(
        PopulationRuleSet rules, Func<ICatalogRule, bool> isOn, DispensingReference reference, DateOnly asOf, SubjectFindings findings, CancellationToken cancellationToken)
    {
        await LookAsync(
            DispensersAsync(reference, asOf, cancellationToken), new IGroupRule<DispenserFills>[] { rules.PrescriptionNumber, rules.GroupArrival }.Where(rule => isOn(rule)),
            reference, asOf, findings, cancellationToken);
        await LookAsync(
            BlanksAsync(reference, asOf, cancellationToken), new IGroupRule<BlankUses>[] { rules.BlankSerial }.Where(rule => isOn(rule)),
            reference, asOf, findings, cancellationToken);
    }

    private async Task LookAsync<TGroup>(
        IAsyncEnumerable<TGroup> groups,
        IEnumerable<IGroupRule<TGroup>> rules,
        DispensingReference reference,
        DateOnly asOf,
        SubjectFindings findings,
        CancellationToken cancellationToken)
    {
        var events = rules.Select(rule => (Rule: rule, Events: new List<GroupEvent>())).ToList();
        if (events.Count == 0)
        {
            return;
        }

        await foreach (var group in groups.WithCancellation(cancellationToken))
        {
            var likeness = await LikenessAsync(events.SelectMany(e => e.Rule.ToCompare(group)), cancellationToken);
            var context = new GroupContext(reference, likeness);
            foreach (var (rule, found) in events)
            {
                found.AddRange(rule.Look(group, context));
            }
        }

        foreach (var (rule, found) in events)
        {
            EventFindings.Add(rule, found, rule.WindowDays, asOf, findings);
        }
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
