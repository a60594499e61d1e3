using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>
/// Estimates a model from records without labels: u from random pairs, then m and the rates by expectation maximisation over the
/// candidate pairs. Everything leans on the shipped figures as far as data are few. What relatives look like is not estimated:
/// it is what keeps them from being taken for one person.
/// </summary>
internal static class ModelEstimation
{
    /// <summary>Pairs drawn for u; and as many pairs' worth the shipped u counts. Our choice, 2026-11-22.</summary>
    private const int RandomPairs = 1_000_000;
    private const double ShippedStrangerPairs = 100_000;

    /// <summary>True pairs' worth that the shipped m counts. Our choice, 2026-11-22.</summary>
    private const double ShippedMatchPairs = 30;

    /// <summary>Records up to which every candidate pair takes part; of more, a sample of pairs as large. Our choice, 2026-11-22.</summary>
    private const int RecordsForAllPairs = 100_000;

    /// <summary>Fewer records than this share with address, telephone or id are none worth mentioning. Our choice, 2026-11-22.</summary>
    private const double HardlyAny = 0.05;

    /// <summary>Rounds of expectation maximisation; it has stood still long before. Our choice, 2026-11-22.</summary>
    private const int Rounds = 25;
    private const int Seed = 20261122;

    public static MatchModel Estimate(LinkRecords records, TermFrequencies terms, CandidatePairs pairs)
    {
        var model = ShippedModel.For(records.Count);
        if (records.Count < 2)
        {
            return model;
        }

        model = WithStrangers(model, Sample(records, terms), model);
        var scales = new MatchScales(model, terms);
        var (observed, share) = Observe(records, terms, pairs, scales);
        var shipped = model;
        for (var round = 0; round < Rounds; round++)
        {
            model = WithMatches(model, shipped, observed, share, records.Count);
        }

        return Rounded(model with { Source = "estimated from the records", NamesAndBirthDatesOnly = WithMoreThanNames(records) < HardlyAny * records.Count });
    }

