using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Gives the different patients of a file their records and patients in the store.</summary>
internal sealed class StorePatients(PdmpDbContext db, PatientLinkService links, IDispensationWriter writer)
{
    private Identities<SubmittedPatient>? _submitted;
    private long[] _records = [];
    private long[] _patients = [];
    private bool[] _marked = [];

    public long Record(int number) => _records[number];

    public long Patient(int number) => _patients[number];

    /// <summary>Makes <see cref="Record"/> and <see cref="Patient"/> know these numbers.</summary>
    /// <returns>Stored patients that went into others, because a new record joins them.</returns>
    public async Task<IReadOnlyList<(long From, long Into)>> ResolveAsync(
        IReadOnlyCollection<int> numbers, RecordBatch batch, CancellationToken cancellationToken)
    {
        Prepare(batch.Patients);
        var unknown = new List<int>();
        foreach (var number in numbers)
        {
            if (_records[number] == 0)
            {
                _records[number] = -1;
                unknown.Add(number);
            }
        }

        if (unknown.Count == 0)
        {
            return [];
        }

        var linked = await links.AddAsync(db, unknown.ConvertAll(number => Keyed(number, batch)), cancellationToken);
        FollowMerges(linked.Merges);
        for (var i = 0; i < unknown.Count; i++)
        {
            (_records[unknown[i]], _patients[unknown[i]]) = linked.Records[i];
        }

        return linked.Merges;
    }

    /// <summary>Notes patients for judging by their numbers, each once.</summary>
    public async Task MarkAsync(IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        var patients = new HashSet<long>();
        foreach (var number in numbers)
        {
            if (!_marked[number])
            {
                _marked[number] = true;
                patients.Add(_patients[number]);
            }
        }

        if (patients.Count > 0)
        {
            await writer.MarkToJudgeAsync(db, patients, cancellationToken);
        }
    }

    /// <summary>A patient may have been new in an earlier batch whose records were all duplicates.</summary>
    private static KeyedParticulars Keyed(int number, RecordBatch batch) => batch.NewPatients.TryGetValue(number, out var keyed)
        ? keyed
        : KeyedParticulars.Of(PatientChecks.Particulars(batch.Patients.TextOf(number)));

    private void Prepare(Identities<SubmittedPatient> submitted)
    {
        if (!ReferenceEquals(_submitted, submitted))
        {
            (_submitted, _records, _patients, _marked) = (submitted, [], [], []);
        }

        var count = submitted.Count;
        if (_records.Length < count)
        {
            var length = Math.Max(count, _records.Length * 2);
            Array.Resize(ref _records, length);
            Array.Resize(ref _patients, length);
            Array.Resize(ref _marked, length);
        }
    }

    private void FollowMerges(IReadOnlyList<(long From, long Into)> merges)
    {
        if (merges.Count == 0)
        {
            return;
        }

        var into = merges.ToDictionary(m => m.From, m => m.Into);
        for (var i = 0; i < _patients.Length; i++)
        {
            _patients[i] = into.GetValueOrDefault(_patients[i], _patients[i]);
        }
    }
}
