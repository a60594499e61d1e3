namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Prescribers, linked by the patients they share: a link weighs as many patients.</summary>
internal sealed class SharedPatients
{
    /// <summary>Share of rank that is passed on along links (Brin and Page 1998).</summary>
    private const double Damping = 0.85;

    private const int MostRounds = 100;
    private const double Enough = 1e-9;

    private readonly Dictionary<int, int> _places = [];
    private readonly List<int> _prescribers = [];
    private readonly Dictionary<(int, int), int> _links = [];

    /// <summary>One patient's prescribers, repeated as often as they wrote.</summary>
    public void Add(IEnumerable<int> prescribers)
    {
        var own = prescribers.Distinct().Select(Place).Order().ToArray();
        for (var a = 0; a < own.Length; a++)
        {
            for (var b = a + 1; b < own.Length; b++)
            {
                _links[(own[a], own[b])] = _links.GetValueOrDefault((own[a], own[b])) + 1;
            }
        }
    }

    /// <summary>PageRank by prescriber; they add up to 1. Who shares nobody has what everybody is given, and passes it to all.</summary>
    public Dictionary<int, double> Ranks()
    {
        var count = _prescribers.Count;
        var links = _links.OrderBy(l => l.Key).ToList();
        var weights = new double[count];
        foreach (var ((a, b), patients) in links)
        {
            weights[a] += patients;
            weights[b] += patients;
        }

        var rank = Enumerable.Repeat(1.0 / count, count).ToArray();
        for (var round = 0; round < MostRounds; round++)
        {
            var alone = Enumerable.Range(0, count).Where(i => weights[i] == 0).Sum(i => rank[i]);
            var next = Enumerable.Repeat((1 - Damping + Damping * alone) / count, count).ToArray();
            foreach (var ((a, b), patients) in links)
            {
                next[b] += Damping * rank[a] * patients / weights[a];
                next[a] += Damping * rank[b] * patients / weights[b];
            }

            var moved = rank.Zip(next, (was, becomes) => Math.Abs(was - becomes)).Sum();
            rank = next;
            if (moved < Enough)
            {
                break;
            }
        }

        return _prescribers.Index().ToDictionary(p => p.Item, p => rank[p.Index]);
    }

    private int Place(int prescriber)
    {
        if (!_places.TryGetValue(prescriber, out var place))
        {
            _places[prescriber] = place = _prescribers.Count;
            _prescribers.Add(prescriber);
        }

        return place;
    }
}
