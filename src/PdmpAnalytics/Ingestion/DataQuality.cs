namespace PdmpAnalytics.Ingestion;

/// <summary>Whether a share has changed lately, by more than chance explains.</summary>
public enum QualityTrend
{
    /// <summary>Too few records to tell.</summary>
    Unknown,
    Better,
    Same,
    Worse,
}

/// <summary>A dispenser's data quality over some months of receipt: how often its records are faulty, incomplete, corrected, late. Pure.</summary>
public sealed record DataQuality
{
    /// <summary>Records needed on both sides of a comparison. Our choice, 2026-11-22: below, one record moves a share by more than three points.</summary>
    internal const int MinRecords = 30;

    /// <summary>Standard errors that chance is allowed: 1 comparison in 20 shows a change where there is none.</summary>
    internal const double ChanceLimit = 1.96;

    private DataQuality()
    {
    }

    public required DispenserName Dispenser { get; init; }

    /// <summary>All months together.</summary>
    public required QualityMonth Total { get; init; }

    /// <summary>Months with records, earliest first.</summary>
    public required IReadOnlyList<QualityMonth> Months { get; init; }

    /// <summary>Of the share of faulty records: the last complete month against those before it.</summary>
    public required QualityTrend Trend { get; init; }

    /// <summary>
    /// The share of faulty records that the dispenser exceeds with 97.5 % confidence (Wilson 1927, lower bound): orders dispensers,
    /// so that a single faulty record out of two is not worse than a thousand out of three thousand.
    /// </summary>
    public double CertainFaultyShare => WilsonLowerBound(Total.Faulty, Total.Records);

    /// <param name="figures">The dispenser's figures of the months in question.</param>
    /// <param name="asOf">The day to judge from; its month is not complete yet.</param>
    public static DataQuality Of(DispenserName dispenser, IEnumerable<DispenserMonth> figures, DateOnly asOf)
    {
        var months = figures.GroupBy(f => f.Month).OrderBy(m => m.Key).Select(m => QualityMonth.Of(m.Key, m)).ToList();
        var running = new DateOnly(asOf.Year, asOf.Month, 1);
        return new DataQuality
        {
            Dispenser = dispenser,
            Total = months.Aggregate(QualityMonth.Of(running, []), (sum, month) => sum.Plus(month)),
            Months = months,
            Trend = TrendOf([.. months.Where(m => m.Month < running)], running.AddMonths(-1)),
        };
    }

    private static QualityTrend TrendOf(List<QualityMonth> complete, DateOnly lastMonth)
    {
        if (complete.Count < 2 || complete[^1].Month != lastMonth)
        {
            return QualityTrend.Unknown;
        }

        var last = complete[^1];
        var before = complete[..^1].Aggregate((sum, month) => sum.Plus(month));
        if (last.Records < MinRecords || before.Records < MinRecords)
        {
            return QualityTrend.Unknown;
        }

        // Two proportions, pooled under the hypothesis that they are one.
        var pooled = (double)(last.Faulty + before.Faulty) / (last.Records + before.Records);
        var error = Math.Sqrt(pooled * (1 - pooled) * (1.0 / last.Records + 1.0 / before.Records));
        var change = (double)last.Faulty / last.Records - (double)before.Faulty / before.Records;
        return Math.Abs(change) <= ChanceLimit * error ? QualityTrend.Same
            : change > 0 ? QualityTrend.Worse
            : QualityTrend.Better;
    }

    private static double WilsonLowerBound(long faulty, long records)
    {
        if (records == 0)
        {
            return 0;
        }

        const double z2 = ChanceLimit * ChanceLimit;
        var share = (double)faulty / records;
        var middle = share + z2 / (2 * records);
        var spread = ChanceLimit * Math.Sqrt(share * (1 - share) / records + z2 / (4.0 * records * records));
        return Math.Max(0, (middle - spread) / (1 + z2 / records));
    }
}
