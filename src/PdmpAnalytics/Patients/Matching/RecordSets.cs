using System.Runtime.InteropServices;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>Joins record numbers into sets; a set is named by its smallest member. A number never joined is a set of its own.</summary>
internal sealed class RecordSets
{
    private readonly Dictionary<int, int> _parents = [];

    public int Find(int record)
    {
        var root = record;
        while (_parents.TryGetValue(root, out var parent))
        {
            root = parent;
        }

        // Shortens the way for whoever asks next.
        while (record != root)
        {
            ref var parent = ref CollectionsMarshal.GetValueRefOrNullRef(_parents, record);
            (record, parent) = (parent, root);
        }

        return root;
    }

    public void Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a != b)
        {
            _parents[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
