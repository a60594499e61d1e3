namespace PdmpAnalytics.Patients.Linking;

/// <summary>Records that go from one patient to another.</summary>
/// <param name="Records">The records that go.</param>
/// <param name="Others">For a merge those of the other patient, with what else goes into it at once; else those that stay.</param>
internal sealed record PatientMove(LinkEventKind Kind, long From, long Into, IReadOnlyList<long> Records, IReadOnlyList<long> Others);

/// <summary>A record as the change of persons sees it.</summary>
/// <param name="Home">The patient id that was given to the record itself, see <see cref="PatientRecord.HomePatientId"/>.</param>
internal readonly record struct HousedRecord(long Id, long Patient, long Home);

/// <summary>What has to change in the store so that its patients are the persons found; pure.</summary>
internal sealed class PatientChanges
{
    private PatientChanges()
    {
    }

    public required IReadOnlyList<PatientMove> Moves { get; init; }

    /// <summary>Ids given for the first time.</summary>
    public required IReadOnlyList<long> NewPatients { get; init; }

    /// <summary>Records whose home is a new id.</summary>
    public required IReadOnlyList<(long Record, long Home)> NewHomes { get; init; }

    /// <summary>Patients that are in use (null) or whose records are another's now.</summary>
    public required IReadOnlyList<(long Patient, long? MergedInto)> Pointers { get; init; }

    public static PatientChanges None { get; } = Merging([]);

    /// <summary>Whole patients that go into others.</summary>
    public static PatientChanges Merging(IReadOnlyList<PatientMove> merges) => new()
    {
        Moves = merges,
        NewPatients = [],
        NewHomes = [],
        Pointers = [.. merges.Select(m => (m.From, (long?)m.Into))],
    };

    /// <summary>
    /// A person has the lowest id that is home to one of its records: new records bring higher ones, so ids survive them, and
    /// when persons part each gets its own back. Where two persons would have the same, the one with the lower record keeps
    /// it and the other gets its next, or a new one.
    /// </summary>
    /// <param name="records">Ascending by id; all records of every patient among them.</param>
    /// <param name="persons">By record: the position of the person's first record.</param>
    /// <param name="taken">True for an id that a record outside has.</param>
    /// <param name="lastPatient">The highest id given so far.</param>
    public static PatientChanges Of(
        IReadOnlyList<HousedRecord> records, IReadOnlyList<int> persons, Func<long, bool> taken, long lastPatient)
    {
        var lowest = new long[records.Count];
        Array.Fill(lowest, long.MaxValue);
        for (var i = 0; i < records.Count; i++)
        {
            lowest[persons[i]] = Math.Min(lowest[persons[i]], records[i].Home);
        }

        var given = new HashSet<long>();
        var (newPatients, newHomes) = (new List<long>(), new List<(long, long)>());
        var target = new long[records.Count];
        for (var i = 0; i < records.Count; i++)
        {
            if (persons[i] != i)
            {
                target[i] = target[persons[i]];
                continue;
            }

            var id = Free(lowest[i]) ? lowest[i] : Members(i).Select(m => records[m].Home).Where(Free).DefaultIfEmpty(0).Min();
            if (id == 0)
            {
                id = ++lastPatient;
                newPatients.Add(id);
                newHomes.AddRange(Members(i).Select(m => (records[m].Id, id)));
            }

            given.Add(id);
            target[i] = id;
        }

        return new PatientChanges
        {
            Moves = MovesOf(records, target),
            NewPatients = newPatients,
            NewHomes = newHomes,
            Pointers = PointersOf(records, target),
        };

        bool Free(long id) => !given.Contains(id) && !taken(id);

        IEnumerable<int> Members(int first) => Enumerable.Range(first, records.Count - first).Where(m => persons[m] == first);
    }

    private static List<PatientMove> MovesOf(IReadOnlyList<HousedRecord> records, long[] target)
    {
        var moved = Enumerable.Range(0, records.Count).Where(i => target[i] != records[i].Patient).ToList();
        var touched = moved.SelectMany(i => new[] { records[i].Patient, target[i] }).ToHashSet();
        var after = Enumerable.Range(0, records.Count).Where(i => touched.Contains(target[i])).ToLookup(i => target[i]);
        var before = Enumerable.Range(0, records.Count).Where(i => touched.Contains(records[i].Patient)).ToLookup(i => records[i].Patient);
        var moves = new List<PatientMove>();
        foreach (var move in moved.GroupBy(i => (From: records[i].Patient, Into: target[i])))
        {
            var (from, into) = move.Key;
            var emptied = before[from].All(i => target[i] != from);
            var kind = !before[into].Any() ? LinkEventKind.Split : emptied ? LinkEventKind.Merge : LinkEventKind.Move;
            var others = kind == LinkEventKind.Merge
                ? after[into].Where(i => records[i].Patient != from)
                : before[from].Where(i => target[i] == from);
            moves.Add(new PatientMove(kind, from, into, [.. move.Select(i => records[i].Id)], [.. others.Select(i => records[i].Id)]));
        }

        return moves;
    }

    /// <summary>Every id that a moved record had, has now or is at home with: in use, or pointing to where its lowest record is.</summary>
    private static List<(long, long?)> PointersOf(IReadOnlyList<HousedRecord> records, long[] target)
    {
        var asked = new HashSet<long>();
        for (var i = 0; i < records.Count; i++)
        {
            if (target[i] != records[i].Patient)
            {
                asked.Add(records[i].Patient);
                asked.Add(records[i].Home);
                asked.Add(target[i]);
            }
        }

        var (used, whereTo) = (new HashSet<long>(), new Dictionary<long, long>());
        for (var i = 0; i < records.Count && asked.Count > 0; i++)
        {
            used.Add(target[i]);
            if (asked.Contains(records[i].Home))
            {
                whereTo.TryAdd(records[i].Home, target[i]);
            }

            if (asked.Contains(records[i].Patient))
            {
                whereTo.TryAdd(records[i].Patient, target[i]);
            }
        }

        return [.. asked.Order().Select(id => (id, used.Contains(id) ? (long?)null : whereTo[id]))];
    }
}
