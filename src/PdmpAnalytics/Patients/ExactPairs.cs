using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients;

/// <summary>Finds the pairs of records that equal keys join (<see cref="ExactIdentity"/>): enough of them to connect all that belong together.</summary>
internal sealed class ExactPairs
{
    private readonly Dictionary<UInt128, Namesakes> _namesakes = [];
    private readonly Dictionary<(UInt128 BaseKey, ulong Joining), int> _first = [];
    private readonly HashSet<int> _withOtherMiddleNames = [];
    private readonly List<(int A, int B, int Namesakes, KeyKind Kind)> _pairs = [];

    /// <summary>Which keys of a base key join, in two bits of the key's hash.</summary>
    private enum KeyKind
    {
        /// <summary>Always.</summary>
        Id = 1,

        /// <summary>Unless there are other middle names.</summary>
        Door,

        /// <summary>If there are; the door alone says it otherwise.</summary>
        DoorAndMiddleName,
    }

    /// <summary>Earlier record first, in order of the later one. Asked once all records are added.</summary>
    public IEnumerable<(int A, int B)> Pairs => _pairs
        .Where(pair => pair.Kind == KeyKind.Id || pair.Kind == KeyKind.DoorAndMiddleName == _withOtherMiddleNames.Contains(pair.Namesakes))
        .Select(pair => (pair.A, pair.B));

    /// <summary>Adds records in order of their numbers.</summary>
    /// <param name="baseKey">See <see cref="ExactIdentity.BaseKey"/>; the stored one may be an earlier edition's.</param>
    public void Add(int number, byte[] baseKey, PatientRecord record)
    {
        var key = BinaryPrimitives.ReadUInt128BigEndian(baseKey);
        var middleName = ExactIdentity.FullMiddleName(record.MiddleName);
        var joining = Hashes(ExactIdentity.JoiningKeys(record.IdValue, record.IdQualifier, record.Address, record.Zip, record.Phone), middleName);
        var middle = TextPool.HashOf(middleName);
        ref var namesakes = ref CollectionsMarshal.GetValueRefOrAddDefault(_namesakes, key, out var known);
        if (!known)
        {
            namesakes = new Namesakes(number, joining, middle);
            return;
        }

        if (namesakes.Waiting is { } waiting)
        {
            Join(namesakes.First, key, namesakes.First, waiting);
        }

        if (namesakes.Middle != 0 && middle != 0 && namesakes.Middle != middle)
        {
            _withOtherMiddleNames.Add(namesakes.First);
        }

        namesakes = new Namesakes(namesakes.First, null, namesakes.Middle != 0 ? namesakes.Middle : middle);
        Join(number, key, namesakes.First, joining);
    }

    private static ulong[] Hashes(IReadOnlyList<string> joiningKeys, string middleName)
    {
        var hashes = new List<ulong>();
        foreach (var key in joiningKeys)
        {
            var id = ExactIdentity.IsId(key);
            hashes.Add(Hash(key, id ? KeyKind.Id : KeyKind.Door));
            if (!id && middleName.Length > 0)
            {
                hashes.Add(Hash($"{key} {middleName}", KeyKind.DoorAndMiddleName));
            }
        }

        return [.. hashes];
    }

    private static ulong Hash(string key, KeyKind kind) => TextPool.HashOf(key) & ~3UL | (ulong)kind;

    private void Join(int record, UInt128 baseKey, int namesakes, ulong[] joiningKeys)
    {
        foreach (var joining in joiningKeys)
        {
            if (!_first.TryAdd((baseKey, joining), record))
            {
                _pairs.Add((_first[(baseKey, joining)], record, namesakes, (KeyKind)(joining & 3)));
            }
        }
    }

    /// <summary>The records of one base key.</summary>
    /// <param name="First">Number of the first one, which names them all.</param>
    /// <param name="Waiting">Its keys, until another comes.</param>
    /// <param name="Middle">Hash of the first full middle name among them; 0 without one.</param>
    private readonly record struct Namesakes(int First, ulong[]? Waiting, ulong Middle);
}
