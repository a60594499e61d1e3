using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>
/// The pairs of records that share a blocking key, each once, block by block, without ever holding them all. A block that is too
/// large is left out, so the number of pairs grows with the records and not with their square.
/// </summary>
internal sealed class CandidatePairs
{
    /// <summary>A block larger than this says nothing about who is who: our choice, 2026-11-22.</summary>
    public const int LargestBlock = 200;

    private readonly ulong[] _keys;
    private readonly int[] _records;
    private readonly ulong[] _keysOfRecords;
    private readonly int[] _starts;

    public CandidatePairs(LinkRecords records)
    {
        var keys = new List<ulong>(records.Count * 8);
        _starts = new int[records.Count + 1];
        for (var i = 0; i < records.Count; i++)
        {
            BlockingKeys.AddTo(keys, records, records[i]);
            _starts[i + 1] = keys.Count;
        }

        _keysOfRecords = [.. keys];
        _keys = [.. keys];
        _records = new int[_keys.Length];
        for (var i = 0; i < records.Count; i++)
        {
            _records.AsSpan(_starts[i].._starts[i + 1]).Fill(i);
        }

        Array.Sort(_keys, _records);
        LeaveOutLargeBlocks();
    }

    /// <summary>Blocks left out for their size.</summary>
    public int BlocksLeftOut { get; private set; }

    /// <summary>Entries of keys; <see cref="Visit"/> takes ranges of them.</summary>
    public int Count => _keys.Length;

    /// <summary>
    /// Tells every pair of the blocks that begin in a range of entries. Ranges that cover everything tell every pair once, in
    /// any order of the ranges and on any number of threads.
    /// </summary>
    /// <param name="from">First entry, included.</param>
    /// <param name="to">Last entry, not included.</param>
    /// <param name="visit">Gets the two positions.</param>
    public void Visit(int from, int to, Action<int, int> visit)
    {
        var start = from;
        while (start > 0 && start < _keys.Length && _keys[start - 1] == _keys[start])
        {
            start++;
        }

        while (start < to)
        {
            var end = EndOfBlock(start);
            if (end - start <= LargestBlock)
            {
                VisitBlock(start, end, visit);
            }

            start = end;
        }
    }

    private void VisitBlock(int start, int end, Action<int, int> visit)
    {
        for (var i = start; i < end; i++)
        {
            for (var j = start; j < i; j++)
            {
                if (FirstCommonKey(_records[i], _records[j]) == _keys[start])
                {
                    visit(_records[i], _records[j]);
                }
            }
        }
    }

    /// <summary>Both lists ascend; large blocks have been taken out of them.</summary>
    private ulong FirstCommonKey(int a, int b)
    {
        var keysA = _keysOfRecords.AsSpan(_starts[a].._starts[a + 1]);
        var keysB = _keysOfRecords.AsSpan(_starts[b].._starts[b + 1]);
        for (int i = 0, j = 0; ;)
        {
            if (keysA[i] == keysB[j])
            {
                return keysA[i];
            }

            if (keysA[i] < keysB[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    private int EndOfBlock(int start)
    {
        var end = start + 1;
        while (end < _keys.Length && _keys[end] == _keys[start])
        {
            end++;
        }

        return end;
    }

    /// <summary>
    /// Replaces the keys of large blocks in their records' lists by the largest number, which keeps the lists ascending after
    /// sorting and is no block that is visited.
    /// </summary>
    private void LeaveOutLargeBlocks()
    {
        var touched = new HashSet<int>();
        var large = new HashSet<ulong>();
        for (int start = 0, end; start < _keys.Length; start = end)
        {
            end = EndOfBlock(start);
            if (end - start > LargestBlock)
            {
                large.Add(_keys[start]);
                touched.UnionWith(_records[start..end]);
            }
        }

        BlocksLeftOut = large.Count;
        foreach (var record in touched)
        {
            var own = _keysOfRecords.AsSpan(_starts[record].._starts[record + 1]);
            foreach (ref var key in own)
            {
                key = large.Contains(key) ? ulong.MaxValue : key;
            }

            own.Sort();
        }
    }
}
