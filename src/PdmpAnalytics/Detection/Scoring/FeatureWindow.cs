using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>
/// Counts of one patient's prescribers, practices and dispensers inside a window that slides over the fills: each fill
/// is added once and taken out once.
/// </summary>
internal sealed class FeatureWindow(int days)
{
    private static readonly double[] CountTimesLog = [.. Enumerable.Range(0, 512).Select(c => c == 0 ? 0 : c * Math.Log(c))];

    private int[] _prescribers = [];
    private int[] _practices = [];
    private int[] _dispensers = [];
    private int _practiceCount;
    private double _practiceLogs;
    private double _dispenserLogs;
    private int _oldest;

    public int Days => days;

    public int Fills { get; private set; }

    public int Prescribers { get; private set; }

    public int Practices { get; private set; }

    public int Dispensers { get; private set; }

    public int Cash { get; private set; }

    /// <summary>Share of fills from the practice with the most, 0..1.</summary>
    public double TopPracticeShare => Fills == 0 ? 1 : (double)Largest(_practices.AsSpan(0, _practiceCount)) / Fills;

    /// <summary>Shannon entropy in nats of the fills over practices; 0 when all are from one.</summary>
    public double PracticeEntropy => Entropy(_practiceLogs);

    /// <inheritdoc cref="PracticeEntropy"/>
    public double DispenserEntropy => Entropy(_dispenserLogs);

    public void Begin(DispensingHistory history)
    {
        Clear(ref _prescribers, history.PrescriberCount);
        Clear(ref _practices, history.PracticeCount);
        _practiceCount = history.PracticeCount;
        Clear(ref _dispensers, history.DispenserGroupCount);
        (Fills, Prescribers, Practices, Dispensers, Cash, _oldest) = (0, 0, 0, 0, 0, 0);
        (_practiceLogs, _dispenserLogs) = (0, 0);
    }

    /// <summary>Takes in a fill; fills come oldest first.</summary>
    public void Add(in Fill fill)
    {
        Fills++;
        Cash += fill.IsCash ? 1 : 0;
        Prescribers += _prescribers[fill.LocalPrescriber]++ == 0 ? 1 : 0;
        Practices += _practices[fill.LocalPractice]++ == 0 ? 1 : 0;
        Dispensers += _dispensers[fill.LocalDispenserGroup]++ == 0 ? 1 : 0;
        _practiceLogs += Step(_practices[fill.LocalPractice]);
        _dispenserLogs += Step(_dispensers[fill.LocalDispenserGroup]);
    }

    /// <summary>Drops fills that started <see cref="Days"/> or more before <paramref name="day"/>.</summary>
    /// <param name="counted">Positions of the counted fills in <paramref name="fills"/>, oldest first.</param>
    public void SlideTo(int day, ReadOnlySpan<Fill> fills, ReadOnlySpan<int> counted)
    {
        while (_oldest < counted.Length && fills[counted[_oldest]].StartDay <= day - days)
        {
            ref readonly var fill = ref fills[counted[_oldest++]];
            Fills--;
            Cash -= fill.IsCash ? 1 : 0;
            _practiceLogs -= Step(_practices[fill.LocalPractice]);
            _dispenserLogs -= Step(_dispensers[fill.LocalDispenserGroup]);
            Prescribers -= --_prescribers[fill.LocalPrescriber] == 0 ? 1 : 0;
            Practices -= --_practices[fill.LocalPractice] == 0 ? 1 : 0;
            Dispensers -= --_dispensers[fill.LocalDispenserGroup] == 0 ? 1 : 0;
        }
    }

    /// <summary>How c log c grows when c goes from count - 1 to count.</summary>
    private static double Step(int count) => CLogC(count) - CLogC(count - 1);

    private static double CLogC(int count) => count < CountTimesLog.Length ? CountTimesLog[count] : count * Math.Log(count);

    private static int Largest(ReadOnlySpan<int> counts)
    {
        var largest = 0;
        foreach (var count in counts)
        {
            largest = Math.Max(largest, count);
        }

        return largest;
    }

    private static void Clear(ref int[] counts, int size)
    {
        if (counts.Length < size)
        {
            counts = new int[size * 2];
        }
        else
        {
            counts.AsSpan(0, size).Clear();
        }
    }

    private double Entropy(double logs) => Fills == 0 ? 0 : Math.Max(0, Math.Log(Fills) - logs / Fills);
}
