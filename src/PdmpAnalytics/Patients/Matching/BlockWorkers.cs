namespace PdmpAnalytics.Patients.Matching;

/// <summary>Visits all candidate pairs on every core.</summary>
internal static class BlockWorkers
{
    /// <summary>Entries a worker takes at a time; small enough that the cores end together. Our choice, 2026-11-22.</summary>
    private const int EntriesAtATime = 50_000;

    /// <summary>Gathers what the visits find, in the same order whatever the number of cores.</summary>
    /// <param name="visitor">Makes one worker's visitor; it gets the two records and the list to add to.</param>
    public static List<T> Collect<T>(CandidatePairs pairs, Func<Action<int, int, List<T>>> visitor)
    {
        var found = new List<T>[(pairs.Count + EntriesAtATime - 1) / EntriesAtATime];
        Parallel.For(
            0,
            found.Length,
            visitor,
            (range, _, visit) =>
            {
                var list = found[range] = [];
                pairs.Visit(range * EntriesAtATime, Math.Min(pairs.Count, (range + 1) * EntriesAtATime), (a, b) => visit(a, b, list));
                return visit;
            },
            _ => { });
        return [.. found.SelectMany(list => list)];
    }
}
