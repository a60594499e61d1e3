using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Runs the rules over several patients, prescribers and dispensers as of one day: one pass in patient order that adds up
/// providers, one in dispenser order that looks at each pharmacy's records together. Writes nothing.
/// </summary>
public sealed class PopulationDetectionService(
    IDbContextFactory<PdmpDbContext> contexts, RuleCatalog catalog, DispensingReferenceService references, GroupRecordsService groups)
{
    /// <summary>Findings about everyone they concern; whoever is not among them has none.</summary>
    /// <param name="alerted">What the rules over single histories alerted on, as it stands.</param>
    public async Task<SubjectFindings> DetectAsync(DateOnly asOf, AlertedPatients alerted, CancellationToken cancellationToken = default)
    {
        var rules = catalog.Population;
        var reference = await references.LoadAsync(cancellationToken);
        var findings = new SubjectFindings();
        await groups.LookAsync(rules, reference, asOf, findings, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tallies = await TallyAsync(db, reference, asOf, alerted, cancellationToken);
        var specialties = await SpecialtiesAsync(db, reference, cancellationToken);
        rules.PrescriberOutlier.Evaluate(
            [.. tallies.Prescribers.Select(p => new PrescriberFigures(p.Key, specialties.GetValueOrDefault(p.Key, ""), p.Value))], asOf, findings);
        rules.DispenserOutlier.Evaluate(await DispensersAsync(db, reference, tallies, asOf, cancellationToken), asOf, findings);
        return findings;
    }

    private async Task<ProviderTallies> TallyAsync(
        PdmpDbContext db, DispensingReference reference, DateOnly asOf, AlertedPatients alerted, CancellationToken cancellationToken)
    {
        var rules = catalog.Population;
        var options = new TallyOptions(rules.PrescriberOutlier.WindowDays, rules.DispenserOutlier.WindowDays, catalog.EarlyRefills);
        var sum = new ProviderTallies(reference, options);
        var histories = new ConcurrentBag<DispensingHistory>();
        await using var reader = await HistoryReader.OpenAsync(db, HistorySelection.Everyone, cancellationToken);
        await foreach (var part in HistoryPipeline.RunAsync(reader, Tally, cancellationToken))
        {
            sum.Merge(part);
        }

        return sum;

        ProviderTallies Tally(HistoryBlock block)
        {
            var part = new ProviderTallies(reference, options);
            var history = histories.TryTake(out var free) ? free : new DispensingHistory();
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                history.Load(block.Rows[start..end], reference, asOf);
                part.Add(history, alerted.ByProviders.Contains(history.PatientId));
            }

            histories.Add(history);
            return part;
        }
    }

    /// <summary>Taxonomy by identity cluster, of those a registry names; the first listed where it names several.</summary>
    private static async Task<Dictionary<int, string>> SpecialtiesAsync(
        PdmpDbContext db, DispensingReference reference, CancellationToken cancellationToken)
    {
        var listed = await db.Set<Prescriber>().AsNoTracking()
            .Join(
                db.Set<RegistryPrescriber>().Where(r => r.Npi != "" && r.Taxonomy != ""),
                p => p.Npi, r => r.Npi, (p, r) => new { p.Id, Row = r.Id, r.Taxonomy })
            .ToListAsync(cancellationToken);
        var byDea = await db.Set<Prescriber>().AsNoTracking()
            .Join(
                db.Set<RegistryPrescriber>().Where(r => r.Dea != "" && r.Taxonomy != ""),
                p => p.Dea, r => r.Dea, (p, r) => new { p.Id, Row = r.Id, r.Taxonomy })
            .ToListAsync(cancellationToken);
        var sites = await db.Set<PrescriberSite>().AsNoTracking().Select(s => new { s.Id, s.PrescriberId }).ToListAsync(cancellationToken);
        var personOf = sites.DistinctBy(s => s.PrescriberId).ToDictionary(s => s.PrescriberId, s => reference.PrescriberSites[s.Id].PrescriberId);
        return listed.Concat(byDea).Where(l => personOf.ContainsKey(l.Id))
            .GroupBy(l => personOf[l.Id])
            .ToDictionary(g => g.Key, g => g.OrderBy(l => l.Row).First().Taxonomy);
    }

    private static async Task<List<DispenserFigures>> DispensersAsync(
        PdmpDbContext db, DispensingReference reference, ProviderTallies tallies, DateOnly asOf, CancellationToken cancellationToken)
    {
        var from = asOf.AddDays(1 - tallies.Options.DispenserDays);
        var records = await db.Set<DispensationKey>()
            .Where(k => k.FilledOn >= from && k.FilledOn <= asOf)
            .GroupBy(k => k.DispenserId)
            .Select(g => new { g.Key, Count = g.Count(), Voided = g.Count(k => k.DispensationId == 0) })
            .ToDictionaryAsync(g => g.Key, cancellationToken);
        var dispensers = await db.Set<Dispenser>().AsNoTracking().ToListAsync(cancellationToken);
        var settings = new PharmacySettings(dispensers.ConvertAll(d => d.Zip), reference.Zips);
        return
        [
            .. from dispenser in dispensers
               where tallies.Dispensers.ContainsKey(dispenser.Id)
               let counted = records.GetValueOrDefault(dispenser.Id)
               select new DispenserFigures(
                   dispenser.Id, PharmacySettings.KindOf(dispenser), settings.Of(dispenser.Zip), tallies.Dispensers[dispenser.Id],
                   counted?.Count ?? 0, counted?.Voided ?? 0),
        ];
    }
}
