using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PdmpAnalytics.Auditing;

/// <summary>What is wrong with a chain: the first event that does not fit, and how.</summary>
public sealed record AuditFault(long Sequence, string Message);

/// <summary>The arithmetic of the audit chain; pure.</summary>
public static class AuditChain
{
    /// <summary>What the first event links back to.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>
    /// Lower-case hexadecimal SHA-256 over the UTF-8 JSON array of previous hash, sequence, instant in Unix milliseconds,
    /// actor, action, subject and detail. JSON, because joined text could be cut in other places.
    /// </summary>
    public static string HashOf(AuditEvent e)
    {
        var canonical = JsonSerializer.Serialize<object[]>(
            [e.PreviousHash, e.Sequence, e.OccurredAt.ToUnixTimeMilliseconds(), e.Actor, e.Action, e.Subject, e.Detail]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    /// <summary>Checks one event against the one before it; null when it fits.</summary>
    /// <param name="previousSequence">0 for the first event.</param>
    /// <param name="previousHash"><see cref="Origin"/> for the first event.</param>
    public static AuditFault? Check(AuditEvent e, long previousSequence, string previousHash) =>
        e.Sequence != previousSequence + 1 ? new AuditFault(previousSequence + 1, "an event is missing")
        : e.PreviousHash != previousHash ? new AuditFault(e.Sequence, "does not link to the event before it")
        : e.Hash != HashOf(e) ? new AuditFault(e.Sequence, "its content was changed")
        : null;

    /// <summary>Checks that the chain ends where the head says; null when it does.</summary>
    public static AuditFault? CheckEnd(AuditHead head, long lastSequence, string lastHash) =>
        head.Sequence > lastSequence ? new AuditFault(lastSequence + 1, "the end of the chain is missing")
        : head.Sequence < lastSequence || head.Hash != lastHash ? new AuditFault(lastSequence, "the head does not match the last event")
        : null;
}
