namespace PdmpAnalytics.Ingestion;

/// <summary>What became of a file's records. Read = loaded + revised + voided + duplicates + rejected + voids not found.</summary>
public sealed class SubmissionCounts
{
    /// <summary>Records in the file, rejected ones included.</summary>
    public long Read { get; set; }

    /// <summary>New dispensations, revisions of records that were not there included.</summary>
    public long Loaded { get; set; }
    public long Revised { get; set; }
    public long Voided { get; set; }

    /// <summary>Sent before with the same content.</summary>
    public long Duplicates { get; set; }

    /// <summary>Revisions and voids of records that were not there.</summary>
    public long NotFound { get; set; }
    public long Rejected { get; set; }

    /// <summary>Loaded or revised records whose product is unknown.</summary>
    public long UnknownProducts { get; set; }

    internal void Clear() => (Read, Loaded, Revised, Voided, Duplicates, NotFound, Rejected, UnknownProducts) = (0, 0, 0, 0, 0, 0, 0, 0);

    internal void Add(SubmissionCounts other)
    {
        Read += other.Read;
        Loaded += other.Loaded;
        Revised += other.Revised;
        Voided += other.Voided;
        Duplicates += other.Duplicates;
        NotFound += other.NotFound;
        Rejected += other.Rejected;
        UnknownProducts += other.UnknownProducts;
    }
}
