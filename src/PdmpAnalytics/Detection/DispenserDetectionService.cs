using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Gathers what each dispenser's live records say about their own quality and runs the dispenser rules over it. Returns
/// judgements and writes nothing; what becomes of findings is Review's.
/// </summary>
public sealed class DispenserDetectionService(IDbContextFactory<PdmpDbContext> contexts, RulesInForceService rulesInForce)
{
    /// <summary>Days before the day judged that a rule can look at: the horizon, and its longest window before that (a threshold of at most 365 days).</summary>
    private const int LookBackDays = DispensingHistory.HorizonDays + 365;

    private const RecordQuality PrescriberFaults = RecordQuality.PrescriberDea | RecordQuality.PrescriberNpi;

    /// <summary>
    /// Judges every dispenser, in the order of their ids: those without a fault too, since an alert may have to be withdrawn.
    /// Counts come from the keys, which are stored by day; faulty records from one pass over the dispensations, one dispenser
    /// in memory at a time.
    /// </summary>
    /// <param name="joined">What rules that compare dispensers say: it stands beside each one's own findings.</param>
    public async IAsyncEnumerable<DispenserJudgement> DetectAsync(
        DateOnly asOf, SubjectFindings? joined = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rules = await rulesInForce.OnAsync(asOf, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dispensers = await db.Set<Dispenser>().AsNoTracking().OrderBy(d => d.Id)
            .Select(d => new { d.Id, d.Name }).ToListAsync(cancellationToken);
        var recent = new Dictionary<int, Dictionary<int, int>>();
        foreach (var days in rules.DispenserRules.Select(r => r.RecentDays).Distinct())
        {
            recent.Add(days, await RecentAsync(db, asOf, days, cancellationToken));
        }

        await using var faulty = Faulty(db, asOf).AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        var more = await faulty.MoveNextAsync();
        foreach (var dispenser in dispensers)
        {
            var records = new List<FaultyRecord>();
            while (more && faulty.Current.DispenserId == dispenser.Id)
            {
                records.Add(faulty.Current.Record);
                more = await faulty.MoveNextAsync();
            }

            yield return new()
            {
                DispenserId = dispenser.Id,
                AsOf = asOf,
                RuleSet = rules.Set,
                Findings =
                [
                    .. records.Count == 0 ? [] : Judge(
                        rules,
                        days => new(dispenser.Id, dispenser.Name ?? "", recent[days].GetValueOrDefault(dispenser.Id), records), asOf),
                    .. (joined ?? SubjectFindings.None).Of(Subject.Dispenser(dispenser.Id)),
                ],
            };
        }
    }

    private static RuleFinding[] Judge(RuleCatalog rules, Func<int, DispenserRecords> subject, DateOnly asOf) =>
        [.. rules.DispenserRules.Select(rule => rule.Evaluate(subject(rule.RecentDays), asOf)).OfType<RuleFinding>()];

    private static Task<Dictionary<int, int>> RecentAsync(PdmpDbContext db, DateOnly asOf, int days, CancellationToken cancellationToken)
    {
        var from = asOf.AddDays(1 - days);
        return db.Set<DispensationKey>()
            .Where(k => k.FilledOn >= from && k.FilledOn <= asOf && k.DispensationId != 0)
            .GroupBy(k => k.DispenserId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    private static IQueryable<DispenserFault> Faulty(PdmpDbContext db, DateOnly asOf)
    {
        var firstDay = asOf.AddDays(1 - LookBackDays);
        return from d in db.Set<Dispensation>().AsNoTracking()
               where d.ValidTo == null && d.FilledOn >= firstDay && d.FilledOn <= asOf && (d.Quality & PrescriberFaults) != 0
               join site in db.Set<PrescriberSite>() on d.PrescriberSiteId equals site.Id
               join prescriber in db.Set<Prescriber>() on site.PrescriberId equals prescriber.Id
               orderby d.DispenserId, d.FilledOn, d.Id
               select new DispenserFault(d.DispenserId, d.FilledOn, d.Id, d.Quality, prescriber.Dea == "");
    }

    private sealed record DispenserFault(int DispenserId, DateOnly FilledOn, long DispensationId, RecordQuality Quality, bool WithoutDea)
    {
        /// <summary>Made here: EF would have SQLite take the day number of what is one already.</summary>
        public FaultyRecord Record => new(FilledOn.DayNumber, DispensationId, Quality, WithoutDea);
    }
}
