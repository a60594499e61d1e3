namespace PdmpAnalytics.Ingestion;

/// <summary>
/// The faults of a file: all counted by code, and listed. Rejected records are always listed, of the other codes the first
/// <see cref="ListedPerCode"/>, so that a file with a warning on every line does not fill the memory.
/// </summary>
internal sealed class FaultLog
{
    /// <summary>Our choice, 2026-11-22.</summary>
    public const int ListedPerCode = 1000;

    private readonly SortedDictionary<SubmissionErrorCode, long> _counts = [];
    private readonly List<RecordFault> _listed = [];

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
        OfFile.Add(fault);
        Count(fault.Code);
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

    private void Add(RecordFault fault)
    {
        var count = Count(fault.Code);
        if (count <= ListedPerCode || fault.Code.Level() >= SubmissionErrorLevel.RejectsRecord)
        {
            _listed.Add(fault);
        }
    }

    private long Count(SubmissionErrorCode code) => _counts[code] = _counts.GetValueOrDefault(code) + 1;
}
