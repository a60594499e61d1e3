namespace PdmpAnalytics.Evaluation;

/// <summary>
/// Compares a queue with the truth. A true person's score is the highest priority of any patient his records were linked to,
/// 0 without an alert (contract, "Truth of a population").
/// </summary>
public static class DetectionEvaluator
{
    public const string ProductName = "product";

    /// <param name="truth">The folder the database was filled from.</param>
    /// <param name="links">Patient id by record key (<see cref="TruthFolder.Key"/>).</param>
    /// <param name="priorities">Priority of each alert with its patient id; several for one patient are allowed.</param>
    public static EvaluationReport Evaluate(
        TruthFolder truth, IReadOnlyDictionary<string, long> links, IEnumerable<(long PatientId, double Priority)> priorities)
    {
        var product = Scores(truth, links, priorities);
        var positive = truth.Patients.Select(p => p.Misuse).ToArray();
        var methods = new List<MethodQuality> { new(ProductName, RankingQuality.Of(product, positive)) };
        foreach (var (name, score) in PublishedDefinitions.All)
        {
            methods.Add(new MethodQuality(name, RankingQuality.Of(truth.Patients.Select(p => score(p.Fills)).ToArray(), positive)));
        }

        return new EvaluationReport
        {
            Patients = truth.Patients.Count,
            Methods = methods,
            Archetypes = ByArchetype(truth.Patients, RankingQuality.Membership(product, methods[0].Quality.K), product),
            Linkage = LinkageEvaluator.Evaluate(truth.Records, links),
        };
    }

    internal static double[] Scores(
        TruthFolder truth, IReadOnlyDictionary<string, long> links, IEnumerable<(long PatientId, double Priority)> priorities)
    {
        var highest = new Dictionary<long, double>();
        foreach (var (patient, priority) in priorities)
        {
            highest[patient] = Math.Max(priority, highest.GetValueOrDefault(patient, double.NegativeInfinity));
        }

        var best = new Dictionary<string, double>();
        foreach (var record in truth.Records)
        {
            if (links.TryGetValue(record.RecordKey, out var patient) && highest.TryGetValue(patient, out var priority))
            {
                best[record.TruePatient] = Math.Max(priority, best.GetValueOrDefault(record.TruePatient));
            }
        }

        return [.. truth.Patients.Select(p => best.GetValueOrDefault(p.Id))];
    }

    /// <summary>Someone without any alert is never among the first K, even where fewer than K have one.</summary>
    private static ArchetypeQuality[] ByArchetype(IReadOnlyList<TruthPatient> patients, double[] amongFirst, double[] scores) =>
    [
        .. patients
            .Select((p, i) => (p.Misuse, p.Archetype, AmongFirst: scores[i] > 0 ? amongFirst[i] : 0))
            .GroupBy(p => (p.Misuse, p.Archetype))
            .OrderByDescending(g => g.Key.Misuse)
            .ThenBy(g => g.Key.Archetype, StringComparer.Ordinal)
            .Select(g => new ArchetypeQuality(g.Key.Archetype, g.Key.Misuse, g.Count(), g.Sum(p => p.AmongFirst))),
    ];
}
