using System.Numerics;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>
/// The moving and concurrency test (6.0.6) over the fills of one window. A practice counts when its supply shares days with
/// that of another one, or when it has several fills; one that wrote short courses only counts half. A patient who moved
/// once, to providers all new, is judged on the side with more of them.
/// </summary>
internal sealed class ConcurrentPractices
{
    private const int NoZip = -1;
    private int[] _numbers = new int[32];
    private readonly List<PracticeSpan> _practices = [];
    private int _used;

    /// <summary>Weighted number of practices that count.</summary>
    public double Count { get; private set; }

    public bool Moved { get; private set; }

    /// <summary>Items of the window that belong to a practice that counts, oldest first; filled by <see cref="Judge"/>.</summary>
    public List<int> Counted { get; } = [];

    /// <param name="positions">The window's fills: positions in the history, oldest first.</param>
    /// <param name="sharedDays">Days of supply two practices must share.</param>
    /// <param name="shortDays">A practice with no supply longer than this counts <paramref name="shortWeight"/>.</param>
    public void Judge(DispensingHistory history, ReadOnlySpan<int> positions, int sharedDays, int shortDays, double shortWeight)
    {
        var split = MoveSplit(history, positions);
        Moved = split > 0;
        Side(history, positions[split..], sharedDays, shortDays, shortWeight);
        if (split == 0)
        {
            return;
        }

        var after = (Count, Items: Counted.ToArray());
        Side(history, positions[..split], sharedDays, shortDays, shortWeight);
        // Of equal sides the newer one speaks.
        if (after.Count >= Count)
        {
            Count = after.Count;
            Counted.Clear();
            Counted.AddRange(after.Items);
        }
    }

    /// <summary>
    /// Position of the first fill at the new address when the ZIP3 changed exactly once among these fills and no practice is on
    /// both sides; 0 otherwise. Fills without a ZIP stay on the side of the fill before them.
    /// </summary>
    public int MoveSplit(DispensingHistory history, ReadOnlySpan<int> positions)
    {
        var fills = history.Fills;
        var zip3 = NoZip;
        var split = 0;
        for (var i = 0; i < positions.Length; i++)
        {
            var zip = fills[positions[i]].PatientZip;
            if (zip == 0 || zip / 100 == zip3)
            {
                continue;
            }

            if (zip3 != NoZip)
            {
                if (split > 0)
                {
                    return 0;
                }

                split = i;
            }

            zip3 = zip / 100;
        }

        return split > 0 && Disjoint(history, positions, split) ? split : 0;
    }

    private bool Disjoint(DispensingHistory history, ReadOnlySpan<int> positions, int split)
    {
        var fills = history.Fills;
        Renew(history.PracticeCount);
        foreach (var position in positions[..split])
        {
            _numbers[fills[position].LocalPractice] = 1;
        }

        foreach (var position in positions[split..])
        {
            if (_numbers[fills[position].LocalPractice] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Side(DispensingHistory history, ReadOnlySpan<int> positions, int sharedDays, int shortDays, double shortWeight)
    {
        Gather(history, positions, shortDays);
        Count = 0;
        for (var i = 0; i < _used; i++)
        {
            var practice = _practices[i];
            practice.Counts = practice.Fills >= 2 || SharesDays(practice, sharedDays);
            Count += !practice.Counts ? 0 : practice.HasLongSupply ? 1 : shortWeight;
        }

        Counted.Clear();
        var fills = history.Fills;
        foreach (var position in positions)
        {
            if (_practices[_numbers[fills[position].LocalPractice] - 1].Counts)
            {
                Counted.Add(position);
            }
        }
    }

    private void Gather(DispensingHistory history, ReadOnlySpan<int> positions, int shortDays)
    {
        var fills = history.Fills;
        var firstDay = positions.IsEmpty ? 0 : fills[positions[0]].StartDay;
        Renew(history.PracticeCount);
        _used = 0;
        foreach (var position in positions)
        {
            ref readonly var fill = ref fills[position];
            ref var number = ref _numbers[fill.LocalPractice];
            if (number == 0)
            {
                number = NextSpan();
            }

            _practices[number - 1].Add(in fill, firstDay, shortDays);
        }
    }

    private int NextSpan()
    {
        if (_used == _practices.Count)
        {
            _practices.Add(new PracticeSpan());
        }

        _practices[_used].Clear();
        return ++_used;
    }

    private bool SharesDays(PracticeSpan practice, int sharedDays)
    {
        for (var i = 0; i < _used; i++)
        {
            var other = _practices[i];
            if (other != practice && practice.DaysSharedWith(other) >= sharedDays)
            {
                return true;
            }
        }

        return false;
    }

    private void Renew(int practices)
    {
        if (_numbers.Length <= practices)
        {
            _numbers = new int[practices * 2];
        }

        Array.Clear(_numbers, 0, practices + 1);
    }

    /// <summary>The days one practice's supplies cover, as far as the longest window and the longest supply reach.</summary>
    private sealed class PracticeSpan
    {
        private const int Days = DailySupply.LongestWindowDays + SupplyPeriod.MaxDays;
        private readonly ulong[] _covered = new ulong[(Days + 63) / 64];

        public int Fills { get; private set; }

        public bool HasLongSupply { get; private set; }

        public bool Counts { get; set; }

        public void Clear()
        {
            Fills = 0;
            HasLongSupply = false;
            Array.Clear(_covered);
        }

        public void Add(in Fill fill, int firstDay, int shortDays)
        {
            Fills++;
            HasLongSupply |= fill.Days > shortDays;
            CoverageGrid.Add(_covered, fill.StartDay - firstDay, fill.LastDay - firstDay, Days);
        }

        public int DaysSharedWith(PracticeSpan other)
        {
            var shared = 0;
            for (var w = 0; w < _covered.Length; w++)
            {
                shared += BitOperations.PopCount(_covered[w] & other._covered[w]);
            }

            return shared;
        }
    }
}
