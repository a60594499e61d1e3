using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Episodes;

/// <summary>Different practices, prescribers and dispenser groups among the fills of a moving window.</summary>
internal sealed class ProviderCounts
{
    private int[] _practices = new int[32];
    private int[] _prescribers = new int[32];
    private int[] _dispensers = new int[32];
    private int _low;
    private int _high;

    public int Practices { get; private set; }

    public int Prescribers { get; private set; }

    public int Dispensers { get; private set; }

    public void Clear(DispensingHistory history)
    {
        Clear(ref _practices, history.PracticeCount);
        Clear(ref _prescribers, history.PrescriberCount);
        Clear(ref _dispensers, history.DispenserGroupCount);
        Practices = Prescribers = Dispensers = _low = _high = 0;
    }

    /// <summary>Moves on to the items from <paramref name="low"/> to <paramref name="high"/> - 1; a window only moves forward.</summary>
    public void MoveTo(DispensingHistory history, ReadOnlySpan<int> positions, int low, int high)
    {
        var fills = history.Fills;
        for (; _high < high; _high++)
        {
            ref readonly var fill = ref fills[positions[_high]];
            Practices += _practices[fill.LocalPractice]++ == 0 ? 1 : 0;
            Prescribers += _prescribers[fill.LocalPrescriber]++ == 0 ? 1 : 0;
            Dispensers += _dispensers[fill.LocalDispenserGroup]++ == 0 ? 1 : 0;
        }

        for (; _low < low; _low++)
        {
            ref readonly var fill = ref fills[positions[_low]];
            Practices -= --_practices[fill.LocalPractice] == 0 ? 1 : 0;
            Prescribers -= --_prescribers[fill.LocalPrescriber] == 0 ? 1 : 0;
            Dispensers -= --_dispensers[fill.LocalDispenserGroup] == 0 ? 1 : 0;
        }
    }

    private static void Clear(ref int[] counts, int length)
    {
        if (counts.Length <= length)
        {
            counts = new int[length * 2];
        }

        Array.Clear(counts, 0, length + 1);
    }
}
