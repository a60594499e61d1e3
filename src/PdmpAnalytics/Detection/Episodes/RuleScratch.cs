using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>Arrays that rules borrow one after the other, so that judging a patient allocates nothing until a rule fires.</summary>
internal sealed class RuleScratch
{
    private const int GridWords = (DailySupply.MaxDays + 63) / 64;
    private readonly ulong[][] _daySets = [new ulong[GridWords], new ulong[GridWords], new ulong[GridWords], new ulong[GridWords]];

    public FillSelection Fills { get; } = new();

    public ProviderCounts Counts { get; } = new();

    public ConcurrentPractices Practices { get; } = new();

    public OverlapEvents Overlaps { get; } = new();

    public DistanceCache Miles { get; } = new();

    /// <summary>Beside <see cref="Fills"/>: what a rule found about each selected fill.</summary>
    public List<int> Marks { get; } = [];

    /// <summary>Beside <see cref="Fills"/>: of each selected fill the part that counts and the whole, in mg.</summary>
    public List<(double Part, double All)> Amounts { get; } = [];

    /// <summary>One number a day of <see cref="DailySupply"/>'s grid and one more.</summary>
    public double[] Doses { get; } = new double[DailySupply.MaxDays + 1];

    /// <summary>Running sums, as long as <see cref="Doses"/>.</summary>
    public double[] Sums { get; } = new double[DailySupply.MaxDays + 1];

    /// <summary>An empty set of days of the history's grid; four can be in use at a time.</summary>
    public Span<ulong> DaySet(int number, DailySupply supply)
    {
        var set = _daySets[number].AsSpan(0, supply.Words);
        set.Clear();
        return set;
    }
}

/// <summary>Some of a history's fills, oldest first, with their start days side by side for a <see cref="WindowSweep"/>.</summary>
internal sealed class FillSelection
{
    private int[] _positions = new int[64];
    private int[] _days = new int[64];

    public int Count { get; private set; }

    /// <summary>Positions in <see cref="DispensingHistory.Fills"/>.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, Count);

    public ReadOnlySpan<int> Days => _days.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int position, int day)
    {
        if (Count == _days.Length)
        {
            Array.Resize(ref _positions, Count * 2);
            Array.Resize(ref _days, Count * 2);
        }

        _positions[Count] = position;
        _days[Count++] = day;
    }

    /// <summary>The fills of a scope without those whose <paramref name="faults"/> touch what the rule counts.</summary>
    public void Select(DispensingHistory history, DrugScope scope, RecordQuality faults)
    {
        Clear();
        var fills = history.Fills;
        foreach (var position in history.InScope(scope))
        {
            ref readonly var fill = ref fills[position];
            if (!fill.Faulty(faults))
            {
                Add(position, fill.StartDay);
            }
        }
    }
}
