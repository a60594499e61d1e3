namespace PdmpAnalytics.Accounts;

/// <summary>What a program may do with its key.</summary>
[Flags]
public enum ApiScope
{
    None = 0,
    Search = 1,
    Report = 2,
    Check = 4,
    Resolution = 8,
    Batch = 16,
    Fhir = 32,
    All = Search | Report | Check | Resolution | Batch | Fhir,
}

/// <summary>
/// The key of one pharmacy's system: it asks for that pharmacy alone. Only a hash of the secret is held. A key that is replaced goes on
/// working until the day it was given, so that systems change over without a gap.
/// </summary>
public sealed class ApiKey
{
    private const string ActorPrefix = "key:";

    private ApiKey()
    {
    }

    /// <summary>Ten letters and digits that name the key; part of the token, and no secret.</summary>
    public string Id { get; private set; } = "";

    /// <summary>SHA-256 of the secret. The secret is random, so no slower hash is needed.</summary>
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>The system, as its owner calls it; the actor of the audit log is <c>key:</c> and <see cref="Id"/>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>DEA number or NPI of the pharmacy.</summary>
    public string Facility { get; private set; } = "";

    public ApiScope Scopes { get; private set; }

    /// <summary>Requests a minute; 0 for no limit.</summary>
    public int RatePerMinute { get; private set; }

    /// <summary>May see records of opioid treatment programs (42 CFR Part 2).</summary>
    public bool SeesTreatmentPrograms { get; private set; }

    /// <summary>UTC, as the instants below.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
    public string CreatedBy { get; private set; } = "";

    /// <summary>Works until then, not included; null without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>The key that took its place; null when none did.</summary>
    public string? ReplacedBy { get; private set; }

    /// <summary>The actor of the audit log.</summary>
    public string Actor => ActorOf(Id);

    internal static string ActorOf(string id) => ActorPrefix + id;

    /// <summary>The key behind an actor of the audit log; null for a person's account.</summary>
    internal static string? IdOf(string actor) => actor.StartsWith(ActorPrefix, StringComparison.Ordinal) ? actor[ActorPrefix.Length..] : null;

    internal static ApiKey Make(string id, byte[] secretHash, ApiKeyTerms terms, string by, DateTimeOffset at) => new()
    {
        Id = id,
        SecretHash = secretHash,
        Name = terms.Name,
        Facility = terms.Facility,
        Scopes = terms.Scopes,
        RatePerMinute = terms.RatePerMinute,
        SeesTreatmentPrograms = terms.SeesTreatmentPrograms,
        CreatedAt = at,
        CreatedBy = by,
        ExpiresAt = terms.ExpiresAt,
    };

    public bool WorksAt(DateTimeOffset at) => RevokedAt is null && !(ExpiresAt <= at);

    internal void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    internal void ReplaceBy(string id, DateTimeOffset until) => (ReplacedBy, ExpiresAt) = (id, ExpiresAt < until ? ExpiresAt : until);

    public override string ToString() => $"key {Id}";
}

/// <summary>What a new key is for.</summary>
public sealed record ApiKeyTerms(string Name, string Facility, ApiScope Scopes)
{
    /// <summary>A busy counter asks some times a minute; our choice, 2026-11-22.</summary>
    public const int UsualRate = 120;

    public int RatePerMinute { get; init; } = UsualRate;

    public bool SeesTreatmentPrograms { get; init; }

    /// <summary>UTC; null without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A key just made, with the token that is shown once and never again. Prints no token.</summary>
public sealed record IssuedKey(ApiKey Key, string Token)
{
    public override string ToString() => Key.ToString();
}
