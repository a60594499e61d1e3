using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Population;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Evaluation.Report;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Practices;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>
/// Reads a database that was filled from a truth folder and judged, and judges everyone again in memory. The folder holds <c>pdmp.db</c>
/// after <c>pdmp detect --all</c>, and the truth it was filled from in <c>pop</c>. Nothing is published; a day without a population table of its
/// week gets one.
/// </summary>
internal static class QueuedPopulation
{
    /// <summary>As of the last fill date, with what stands about several patients together.</summary>
    /// <param name="sample">Who is drawn below the line, marked <see cref="QueuedPerson.Drawn"/>.</param>
    public static async Task<List<QueuedPerson>> ReadAsync(string folder, BlindSample? sample = null)
    {
        var truth = Truth(folder);
        await using var services = Services(folder, sample ?? BlindSample.None);
        var queue = new QueueOfTruth(truth, await OwnersAsync(services, truth));
        var standing = await services.GetRequiredService<GroupFindingsService>().StandingAsync(CancellationToken.None);
        await JudgeAsync(services, new DetectionRequest(truth.LastDay, All: false) { Patients = await PatientsAsync(services), Joined = standing }, queue.Add);
        return queue.People();
    }

    /// <summary>
    /// As of the ends of the last months, the last of them the last fill date: by the fills dispensed by then, the figures of the population of that day,
    /// and what rules over several patients would have found that day. Who is one person, which prescribers share a practice, and what was corrected are as known at the end.
    /// </summary>
    /// <returns>By month, everybody in the same order.</returns>
    public static async Task<IReadOnlyList<List<QueuedPerson>>> ReadMonthsAsync(string folder, int months)
    {
        var truth = Truth(folder);
        await using var services = Services(folder, BlindSample.None);
        var (owners, patients) = (await OwnersAsync(services, truth), await PatientsAsync(services));
        var read = new List<List<QueuedPerson>>();
        foreach (var day in Enumerable.Range(1 - months, months).Select(truth.LastDay.AddMonths))
        {
            var (queue, alone) = (new QueueOfTruth(truth, owners), new Dictionary<long, PatientJudgement>());
            await JudgeAsync(services, new DetectionRequest(day, All: false) { Patients = patients }, one => alone[one.PatientId] = one);
            var joined = await services.GetRequiredService<PopulationDetectionService>().DetectAsync(day, Alerted(alone.Values));
            var again = joined.Subjects.Where(s => s.Kind == SubjectKind.Patient).Select(s => s.Id).ToList();
            await JudgeAsync(services, new DetectionRequest(day, All: false) { Patients = again, Joined = joined }, one => alone[one.PatientId] = one);
            foreach (var judgement in alone.Values)
            {
                queue.Add(judgement);
            }

            read.Add(queue.People());
        }

        return read;
    }

    /// <summary>Everybody's features as of each of the days, by the figures of the population of that day.</summary>
    public static async Task<IReadOnlyList<List<PatientVector>>> FeaturesAsync(string folder, Func<DateOnly, IReadOnlyList<DateOnly>> days)
    {
        await using var services = Services(folder, BlindSample.None);
        var reference = await services.GetRequiredService<DispensingReferenceService>().LoadAsync(CancellationToken.None);
        var read = new List<List<PatientVector>>();
        foreach (var day in days(Truth(folder).LastDay))
        {
            await services.GetRequiredService<PopulationService>().CurrentAsync(day, reference, CancellationToken.None);
            read.Add(await services.GetRequiredService<FeatureTableService>().ReadAsync(day).ToListAsync());
        }

        return read;
    }

    /// <summary>In the order of the truth, as <see cref="ReadAsync"/> has people.</summary>
    public static IReadOnlyList<PersonTraits> Traits(string folder)
    {
        var truth = Truth(folder);
        var traits = PersonTraits.Read(Path.Combine(folder, "pop"), truth);
        return [.. truth.Patients.Select(p => traits.GetValueOrDefault(p.Id, new PersonTraits("not reported", "not reported", "some")))];
    }

    private static TruthFolder Truth(string folder) => TruthFolder.Read(Path.Combine(folder, "pop"), DrugCatalog.Shipped);

    private static ServiceProvider Services(string folder, BlindSample sample) => new ServiceCollection().AddSingleton(sample)
        .AddPdmpAnalytics(StorageOptions.Parse($"Data Source={Path.Combine(folder, "pdmp.db")}")).BuildServiceProvider();

    private static async Task JudgeAsync(ServiceProvider services, DetectionRequest request, Action<PatientJudgement> add)
    {
        await foreach (var judged in services.GetRequiredService<DetectionService>().DetectAsync(request))
        {
            foreach (var judgement in judged.Judgements)
            {
                add(judgement);
            }
        }
    }

    /// <summary>Whom rules over one history would have alerted on, as the product tells it to those over several.</summary>
    private static AlertedPatients Alerted(IEnumerable<PatientJudgement> judgements)
    {
        var (byProviders, byAny) = (new HashSet<long>(), new HashSet<long>());
        foreach (var judgement in judgements)
        {
            if (AlertContent.Of(judgement) is { Findings.Count: > 0 } content)
            {
                _ = content.Severity < Severity.Medium || byAny.Add(judgement.PatientId);
                _ = !content.Findings.Any(f => f.Rule.Id.StartsWith("PS-", StringComparison.Ordinal) || f.Rule.Id.StartsWith("OV-", StringComparison.Ordinal))
                    || byProviders.Add(judgement.PatientId);
            }
        }

        return new AlertedPatients(byProviders, byAny);
    }

    private static async Task<List<long>> PatientsAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        return await db.Set<Patient>().Where(p => p.MergedInto == null).Select(p => p.Id).ToListAsync();
    }

    /// <summary>The true person behind each patient of the store: of most of its records.</summary>
    private static async Task<Dictionary<long, TruthPatient>> OwnersAsync(ServiceProvider services, TruthFolder truth)
    {
        var byId = truth.Patients.ToDictionary(p => p.Id);
        var owner = truth.Records.GroupBy(r => r.RecordKey).ToDictionary(g => g.Key, g => byId[g.First().TruePatient]);
        var counts = new Dictionary<long, Dictionary<TruthPatient, int>>();
        await foreach (var link in services.GetRequiredService<LinkExportService>().ReadAsync(CancellationToken.None))
        {
            if (owner.TryGetValue(TruthFolder.Key(link.DispenserDea ?? "", link.RxNumber, link.FillNumber, link.FilledOn), out var person))
            {
                var of = counts.TryGetValue(link.PatientId, out var known) ? known : counts[link.PatientId] = [];
                of[person] = of.GetValueOrDefault(person) + 1;
            }
        }

        return counts.ToDictionary(c => c.Key, c => c.Value.MaxBy(p => p.Value).Key);
    }
}
