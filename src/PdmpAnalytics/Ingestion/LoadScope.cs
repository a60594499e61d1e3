using PdmpAnalytics.Patients;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>What the parts of one file's load share: the store inside one transaction, and the submission.</summary>
internal sealed record LoadScope(PdmpDbContext Db, IDispensationWriter Writer, IBulkWriter Bulk, PatientLinkService Links)
{
    public required RecordVault Vault { get; init; }
    public required IngestionOptions Options { get; init; }
    public required int SubmissionId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Name of the submitter's inbox folder; null for none.</summary>
    public required string? Submitter { get; init; }

    /// <summary>Of a correction: where the rejected record stands in the effective order; null for what a submitter sent.</summary>
    public KeyReport? Rejected { get; init; }

    /// <summary>Effective time of a file without transactions of its own (CSV).</summary>
    public required DateTimeOffset FileTime { get; init; }

    /// <summary>The highest version id given before.</summary>
    public required long LastVersion { get; init; }
}
