namespace PdmpAnalytics.Evaluation;

/// <summary>How well records were put together into people, counted over pairs of records.</summary>
/// <param name="Records">Records of the truth.</param>
/// <param name="Missing">Records of the truth that the database does not know; each stands alone.</param>
/// <param name="TruePairs">Pairs of records of one true person.</param>
/// <param name="Precision">Share of linked pairs that are true; 1 without a linked pair.</param>
/// <param name="Recall">Share of true pairs that are linked; 1 without a true pair.</param>
/// <param name="F1">Harmonic mean of the two.</param>
public sealed record LinkageQuality(int Records, int Missing, long TruePairs, double Precision, double Recall, double F1);

/// <summary>Compares who-is-who in the database with the truth. Pure counting, linear in the number of records.</summary>
public static class LinkageEvaluator
{
    /// <param name="truth">Which record is whose; a key that occurs twice (two parts of one fill) counts once.</param>
    /// <param name="links">Patient id by record key; keys the truth does not know are ignored.</param>
    public static LinkageQuality Evaluate(IEnumerable<TruthRecord> truth, IReadOnlyDictionary<string, long> links)
    {
        var byPerson = new Dictionary<string, long>();
        var byPatient = new Dictionary<long, long>();
        var byBoth = new Dictionary<(string, long), long>();
        int records = 0, missing = 0;
        foreach (var record in truth.DistinctBy(r => r.RecordKey))
        {
            records++;
            Add(byPerson, record.TruePatient);
            if (links.TryGetValue(record.RecordKey, out var patient))
            {
                Add(byPatient, patient);
                Add(byBoth, (record.TruePatient, patient));
            }
            else
            {
                missing++;
            }
        }

        var (truePairs, linkedPairs, right) = (Pairs(byPerson.Values), Pairs(byPatient.Values), Pairs(byBoth.Values));
        var precision = linkedPairs == 0 ? 1 : (double)right / linkedPairs;
        var recall = truePairs == 0 ? 1 : (double)right / truePairs;
        var f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new LinkageQuality(records, missing, truePairs, precision, recall, f1);
    }

    private static void Add<T>(Dictionary<T, long> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static long Pairs(IEnumerable<long> counts) => counts.Sum(n => n * (n - 1) / 2);
}
