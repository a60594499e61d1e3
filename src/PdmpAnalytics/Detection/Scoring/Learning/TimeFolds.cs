namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>One step forward in time.</summary>
/// <param name="Before">Concluded on days before the first of <paramref name="After"/>; of both kinds.</param>
/// <param name="After">About patients nobody had concluded about before; at least one.</param>
internal sealed record TimeFold(IReadOnlyList<ReviewedCase> Before, IReadOnlyList<ReviewedCase> After)
{
    /// <summary>Parts of about as many cases, and how many of them are only learned from (our choice, 2026-11-22).</summary>
    private const int Parts = 5;
    private const int LearnedFrom = 2;

    /// <summary>
    /// Oldest first, cut between days; a cut that lacks a side is left out, so there is none where everything was concluded on one day.
    /// </summary>
    public static IReadOnlyList<TimeFold> Of(IReadOnlyList<ReviewedCase> cases)
    {
        var days = cases.Select(c => c.DecidedOn).Order().ToArray();
        var cuts = Enumerable.Range(LearnedFrom, Parts - LearnedFrom).Select(p => days[p * days.Length / Parts]).Distinct().ToArray();
        var folds = new List<TimeFold>();
        for (var i = 0; i < cuts.Length; i++)
        {
            var (first, next) = (cuts[i], i + 1 < cuts.Length ? cuts[i + 1] : DateOnly.MaxValue);
            var before = cases.Where(c => c.DecidedOn < first).ToList();
            var known = before.Select(c => c.Patient).ToHashSet();
            var after = cases.Where(c => c.DecidedOn >= first && c.DecidedOn < next && !known.Contains(c.Patient)).ToList();
            if (after.Count > 0 && before.Any(c => c.Confirmed) && before.Any(c => !c.Confirmed))
            {
                folds.Add(new TimeFold(before, after));
            }
        }

        return folds;
    }
}
