namespace PdmpAnalytics.Detection.Scoring;

/// <summary>How much the top of the score depends on which patients the population table was made of; pure.</summary>
/// <param name="Top">Patients in the top 1 % by a table of everybody.</param>
/// <param name="Resamples">Tables made of patients drawn with replacement.</param>
/// <param name="Stay">Share of resamples in which a patient of the top stays in it, 0 to 1: the mean over patients.</param>
/// <param name="StayLowest">The same of the patient that stays least.</param>
/// <param name="AlwaysStay">Patients that stay in every resample.</param>
public sealed record ScoreStability(int Top, int Resamples, double Stay, double StayLowest, int AlwaysStay)
{
    private const double TopShare = 0.01;

    /// <param name="vectors">One feature vector a patient.</param>
    /// <param name="fills">Fills within the horizon of each patient.</param>
    /// <returns>Null for fewer than a hundred patients.</returns>
    public static ScoreStability? Of(IReadOnlyList<float[]> vectors, IReadOnlyList<int> fills, int resamples, int seed)
    {
        var size = (int)(TopShare * vectors.Count);
        if (size == 0)
        {
            return null;
        }

        var top = Highest(TailProbabilityEngine.Fit(vectors, fills), vectors, fills, size);
        var (random, stays) = (new Random(seed), top.ToDictionary(p => p, _ => 0));
        for (var r = 0; r < resamples; r++)
        {
            var drawn = Enumerable.Range(0, vectors.Count).Select(_ => random.Next(vectors.Count)).ToArray();
            var engine = TailProbabilityEngine.Fit([.. drawn.Select(i => vectors[i])], [.. drawn.Select(i => fills[i])]);
            foreach (var patient in Highest(engine, vectors, fills, size).Where(stays.ContainsKey))
            {
                stays[patient]++;
            }
        }

        return new ScoreStability(
            size, resamples, stays.Values.Average() / resamples, stays.Values.Min() / (double)resamples, stays.Values.Count(s => s == resamples));
    }

    private static List<int> Highest(TailProbabilityEngine engine, IReadOnlyList<float[]> vectors, IReadOnlyList<int> fills, int size) =>
    [
        .. Enumerable.Range(0, vectors.Count).Select(i => (Patient: i, Score: engine.Score(vectors[i], fills[i])))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Patient).Take(size).Select(p => p.Patient),
    ];
}