    private static int WithMoreThanNames(LinkRecords records)
    {
        var count = 0;
        for (var i = 0; i < records.Count; i++)
        {
            ref readonly var record = ref records[i];
            count += record.Street != 0 || record.Phone != 0 || record.IdValue != 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Patterns of random pairs with how often each was drawn; values that agree do not count, since levels are meant.</summary>
    private static Dictionary<LevelPattern, double> Sample(LinkRecords records, TermFrequencies terms)
    {
        // By what they say, so that the draw does not depend on the order of the records.
        var order = Enumerable.Range(0, records.Count).OrderBy(i => records[i].Content).ToArray();
        var random = new Random(Seed);
        var comparison = new RecordComparison(records, terms);
        var all = (long)records.Count * (records.Count - 1) / 2;
        var drawn = (int)Math.Min(RandomPairs, all);
        var patterns = new Dictionary<LevelPattern, double>();
        for (var i = 0; i < drawn; i++)
        {
            var a = random.Next(records.Count);
            var b = (a + 1 + random.Next(records.Count - 1)) % records.Count;
            var pattern = comparison.Compare(records[order[a]], records[order[b]]);
            patterns[pattern] = patterns.GetValueOrDefault(pattern) + 1;
        }

        return patterns;
    }

    /// <summary>u from random pairs, each counted as far as it is neither match nor relatives.</summary>
    private static MatchModel WithStrangers(MatchModel model, Dictionary<LevelPattern, double> patterns, MatchModel shipped)
    {
        var counts = new LevelCounts();
        foreach (var (pattern, times) in patterns)
        {
            var (match, relative) = Odds(model, pattern);
            counts.Add(pattern, times / (1 + match + relative));
        }

        return model with
        {
            Fields = [.. model.Fields.Select(field => field with
            {
                Levels = [.. field.Levels.Select((level, i) => level with
                {
                    Stranger = counts.Share(field.Field, i + 1, shipped.Fields[(int)field.Field].Levels[i].Stranger, ShippedStrangerPairs),
                })],
            })],
        };
    }

    /// <summary>Odds against strangers by levels alone, of match and of relatives.</summary>
    private static (double Match, double Relative) Odds(MatchModel model, LevelPattern pattern)
    {
        double match = model.MatchRate, relative = model.RelativeRate;
        foreach (var field in model.Fields)
        {
            if (pattern[field.Field] is > 0 and var level)
            {
                match *= field.Levels[level - 1].Match / field.Levels[level - 1].Stranger;
                relative *= field.Levels[level - 1].Relative / field.Levels[level - 1].Stranger;
            }
        }

        return (match, relative);
    }

    /// <summary>The candidate pairs that may be more than strangers, and the share of all candidate pairs that was looked at.</summary>
    private static (List<Observation> Observed, double Share) Observe(
        LinkRecords records, TermFrequencies terms, CandidatePairs pairs, MatchScales scales)
    {
        var share = Math.Min(1.0, (double)RecordsForAllPairs / records.Count);
        var limit = (ulong)(share * ulong.MaxValue);
        var observed = BlockWorkers.Collect<Observation>(pairs, () =>
        {
            var matcher = new PatientMatcher(records, terms, scales);
            return (a, b, found) =>
            {
                // Which pairs are looked at depends on what the records say, not on their order.
                if (share < 1 && PairHash(records[a].Content, records[b].Content) > limit)
                {
                    return;
                }

                var levels = matcher.Compare(a, b);

                // Twins and namesakes would teach that one person has several first names; with one id they may be one person.
                // But a slip of the name beside a slip of the id is learned from: left out, slips would look rarer than they are.
                var slip = levels.FirstName is NameLevel.Variant or NameLevel.Close or NameLevel.Initial;
                if (levels.Id != NumberLevel.Same && scales.Guards.KeptApart(records[a], records[b], levels, records.Names) is not LinkGuard.None and var guard
                    && !(guard == LinkGuard.Twin && slip))
                {
                    return;
                }

                var values = matcher.TermBits(a, b, levels);
                var (match, relative) = scales.Sum(levels);

                // Below one in a thousand it moves nothing.
                if (Math.Max(scales.PriorBits + match, scales.RelativePriorBits + relative) + values > -10)
                {
                    found.Add(new Observation(levels, values));
                }
            };
        });
        return (observed, share);
    }

    private static ulong PairHash(ulong a, ulong b) => Math.Min(a, b).With(Math.Max(a, b));

    /// <summary>One round: how likely each pair is a match under the model, then the model that fits these likelihoods best.</summary>
    private static MatchModel WithMatches(MatchModel model, MatchModel shipped, List<Observation> observed, double share, int records)
    {
        var scales = new RoundScales(model);
        var counts = new LevelCounts();
        double matches = 0, relatives = 0;
        foreach (var pair in observed)
        {
            var (match, relative) = scales.Odds(pair.Levels, pair.TermBits);
            var all = 1 + match + relative;
            matches += match / all;
            relatives += relative / all;
            counts.Add(pair.Levels, match / all);
        }

        return model with
        {
            MatchesPerRecord = (matches / share + 1) / records,
            RelativesPerRecord = (relatives / share + ShippedMatchPairs * shipped.RelativesPerRecord) / records,
            Fields = [.. model.Fields.Select(field => field with
            {
                Levels = [.. field.Levels.Select((level, i) => level with
                {
                    Match = counts.Share(field.Field, i + 1, shipped.Fields[(int)field.Field].Levels[i].Match, ShippedMatchPairs),
                })],
            })],
        };
    }

    /// <summary>Six significant digits: sums depend on the order of the records in the digits after those.</summary>
    private static MatchModel Rounded(MatchModel model) => model with
    {
        MatchesPerRecord = Rounded(model.MatchesPerRecord),
        RelativesPerRecord = Rounded(model.RelativesPerRecord),
        Fields = [.. model.Fields.Select(field => field with
        {
            Levels = [.. field.Levels.Select(level => level with { Match = Rounded(level.Match), Stranger = Rounded(level.Stranger) })],
        })],
    };

    private static double Rounded(double figure) =>
        double.Parse(figure.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private readonly record struct Observation(LevelPattern Levels, double TermBits);

    /// <summary>Odds of a model for many pairs.</summary>
    private sealed class RoundScales(MatchModel model)
    {
        private readonly MatchScales _scales = new(model, TermFrequencies.None);

        public (double Match, double Relative) Odds(LevelPattern levels, double termBits)
        {
            var (match, relative) = _scales.Sum(levels);
            return (double.Exp2(_scales.PriorBits + match + termBits), double.Exp2(_scales.RelativePriorBits + relative + termBits));
        }
    }

    /// <summary>How often each level was seen, in fractions of pairs.</summary>
    private sealed class LevelCounts
    {
        private readonly double[,] _counts = new double[8, 1 << LevelPattern.BitsPerField];
        private readonly double[] _totals = new double[8];

        public void Add(LevelPattern pattern, double share)
        {
            foreach (var field in ComparisonLevels.Fields)
            {
                if (pattern[field] is > 0 and var level)
                {
                    _counts[(int)field, level] += share;
                    _totals[(int)field] += share;
                }
            }
        }

        /// <param name="shipped">What is believed without data.</param>
        /// <param name="weight">How many pairs that belief is worth.</param>
        public double Share(LinkField field, int level, double shipped, double weight) =>
            (_counts[(int)field, level] + weight * shipped) / (_totals[(int)field] + weight);
    }
}
