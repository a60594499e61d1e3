namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The faults of a file: all counted by code, and listed up to a limit, so that a file with a fault on every line does not fill
/// the memory.
/// </summary>
internal sealed class FaultLog
{
    /// <summary>Of each code that rejects nothing. Our choice, 2026-11-22.</summary>
    public const int ListedPerCode = 1000;

    /// <summary>Of all codes that reject a record, together. Our choice, 2026-11-22.</summary>
    public const int ListedRejections = 100_000;

    private readonly SortedDictionary<SubmissionErrorCode, long> _counts = [];
    private readonly List<RecordFault> _listed = [];
    private int _rejections;

    public IReadOnlyDictionary<SubmissionErrorCode, long> Counts => _counts;

    public List<FileFault> OfFile { get; } = [];

    /// <summary>Listed faults in order of line, then code.</summary>
    public IEnumerable<RecordFault> Listed => _listed.OrderBy(f => f.Line).ThenBy(f => f.Code).ThenBy(f => f.Field);

    public void Add(IReadOnlyList<RecordFault> faults)
    {
        for (var i = 0; i < faults.Count; i++)
        {
            Add(faults[i]);
        }
    }

    public void Add(FileFault fault)
    {
        if (Count(fault.Code) <= ListedPerCode)
        {
            OfFile.Add(fault);
        }
    }

    public void Add(RecordFault fault)
    {
        var count = Count(fault.Code);
        var rejects = fault.Code.Level() >= SubmissionErrorLevel.RejectsRecord;
        if (rejects ? _rejections < ListedRejections : count <= ListedPerCode)
        {
            _rejections += rejects ? 1 : 0;
            _listed.Add(fault);
        }
    }

    /// <summary>Adds a reader's notes: all counted, those listed that it lists.</summary>
    public void AddNotes(SubmissionReader reader)
    {
        OfFile.AddRange(reader.Notes);
        foreach (var (code, count) in reader.NoteCounts)
        {
            _counts[code] = _counts.GetValueOrDefault(code) + count;
        }
    }

    /// <summary>Leaves out every fault of a code.</summary>
    public void Forget(SubmissionErrorCode code)
    {
        _counts.Remove(code);
        _listed.RemoveAll(f => f.Code == code);
        OfFile.RemoveAll(f => f.Code == code);
    }

    public void Clear()
    {
        _counts.Clear();
        _listed.Clear();
        OfFile.Clear();
    }

    private long Count(SubmissionErrorCode code) => _counts[code] = _counts.GetValueOrDefault(code) + 1;
}
