namespace PdmpAnalytics.Patients;

/// <summary>
/// Which patients turn out to be one. Joins may chain, since one patient's records can stand under several base keys; of all
/// that are joined the lowest id stays.
/// </summary>
/// <param name="apart">Pairs of patients that a decision keeps apart, whatever joins them.</param>
internal sealed class PatientMerges(IReadOnlyCollection<(long A, long B)> apart)
{
    private readonly Dictionary<long, long> _into = [];

    public PatientMerges()
        : this([])
    {
    }

    /// <summary>Says that these patients are one; a single one changes nothing.</summary>
    public void Join(IEnumerable<long> patients)
    {
        long? first = null;
        foreach (var patient in patients)
        {
            var root = Root(patient);
            if (first is { } other && other != root)
            {
                if (AreApart(other, root))
                {
                    continue;
                }

                _into[Math.Max(other, root)] = Math.Min(other, root);
                root = Math.Min(other, root);
            }

            first = root;
        }
    }

    /// <summary>Every patient that goes, with the one it goes into, which stays itself; in order of id.</summary>
    public IReadOnlyList<(long From, long Into)> ToList() => [.. _into.Keys.Order().ToList().Select(from => (from, Root(from)))];

    /// <summary>The patient that this one goes into; itself when it stays.</summary>
    public long Root(long patient)
    {
        while (_into.TryGetValue(patient, out var into))
        {
            // Halves the path for whoever asks next.
            if (_into.TryGetValue(into, out var further))
            {
                _into[patient] = further;
            }

            patient = into;
        }

        return patient;
    }

    private bool AreApart(long a, long b) =>
        apart.Any(pair => (Root(pair.A), Root(pair.B)) is var (x, y) && (x == a && y == b || x == b && y == a));
}
