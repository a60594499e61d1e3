namespace PdmpAnalytics.Detection.Population;

/// <summary>What the people of one address did together with drugs of one class; pure.</summary>
/// <param name="OverlapDays">Days on which enough people had supply at once.</param>
/// <param name="Covered">Patients with supply on one of those days.</param>
/// <param name="Errands">Visits of at least two people to one pharmacy for one prescriber's prescriptions within days of each other, each fill in one at most.</param>
/// <param name="Visitors">Patients who took part in one of those visits.</param>
internal sealed record HouseholdPattern(int OverlapDays, IReadOnlySet<long> Covered, int Errands, IReadOnlySet<long> Visitors)
{
    /// <param name="fills">Of one class, by start day.</param>
    /// <param name="person">Number of the person of a patient id: two ids may be one person's.</param>
    /// <param name="people">People who must have supply at once.</param>
    /// <param name="daysApart">Days from the first to the last fill of a visit at most.</param>
    public static HouseholdPattern Of(ReadOnlySpan<HouseholdFill> fills, IReadOnlyDictionary<long, int> person, int people, int daysApart)
    {
        var covered = new HashSet<long>();
        var overlap = Overlap(fills, person, people, covered);
        var visitors = new HashSet<long>();
        var errands = 0;
        foreach (var pair in fills.ToArray().GroupBy(f => (f.Fill.PrescriberId, f.Fill.DispenserId)))
        {
            errands += Visits([.. pair], person, daysApart, visitors);
        }

        return new HouseholdPattern(overlap, covered, errands, visitors);
    }

    private static int Overlap(ReadOnlySpan<HouseholdFill> fills, IReadOnlyDictionary<long, int> person, int people, HashSet<long> covered)
    {
        var supplies = new Dictionary<int, bool[]>();
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (ref readonly var fill in fills)
        {
            (first, last) = (Math.Min(first, fill.Fill.StartDay), Math.Max(last, fill.Fill.LastDay));
            supplies.TryAdd(person[fill.PatientId], []);
        }

        if (supplies.Count < people)
        {
            return 0;
        }

        var holders = new int[last - first + 1];
        foreach (var who in supplies.Keys)
        {
            supplies[who] = new bool[holders.Length];
        }

        foreach (ref readonly var fill in fills)
        {
            var own = supplies[person[fill.PatientId]];
            for (var day = fill.Fill.StartDay - first; day <= fill.Fill.LastDay - first; day++)
            {
                holders[day] += own[day] ? 0 : 1;
                own[day] = true;
            }
        }

        foreach (ref readonly var fill in fills)
        {
            if (holders.AsSpan(fill.Fill.StartDay - first, fill.Fill.Days).ContainsAnyInRange(people, int.MaxValue))
            {
                covered.Add(fill.PatientId);
            }
        }

        return holders.Count(held => held >= people);
    }

    private static int Visits(HouseholdFill[] fills, IReadOnlyDictionary<long, int> person, int daysApart, HashSet<long> visitors)
    {
        var visits = 0;
        for (int start = 0, end; start < fills.Length;)
        {
            for (end = start + 1; end < fills.Length && fills[end].Fill.StartDay - fills[start].Fill.StartDay <= daysApart; end++)
            {
            }

            var visit = fills[start..end];
            if (visit.Select(f => person[f.PatientId]).Distinct().Skip(1).Any())
            {
                visits++;
                visitors.UnionWith(visit.Select(f => f.PatientId));
                start = end;
            }
            else
            {
                start++;
            }
        }

        return visits;
    }
}
