namespace PdmpAnalytics.Auditing;

/// <summary>What somebody did, before it gets its place in the chain.</summary>
/// <param name="Actor">Account, or <c>system</c>.</param>
/// <param name="Action">Stable dotted name, e.g. <c>alert.closed</c>.</param>
/// <param name="Subject">What it was done to, e.g. <c>alert:12</c>; ids only, never identity.</param>
/// <param name="Detail">One sentence or <c>name=value</c> pairs; never identity.</param>
public readonly record struct AuditEntry(string Actor, string Action, string Subject, string Detail);

/// <summary>
/// One link of the append-only audit chain. Its hash covers the hash before it and all of its content, so a changed,
/// removed or inserted event shows.
/// </summary>
public sealed class AuditEvent
{
    private AuditEvent()
    {
    }

    /// <summary>Position in the chain, from 1 without gaps.</summary>
    public long Sequence { get; private set; }

    /// <summary>UTC, whole milliseconds.</summary>
    public DateTimeOffset OccurredAt { get; private set; }
    public string Actor { get; private set; } = "";
    public string Action { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Detail { get; private set; } = "";

    /// <summary>Hexadecimal SHA-256 of the event before; <see cref="AuditChain.Origin"/> for the first.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>Hexadecimal SHA-256 by <see cref="AuditChain.HashOf"/>.</summary>
    public string Hash { get; private set; } = "";

    internal static AuditEvent After(AuditHead head, in AuditEntry entry, DateTimeOffset at)
    {
        var link = new AuditEvent
        {
            Sequence = head.Sequence + 1,
            OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            Actor = entry.Actor,
            Action = entry.Action,
            Subject = entry.Subject,
            Detail = entry.Detail,
            PreviousHash = head.Hash,
        };
        link.Hash = AuditChain.HashOf(link);
        return link;
    }
}
