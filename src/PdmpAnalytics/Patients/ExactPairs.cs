using System.Buffers.Binary;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients;

/// <summary>Finds the pairs of records that equal keys join (<see cref="ExactIdentity"/>): enough of them to connect all that belong together.</summary>
internal sealed class ExactPairs
{
    /// <summary>The first record of each base key with hashes of its joining keys; number -1 once another has come.</summary>
    private readonly Dictionary<UInt128, (int Record, ulong[] Joining)> _alone = [];
    private readonly Dictionary<(UInt128 BaseKey, ulong Joining), int> _first = [];
    private readonly List<(int A, int B)> _pairs = [];

    /// <summary>Earlier record first, in order of the later one.</summary>
    public IReadOnlyList<(int A, int B)> Pairs => _pairs;

    /// <summary>Adds records in order of their numbers.</summary>
    public void Add(int record, byte[] baseKey, IEnumerable<string> joiningKeys)
    {
        var key = BinaryPrimitives.ReadUInt128BigEndian(baseKey);
        ulong[] joining = [.. joiningKeys.Select(text => TextPool.HashOf(text))];
        if (_alone.TryAdd(key, (record, joining)))
        {
            return;
        }

        if (_alone[key] is { Record: >= 0 } alone)
        {
            Join(alone.Record, key, alone.Joining);
            _alone[key] = (-1, []);
        }

        Join(record, key, joining);
    }

    private void Join(int record, UInt128 baseKey, ulong[] joiningKeys)
    {
        foreach (var joining in joiningKeys)
        {
            if (!_first.TryAdd((baseKey, joining), record))
            {
                _pairs.Add((_first[(baseKey, joining)], record));
            }
        }
    }
}
