namespace PdmpAnalytics.Ingestion;

/// <summary>Which key a database's rejected records are sealed with: one row, so that a lost key is noticed and not replaced.</summary>
public sealed class SealingKey
{
    /// <summary>Always 1.</summary>
    public required int Id { get; init; }

    /// <summary>From which the key cannot be told (<see cref="RecordVault.Fingerprints"/>); 32 bytes.</summary>
    public required byte[] Fingerprint { get; set; }

    /// <summary>When this key sealed its first record.</summary>
    public required DateTimeOffset NotedAt { get; set; }
}
