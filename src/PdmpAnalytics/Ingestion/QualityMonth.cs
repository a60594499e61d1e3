namespace PdmpAnalytics.Ingestion;

/// <summary>A dispenser's figures over the files of a month, or of several months together.</summary>
public sealed class QualityMonth
{
    private readonly IReadOnlyDictionary<short, long> _counts;

    private QualityMonth(DateOnly month, IReadOnlyDictionary<short, long> counts) => (Month, _counts) = (month, counts);

    /// <summary>First day of the month of receipt.</summary>
    public DateOnly Month { get; }

    public long Records => this[QualityFigure.Records];

    /// <summary>Records with any fault.</summary>
    public long Faulty => this[QualityFigure.Faulty];

    /// <summary>Days from fill to receipt of new records, on average; null without any.</summary>
    public double? MeanDelayDays => this[QualityFigure.DelayRecords] is > 0 and var records
        ? (double)this[QualityFigure.DelayDays] / records
        : null;

    /// <summary>Error codes with how often they were found, most frequent first.</summary>
    public IEnumerable<(SubmissionErrorCode Code, long Count)> ByCode => _counts
        .Where(c => c.Key < (short)QualityFigure.Records && c.Value > 0)
        .Select(c => ((SubmissionErrorCode)c.Key, c.Value))
        .OrderByDescending(c => c.Value).ThenBy(c => c.Item1);

    public long this[QualityFigure figure] => _counts.GetValueOrDefault((short)figure);

    public long this[SubmissionErrorCode code] => _counts.GetValueOrDefault((short)code);

    public static QualityMonth Of(DateOnly month, IEnumerable<DispenserMonth> figures) =>
        new(month, figures.ToDictionary(f => f.Figure, f => f.Count));

    /// <summary>Both together, under the month of the first.</summary>
    public QualityMonth Plus(QualityMonth other)
    {
        var counts = new Dictionary<short, long>(_counts);
        foreach (var (figure, count) in other._counts)
        {
            counts[figure] = counts.GetValueOrDefault(figure) + count;
        }

        return new QualityMonth(Month, counts);
    }
}
