using System.Runtime.InteropServices;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Patients.Comparing;

/// <summary>
/// Distinct texts by number, so that records hold numbers and pairs compare without touching text. Number 0 is the empty text.
/// Not for several writers at once; reading is free for all once nobody writes.
/// </summary>
internal sealed class TextPool
{
    private const int FirstSlots = 64;
    private char[] _chars = new char[256];
    private int[] _ends = new int[FirstSlots];
    private int[] _slots = new int[FirstSlots];

    /// <summary>How many numbers are given, 0 included.</summary>
    public int Count { get; private set; } = 1;

    public ReadOnlySpan<char> this[int number] =>
        number == 0 ? [] : _chars.AsSpan(_ends[number - 1].._ends[number]);

    /// <summary>A hash of the text that is the same in every process; 0 for the empty text.</summary>
    public ulong Hash(int number) => number == 0 ? 0 : HashOf(this[number]);

    public static ulong HashOf(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : StableHash.Of(MemoryMarshal.AsBytes(text));

    /// <summary>The number of a text, a new one when it is seen for the first time.</summary>
    public int Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        var slot = Slot(text);
        if (_slots[slot] != 0)
        {
            return _slots[slot];
        }

        if (Count * 2 >= _slots.Length)
        {
            Grow();
            slot = Slot(text);
        }

        var start = _ends[Count - 1];
        while (start + text.Length > _chars.Length)
        {
            Array.Resize(ref _chars, _chars.Length * 2);
        }

        text.CopyTo(_chars.AsSpan(start));
        _ends[Count] = start + text.Length;
        return _slots[slot] = Count++;
    }

    /// <summary>Where the text stands or would stand: open addressing, at most half full.</summary>
    private int Slot(ReadOnlySpan<char> text)
    {
        var slot = (int)(HashOf(text) & (ulong)(_slots.Length - 1));
        while (_slots[slot] != 0 && !this[_slots[slot]].SequenceEqual(text))
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        Array.Resize(ref _ends, _slots.Length);
        for (var number = 1; number < Count; number++)
        {
            _slots[Slot(this[number])] = number;
        }
    }
}
