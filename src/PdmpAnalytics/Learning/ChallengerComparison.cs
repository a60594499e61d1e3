using PdmpAnalytics.Detection.Scoring.Tables;

namespace PdmpAnalytics.Learning;

/// <summary>What the queue would look like with the challenger in the champion's place; pure.</summary>
/// <param name="Champion">Null while nobody promoted one: the challenger stands beside the priority without a model.</param>
/// <param name="Alerts">Waiting alerts about which both said something.</param>
/// <param name="Agreement">Spearman's rank correlation of their orders, -1 to 1; null where one says the same about all.</param>
/// <param name="First">How many of the first are compared: <see cref="Depth"/>, or all where there are fewer.</param>
/// <param name="Moved">Alerts among the challenger's first that are not among the champion's.</param>
public sealed record ChallengerComparison(int? Champion, int Challenger, int Alerts, double? Agreement, int First, int Moved)
{
    /// <summary>About a month of a small team (our choice, 2026-11-22).</summary>
    public const int Depth = 100;

    /// <param name="chances">By both, of each alert; without a champion its priority.</param>
    public static ChallengerComparison Of(int? champion, int challenger, IReadOnlyList<(long Alert, double Champion, double Challenger)> chances)
    {
        var first = Math.Min(Depth, chances.Count);
        var kept = chances.OrderByDescending(c => c.Champion).ThenBy(c => c.Alert).Take(first).Select(c => c.Alert).ToHashSet();
        var moved = chances.OrderByDescending(c => c.Challenger).ThenBy(c => c.Alert).Take(first).Count(c => !kept.Contains(c.Alert));
        return new ChallengerComparison(
            champion, challenger, chances.Count,
            Correlation(MidRanks.Of([.. chances.Select(c => c.Champion)]), MidRanks.Of([.. chances.Select(c => c.Challenger)])), first, moved);
    }

    private static double? Correlation(double[] one, double[] other)
    {
        var middle = (one.Length + 1) / 2.0;
        var (both, own, others) = (0.0, 0.0, 0.0);
        for (var i = 0; i < one.Length; i++)
        {
            both += (one[i] - middle) * (other[i] - middle);
            own += (one[i] - middle) * (one[i] - middle);
            others += (other[i] - middle) * (other[i] - middle);
        }

        return own == 0 || others == 0 ? null : both / Math.Sqrt(own * others);
    }
}
