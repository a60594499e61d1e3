using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// Runs the rules over several patients, prescribers and dispensers as of one day: one pass in patient order that adds up
/// providers, one in dispenser order that looks at each pharmacy's records together, and the few histories that a proposed link or
/// an address brings together. Writes nothing.
/// </summary>
public sealed class PopulationDetectionService(
    IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rulesInForce, DispensingReferenceService references, GroupRecordsService groups,
    IdentityCandidateService identities, HouseholdService households)
{
    private const string NpiPrefix = "NPI ";

    /// <summary>Findings about everyone they concern; whoever is not among them has none.</summary>
    /// <param name="alerted">What the rules over single histories alerted on, as it stands.</param>
    public async Task<SubjectFindings> DetectAsync(DateOnly asOf, AlertedPatients alerted, CancellationToken cancellationToken = default)
    {
        var catalog = await rulesInForce.OnAsync(asOf, cancellationToken);
        var rules = catalog.Population;
        var reference = await references.LoadAsync(cancellationToken);
        var findings = new SubjectFindings { RuleSet = catalog.Set };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var numbered = catalog.IsOn(rules.BorrowedNumber) ? await NumberedSitesAsync(db, rules.BorrowedNumber.MaxFills, cancellationToken) : null;
        var (tallies, visits, numbers) = await PassAsync(db, catalog, reference, asOf, alerted, numbered, cancellationToken);
        if (numbers is not null)
        {
            var listed = await ListedAsync(db, cancellationToken);
            foreach (var number in numbers.Numbers(listed))
            {
                rules.BorrowedNumber.Evaluate(number, numbers.Peers(), asOf, findings);
            }
        }

        await groups.LookAsync(rules, catalog.IsOn, reference, asOf, findings, cancellationToken);
        if (catalog.IsOn(rules.SeveralIdentities))
        {
            await identities.LookAsync(rules, catalog.Rules, reference, asOf, findings, cancellationToken);
        }

        if (catalog.IsOn(rules.Household))
        {
            await households.LookAsync(rules, reference, asOf, findings, cancellationToken);
        }

        if (visits is not null)
        {
            rules.SharedNetwork.Evaluate(visits, alerted.ByAny, reference, asOf, findings);
        }

        if (catalog.IsOn(rules.PrescriberOutlier))
        {
            var specialties = await SpecialtiesAsync(db, reference, cancellationToken);
            rules.PrescriberOutlier.Evaluate(
                [.. tallies.Prescribers.Select(p => new PrescriberFigures(p.Key, specialties.GetValueOrDefault(p.Key, ""), p.Value))], asOf, findings);
        }

        if (catalog.IsOn(rules.DispenserOutlier))
        {
            rules.DispenserOutlier.Evaluate(await DispensersAsync(db, reference, tallies, asOf, cancellationToken), asOf, findings);
        }

        return findings;
    }

    /// <summary>One pass over everybody's history: providers added up and, for the rules that run, visits and uses of numbers kept.</summary>
    private static async Task<(ProviderTallies Tallies, VisitLog? Visits, NumberLog? Numbers)> PassAsync(
        PdmpDbContext db,
        RuleCatalog catalog,
        DispensingReference reference,
        DateOnly asOf,
        AlertedPatients alerted,
        IReadOnlyDictionary<int, NumberedSite>? numbered,
        CancellationToken cancellationToken)
    {
        var rules = catalog.Population;
        var options = new TallyOptions(rules.PrescriberOutlier.WindowDays, rules.DispenserOutlier.WindowDays, catalog.EarlyRefills);
        var tallies = new ProviderTallies(reference, options);
        var visits = catalog.IsOn(rules.SharedNetwork) ? new VisitLog() : null;
        var numbers = numbered is null ? null : new NumberLog(numbered, reference, rules.BorrowedNumber.FarMiles);
        var histories = new ConcurrentBag<DispensingHistory>();
        await using var reader = await HistoryReader.OpenAsync(db, HistorySelection.Everyone, cancellationToken);
        await foreach (var (partTallies, partVisits, partNumbers) in HistoryPipeline.RunAsync(reader, Read, cancellationToken))
        {
            tallies.Merge(partTallies);
            visits?.Merge(partVisits!);
            numbers?.Merge(partNumbers!);
        }

        return (tallies, visits, numbers);

        (ProviderTallies, VisitLog?, NumberLog?) Read(HistoryBlock block)
        {
            var part = (
                Tallies: new ProviderTallies(reference, options),
                Visits: visits is null ? null : new VisitLog(),
                Numbers: numbered is null ? null : new NumberLog(numbered, reference, rules.BorrowedNumber.FarMiles));
            part.Numbers?.Add(block.Rows, asOf);
            var history = histories.TryTake(out var free) ? free : new DispensingHistory();
            for (int start = 0, end; start < block.Rows.Length; start = end)
            {
                end = block.EndOfPatient(start);
                history.Load(block.Rows[start..end], reference, asOf);
                part.Tallies.Add(history, alerted.ByProviders.Contains(history.PatientId));
                part.Visits?.Add(history, history.HorizonDay);
            }

            histories.Add(history);
            return part;
        }
    }

    /// <summary>Sites under numbers used at most so often, by id: DEA as submitted, else NPI.</summary>
    private static async Task<Dictionary<int, NumberedSite>> NumberedSitesAsync(PdmpDbContext db, int maxFills, CancellationToken cancellationToken)
    {
        var rows = await db.Set<PrescriberSite>().AsNoTracking()
            .Join(db.Set<Prescriber>(), s => s.PrescriberId, p => p.Id, (s, p) => new { s.Id, s.Fills, p.Dea, p.Npi, p.LastName })
            .Where(r => r.Dea != "" || r.Npi != "")
            .ToListAsync(cancellationToken);
        return rows.GroupBy(r => r.Dea.Length > 0 ? r.Dea : NpiPrefix + r.Npi)
            .Where(number => number.Sum(r => r.Fills) <= maxFills)
            .SelectMany(number => number.Select(r => (r.Id, Site: new NumberedSite(number.Key, r.LastName))))
            .ToDictionary(r => r.Id, r => r.Site);
    }

    /// <summary>Whether a loaded registry lists a number; it says nothing of kinds of numbers it does not hold.</summary>
    private static async Task<Func<string, bool?>> ListedAsync(PdmpDbContext db, CancellationToken cancellationToken)
    {
        var registry = db.Set<RegistryPrescriber>().AsNoTracking();
        var dea = await registry.Where(r => r.Dea != "").Select(r => r.Dea).ToHashSetAsync(cancellationToken);
        var npi = await registry.Where(r => r.Npi != "").Select(r => r.Npi).ToHashSetAsync(cancellationToken);
        return number => number.StartsWith(NpiPrefix, StringComparison.Ordinal)
            ? npi.Count == 0 ? null : npi.Contains(number[NpiPrefix.Length..])
            : dea.Count == 0 ? null : dea.Contains(number);
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
