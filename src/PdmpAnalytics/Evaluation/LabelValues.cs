using System.Globalization;

namespace PdmpAnalytics.Evaluation;

/// <summary>Gathers the values of a label column and decides which of them mean "unusual".</summary>
internal sealed class LabelValues
{
    /// <summary>More different values are no label.</summary>
    private const int MostValues = 1000;

    private static readonly HashSet<string> UnusualWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "yes", "y", "t", "positive", "outlier", "anomaly", "anomalous", "abnormal", "unusual", "misuse", "fraud",
    };

    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _values = [];
    private readonly List<int> _rows = [];

    public LabelValues() => _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds a row's label; blanks around it do not count, an empty one is not known. False once there are too many different ones.</summary>
    public bool TryAdd(ReadOnlySpan<char> label)
    {
        var trimmed = label.Trim();
        if (trimmed.IsEmpty)
        {
            _rows.Add(-1);
            return true;
        }

        if (!_lookup.TryGetValue(trimmed, out var id))
        {
            id = _values.Count;
            _values.Add(trimmed.ToString());
            _lookup[trimmed] = id;
        }

        _rows.Add(id);
        return _values.Count <= MostValues;
    }

    /// <summary>
    /// By row whether it is unusual. The value named by <paramref name="positive"/>; else, among numbers with a 0, all but 0;
    /// else, of two values, the one whose word says so; else the rarer of two, with a note. Refuses what is left.
    /// </summary>
    public Result<(IReadOnlyList<bool?> Unusual, string? Note)> Decide(string? positive)
    {
        if (positive is not null)
        {
            return _ids.TryGetValue(positive.Trim(), out var id)
                ? (Mark(value => value == id), null)
                : new Refusal(RefusalReason.NotFound, $"No row has the label {positive}.");
        }

        var numbers = _values.ConvertAll(Number);
        if (numbers.Contains(0) && numbers.TrueForAll(n => n is not null))
        {
            return (Mark(value => numbers[value] != 0), null);
        }

        var words = Enumerable.Range(0, _values.Count).Where(v => UnusualWords.Contains(_values[v])).ToList();
        if (_values.Count <= 2 && (words.Count == 1 || _values.Count < 2))
        {
            return (Mark(value => words.Contains(value) || (numbers[value] is { } n && n != 0 && _values.Count == 1)), null);
        }

        if (_values.Count > 2)
        {
            return new Refusal(RefusalReason.NotFound, $"The label has {_values.Count} different values; say by --positive which one is to be found.");
        }

        var first = _rows.Count(r => r == 0);
        var second = _rows.Count(r => r == 1);
        return (Mark(value => value == (first < second ? 0 : 1)), "Nothing in the two labels says which is unusual: the rarer one was taken. --positive names another.");
    }

    private bool?[] Mark(Func<int, bool> unusual) => [.. _rows.Select(r => r < 0 ? (bool?)null : unusual(r))];

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
