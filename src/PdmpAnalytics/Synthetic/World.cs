namespace PdmpAnalytics.Synthetic;

/// <summary>The places, dispensers and practices of one population; patients choose among them by distance and size.</summary>
internal sealed class World
{
    private readonly Dictionary<(int Place, int Reach), double[]> _dispensersNear = [];
    private readonly Dictionary<(PracticeKind Kind, int Place, int Reach), double[]> _practicesNear = [];
    private readonly Dictionary<PracticeKind, InventedPractice[]> _practicesByKind;
    private readonly InventedDispenser[] _retail;

    public World(
        NameStock names, Formulary formulary, Place[] places, InventedDispenser[] dispensers, InventedPractice[] practices)
    {
        Names = names;
        Formulary = formulary;
        Places = places;
        Dispensers = dispensers;
        Practices = practices;
        _practicesByKind = practices.GroupBy(p => p.Kind).ToDictionary(g => g.Key, g => g.ToArray());
        _retail = Of(DispenserKind.Independent, DispenserKind.Chain);
        MailOrder = Of(DispenserKind.MailOrder);
        LongTermCare = Of(DispenserKind.LongTermCare);
        Hospital = Of(DispenserKind.Hospital);
        Veterinary = Of(DispenserKind.Veterinary);
    }

    public NameStock Names { get; }
    public Formulary Formulary { get; }
    public Place[] Places { get; }
    public InventedDispenser[] Dispensers { get; }
    public InventedPractice[] Practices { get; }
    public InventedDispenser[] MailOrder { get; }
    public InventedDispenser[] LongTermCare { get; }
    public InventedDispenser[] Hospital { get; }
    public InventedDispenser[] Veterinary { get; }

    /// <summary>A retail pharmacy; one <paramref name="reachMiles"/> further off is about a third as likely.</summary>
    public InventedDispenser DispenserNear(RandomStream random, Place home, int reachMiles)
    {
        if (!_dispensersNear.TryGetValue((home.Index, reachMiles), out var cumulative))
        {
            cumulative = Attraction(_retail, d => d.Place, d => d.Weight, home, reachMiles);
            _dispensersNear.Add((home.Index, reachMiles), cumulative);
        }

        return _retail[random.Weighted(cumulative)];
    }

    /// <inheritdoc cref="DispenserNear"/>
    public InventedPractice PracticeNear(RandomStream random, PracticeKind kind, Place home, int reachMiles)
    {
        var all = _practicesByKind[kind];
        if (!_practicesNear.TryGetValue((kind, home.Index, reachMiles), out var cumulative))
        {
            cumulative = Attraction(all, p => p.Place, p => p.Weight, home, reachMiles);
            _practicesNear.Add((kind, home.Index, reachMiles), cumulative);
        }

        return all[random.Weighted(cumulative)];
    }

    private static double[] Attraction<T>(T[] all, Func<T, Place> place, Func<T, double> weight, Place home, int reachMiles)
    {
        var cumulative = new double[all.Length];
        var total = 0.0;
        for (var i = 0; i < all.Length; i++)
        {
            cumulative[i] = total += weight(all[i]) * Math.Exp(-place(all[i]).MilesTo(home) / reachMiles) + 1e-9;
        }

        return cumulative;
    }

    private InventedDispenser[] Of(params ReadOnlySpan<DispenserKind> kinds)
    {
        var chosen = new List<InventedDispenser>();
        foreach (var dispenser in Dispensers)
        {
            if (kinds.Contains(dispenser.Kind))
            {
                chosen.Add(dispenser);
            }
        }

        return [.. chosen];
    }
}
