namespace PdmpAnalytics.Patients;

/// <summary>
/// Which patients turn out to be one. Joins may chain, since one patient's records can stand under several base keys; of all
/// that are joined the lowest id stays.
/// </summary>
internal sealed class PatientMerges
{
    private readonly Dictionary<long, long> _into = [];

    /// <summary>Says that these patients are one; a single one changes nothing.</summary>
    public void Join(IEnumerable<long> patients)
    {
        long? first = null;
        foreach (var patient in patients)
        {
            var root = Root(patient);
            if (first is { } other && other != root)
            {
                _into[Math.Max(other, root)] = Math.Min(other, root);
                root = Math.Min(other, root);
            }

            first = root;
        }
    }

    /// <summary>Every patient that goes, with the one it goes into, which stays itself; in order of id.</summary>
    public IReadOnlyList<(long From, long Into)> ToList() => [.. _into.Keys.Order().ToList().Select(from => (from, Root(from)))];

    private long Root(long patient)
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
}
