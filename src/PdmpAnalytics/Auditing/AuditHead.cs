namespace PdmpAnalytics.Auditing;

/// <summary>
/// The end of the chain: one row, updated with every append. Updating it first makes writers wait for each other, and a
/// chain whose last events were cut off no longer ends where the head says.
/// </summary>
public sealed class AuditHead
{
    internal const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    /// <summary>Sequence of the last event; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>Hash of the last event; <see cref="AuditChain.Origin"/> before the first.</summary>
    public string Hash { get; private set; } = AuditChain.Origin;

    internal void MoveTo(AuditEvent last) => (Sequence, Hash) = (last.Sequence, last.Hash);
}
