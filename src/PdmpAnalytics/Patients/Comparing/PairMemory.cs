using System.Numerics;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// Remembers one small number for pairs of numbers, whichever comes first; forgets a pair when another needs its place, so that
/// it never grows. For one thread.
/// </summary>
internal sealed class PairMemory
{
    /// <summary>Two megabytes: the pairs of the thousand commonest names and more. Our choice, 2026-11-22.</summary>
    private const int MostPlaces = 1 << 18;
    private const int PlacesPerNumber = 16;
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15;

    // 28 bits for each number, eight for what is remembered.
    private const int NumberBits = 28;
    private readonly ulong[] _entries;
    private readonly int _shift;

    /// <param name="numbers">How many different numbers there may be; only the speed depends on it.</param>
    public PairMemory(int numbers)
    {
        var places = BitOperations.RoundUpToPowerOf2((uint)Math.Clamp((long)numbers * PlacesPerNumber, PlacesPerNumber, MostPlaces));
        _entries = new ulong[places];
        _shift = 64 - BitOperations.Log2(places);
    }

    public bool TryGet(int a, int b, out byte value)
    {
        var key = Key(a, b);
        var entry = _entries[key * Spread >> _shift];
        value = (byte)entry;
        return entry >> 8 == key;
    }

    public void Set(int a, int b, byte value)
    {
        var key = Key(a, b);
        _entries[key * Spread >> _shift] = key << 8 | value;
    }

    private static ulong Key(int a, int b) => (ulong)(uint)Math.Min(a, b) << NumberBits | (uint)Math.Max(a, b);
}
