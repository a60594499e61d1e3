using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients;
using PdmpAnalytics.Review;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>Reads a database that was filled from a truth folder and judged, and judges everyone again in memory.</summary>
internal static class QueuedPopulation
{
    /// <param name="folder">Holds <c>pdmp.db</c> after <c>pdmp detect --all</c>, and the truth it was filled from in <c>pop</c>; nothing is published.</param>
    /// <param name="sample">Who is drawn below the line, marked <see cref="QueuedPerson.Drawn"/>.</param>
    public static async Task<List<QueuedPerson>> ReadAsync(string folder, BlindSample? sample = null)
    {
        var truth = TruthFolder.Read(Path.Combine(folder, "pop"), DrugCatalog.Shipped);
        await using var services = new ServiceCollection().AddSingleton(sample ?? BlindSample.None)
            .AddPdmpAnalytics(StorageOptions.Parse($"Data Source={Path.Combine(folder, "pdmp.db")}")).BuildServiceProvider();
        var owners = await OwnersAsync(services, truth);
        return await JudgedAsync(services, truth, owners, truth.LastDay);
    }

    private static async Task<List<QueuedPerson>> JudgedAsync(ServiceProvider services, TruthFolder truth, Dictionary<long, TruthPatient> owners, DateOnly asOf)
    {
        var best = new Dictionary<string, QueuedPerson>();
        await foreach (var judged in services.GetRequiredService<DetectionService>().DetectAsync(await RequestAsync(services, asOf)))
        {
            foreach (var judgement in judged.Judgements)
            {
                if (AlertContent.Of(judgement) is { } content && owners.TryGetValue(judgement.PatientId, out var owner)
                    && !(best.GetValueOrDefault(owner.Id)?.Priority >= content.Priority))
                {
                    best[owner.Id] = Person(0, owner, judgement, content);
                }
            }
        }

        return [.. truth.Patients.Select((p, i) => (best.GetValueOrDefault(p.Id) ?? new QueuedPerson(0, p.Archetype, p.Misuse, null, 0, 1, 0)) with { Number = i })];
    }

    private static QueuedPerson Person(long number, TruthPatient owner, PatientJudgement judgement, AlertContent content)
    {
        var exempt = (judgement.Exemptions & AlertPriority.ExemptContexts) != 0 || judgement.Findings.Any(f => f.ExemptByHand is not null);
        return new QueuedPerson(
            number, owner.Archetype, owner.Misuse, judgement.Score?.Inputs, content.DrawnBy is null ? content.Priority : 0,
            exempt ? AlertPriority.ExemptShare : 1, judgement.IdentityConfidence < AlertPriority.SureIdentityConfidence ? AlertPriority.UnsureIdentity : 0)
        {
            Drawn = content.DrawnBy is not null,
        };
    }

    private static async Task<DetectionRequest> RequestAsync(ServiceProvider services, DateOnly asOf)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PdmpDbContext>>().CreateDbContextAsync();
        var patients = await db.Set<Patient>().Where(p => p.MergedInto == null).Select(p => p.Id).ToListAsync();
        var standing = await services.GetRequiredService<GroupFindingsService>().StandingAsync(CancellationToken.None);
        return new DetectionRequest(asOf, All: false) { Patients = patients, Joined = standing };
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
