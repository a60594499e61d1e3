namespace PdmpAnalytics.Review;

/// <summary>A share with the interval that holds the true one in 95 of 100 cases.</summary>
/// <param name="Value">0 to 1.</param>
public readonly record struct ShareEstimate(double Value, double Low, double High)
{
    /// <summary>97.5th percentile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Wilson's score interval (1927); null of nothing.</summary>
    public static ShareEstimate? Of(int hits, int all)
    {
        if (all == 0)
        {
            return null;
        }

        var share = (double)hits / all;
        var (denominator, middle) = (1 + Z * Z / all, share + Z * Z / (2 * all));
        var half = Z * Math.Sqrt(share * (1 - share) / all + Z * Z / (4.0 * all * all));
        return new ShareEstimate(share, Math.Max(0, (middle - half) / denominator), Math.Min(1, (middle + half) / denominator));
    }
}

/// <summary>How a rule fared: what it raised, and what reviewers concluded about it.</summary>
/// <param name="Hits">Times it spoke up, see <see cref="RuleHit"/>.</param>
/// <param name="Subjects">Different subjects it spoke up about.</param>
/// <param name="Repeated">Subjects it spoke up about more than once.</param>
/// <param name="Positive">Alerts with it that deserved an action (<see cref="DispositionLabel"/>).</param>
/// <param name="Negative">Alerts with it that were harmless.</param>
/// <param name="Ignored">Alerts with it whose conclusion says nothing about the pattern.</param>
public sealed record RuleStatistics(string RuleId, int Hits, int Subjects, int Repeated, int Positive, int Negative, int Ignored)
{
    /// <summary>Hits by the first day of the week they fell in, counted from the first day asked for; weeks without any are left out.</summary>
    public IReadOnlyList<(DateOnly From, int Hits)> Weeks { get; init; } = [];

    /// <summary>Positive among positive and negative; null before any conclusion.</summary>
    public ShareEstimate? Precision => ShareEstimate.Of(Positive, Positive + Negative);

    /// <summary>Share of subjects it spoke up about more than once; null without subjects.</summary>
    public ShareEstimate? RepeatRate => ShareEstimate.Of(Repeated, Subjects);
}

/// <summary>A conclusion about one rule's findings in one alert.</summary>
public readonly record struct RuleVerdict(string RuleId, Disposition Disposition);

/// <summary>Figures of every rule over some days.</summary>
/// <param name="From">First day judged from, and first UTC day of conclusions.</param>
/// <param name="To">Last one.</param>
/// <param name="Rules">By rule id.</param>
public sealed record RuleStatisticsReport(DateOnly From, DateOnly To, IReadOnlyList<RuleStatistics> Rules)
{
    private const int DaysAWeek = 7;

    public double Weeks => (To.DayNumber - From.DayNumber + 1) / (double)DaysAWeek;

    /// <param name="hits">Of these days.</param>
    /// <param name="verdicts">Of these days, one an alert and rule: the last that was not taken back.</param>
    public static RuleStatisticsReport Of(DateOnly from, DateOnly to, IEnumerable<RuleHit> hits, IEnumerable<RuleVerdict> verdicts)
    {
        var hitsByRule = hits.ToLookup(h => h.RuleId, StringComparer.Ordinal);
        var labelsByRule = verdicts.ToLookup(v => v.RuleId, v => v.Disposition.Label(), StringComparer.Ordinal);
        var rules = hitsByRule.Select(g => g.Key).Union(labelsByRule.Select(g => g.Key)).Order(StringComparer.Ordinal);
        return new(from, to, [.. rules.Select(rule => Of(rule, from, [.. hitsByRule[rule]], [.. labelsByRule[rule]]))]);
    }

    private static RuleStatistics Of(string rule, DateOnly from, List<RuleHit> hits, List<DispositionLabel> labels)
    {
        var subjects = hits.GroupBy(h => (h.SubjectKind, h.SubjectId)).Select(g => g.Count()).ToList();
        return new(
            rule, hits.Count, subjects.Count, subjects.Count(times => times > 1),
            labels.Count(l => l == DispositionLabel.Positive),
            labels.Count(l => l == DispositionLabel.Negative),
            labels.Count(l => l == DispositionLabel.Ignored))
        {
            Weeks =
            [
                .. hits.GroupBy(h => (h.AsOf.DayNumber - from.DayNumber) / DaysAWeek).OrderBy(g => g.Key)
                    .Select(g => (from.AddDays(g.Key * DaysAWeek), g.Count())),
            ],
        };
    }
}
