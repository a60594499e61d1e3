namespace PdmpAnalytics.Review.Work;

/// <summary>How often two readers say the same of a pattern, beyond what chance alone would give.</summary>
/// <param name="Counts">First reader's label by second reader's, in the order of <see cref="DispositionLabel"/>; 3 by 3.</param>
public sealed record ReaderAgreement(IReadOnlyList<IReadOnlyList<int>> Counts)
{
    private static readonly int Labels = Enum.GetValues<DispositionLabel>().Length;

    public static ReaderAgreement Of(IEnumerable<(DispositionLabel First, DispositionLabel Second)> readings)
    {
        var counts = Enumerable.Range(0, Labels).Select(_ => new int[Labels]).ToArray();
        foreach (var (first, second) in readings)
        {
            counts[(int)first][(int)second]++;
        }

        return new(counts);
    }

    public int Readings => Counts.Sum(row => row.Sum());

    public int Agreed => Enumerable.Range(0, Labels).Sum(i => Counts[i][i]);

    /// <summary>
    /// Cohen's kappa (1960): 1 for full agreement, 0 for what chance gives. Null without readings, and when both always said the
    /// same one thing: chance then explains everything.
    /// </summary>
    public double? Kappa
    {
        get
        {
            double all = Readings;
            if (all == 0)
            {
                return null;
            }

            var expected = Enumerable.Range(0, Labels).Sum(i => Counts[i].Sum() / all * (Counts.Sum(row => row[i]) / all));
            return expected >= 1 ? null : (Agreed / all - expected) / (1 - expected);
        }
    }
}
