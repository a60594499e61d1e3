namespace PdmpAnalytics.Synthetic;

/// <summary>
/// Which life each patient leads, fixed before any is lived: exact shares, so that small populations hold every kind, in an
/// order that says nothing.
/// </summary>
internal sealed class PopulationPlan
{
    /// <summary>Three in four hundred, the middle of 0.5 to 1 %: our choice, 2026-11-22.</summary>
    public const double MisuseShare = 0.0075;

    private const long PlanStream = -2_000;
    private const int RingSize = 5;
    private readonly byte[] _archetype;
    private readonly Dictionary<int, int> _ringOf = [];

    public PopulationPlan(int patients, long seed)
    {
        var misuse = (int)Math.Round(patients * MisuseShare);
        var order = new byte[patients];
        var at = Apportion(order, 0, misuse, misuse: true);
        Apportion(order, at, patients - at, misuse: false);
        new RandomStream(seed, PlanStream).Shuffle(order.AsSpan());
        _archetype = order;
        for (int i = 0, members = 0; i < patients; i++)
        {
            if (Archetype.All[order[i]].Name == Archetype.RingName)
            {
                _ringOf.Add(i, members++ / RingSize);
            }
        }
    }

    public Archetype Of(int patient) => Archetype.All[_archetype[patient]];

    /// <summary>Number of the ring a patient belongs to; null outside.</summary>
    public int? RingOf(int patient) => _ringOf.TryGetValue(patient, out var ring) ? ring : null;

    /// <summary>Largest remainders: counts that add up and differ from the shares by less than one.</summary>
    private static int Apportion(byte[] order, int at, int people, bool misuse)
    {
        var kinds = Archetype.All.Select((a, index) => (a.Share, Index: index, a.Misuse)).Where(k => k.Misuse == misuse).ToArray();
        var total = kinds.Sum(k => k.Share);
        var exact = kinds.Select(k => people * k.Share / total).ToArray();
        var counts = exact.Select(e => (int)e).ToArray();
        var byRemainder = Enumerable.Range(0, kinds.Length).OrderByDescending(i => exact[i] - counts[i]).ThenBy(i => i).ToArray();
        for (var i = 0; counts.Sum() < people; i++)
        {
            counts[byRemainder[i]]++;
        }

        for (var i = 0; i < kinds.Length; i++)
        {
            order.AsSpan(at, counts[i]).Fill((byte)kinds[i].Index);
            at += counts[i];
        }

        return at;
    }
}
