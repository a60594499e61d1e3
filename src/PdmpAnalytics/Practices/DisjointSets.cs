namespace PdmpAnalytics.Practices;

/// <summary>Joins positions 0 to n-1 into sets; a set is named by its smallest position, whatever the order of joining.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parent;

    public DisjointSets(int count) => _parent = [.. Enumerable.Range(0, count)];

    private DisjointSets(int[] parent) => _parent = parent;

    public DisjointSets Copy() => new([.. _parent]);

    public int Find(int position)
    {
        while (_parent[position] != position)
        {
            _parent[position] = _parent[_parent[position]];
            position = _parent[position];
        }

        return position;
    }

    public void Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>Joins all positions that share a key; positions without one (null) stay as they are.</summary>
    public void JoinByKey<TKey>(IEnumerable<int> positions, Func<int, TKey?> key)
        where TKey : class
    {
        var first = new Dictionary<TKey, int>();
        foreach (var position in positions)
        {
            if (key(position) is not { } k)
            {
                continue;
            }

            if (!first.TryAdd(k, position))
            {
                Join(first[k], position);
            }
        }
    }
}
