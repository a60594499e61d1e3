namespace PdmpAnalytics.Dispensing;

/// <summary>Numbers different ids from 0 in order of first sight. A list while there are few, a dictionary beyond.</summary>
internal sealed class LocalNumbers
{
    private const int ListLimit = 16;
    private readonly List<int> _ids = [];
    private readonly Dictionary<int, ushort> _index = [];

    public int Count => _ids.Count;

    public void Clear()
    {
        _ids.Clear();
        _index.Clear();
    }

    /// <summary>The number of an id; at most 65,535 different ids are told apart, later ones share the last number.</summary>
    public ushort Of(int id)
    {
        if (_ids.Count <= ListLimit)
        {
            var position = _ids.IndexOf(id);
            return position >= 0 ? (ushort)position : Add(id);
        }

        return _index.TryGetValue(id, out var number) ? number : Add(id);
    }

    private ushort Add(int id)
    {
        if (_ids.Count == ushort.MaxValue)
        {
            return ushort.MaxValue;
        }

        _ids.Add(id);
        if (_ids.Count > ListLimit)
        {
            Index();
        }

        return (ushort)(_ids.Count - 1);
    }

    private void Index()
    {
        for (var i = _index.Count; i < _ids.Count; i++)
        {
            _index[_ids[i]] = (ushort)i;
        }
    }
}
