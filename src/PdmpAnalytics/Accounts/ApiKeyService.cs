using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Accounts;

/// <summary>Keys of pharmacies' systems: made, found, replaced and revoked, each change with its audit event in one transaction.</summary>
public sealed class ApiKeyService(IDbContextFactory<PdmpDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    private const int LongestName = 64;

    /// <summary>How long a revoked key may still be answered by this process. Our choice, 2026-11-22.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    /// <summary>Keys remembered at a time; more are forgotten together. Our choice, 2026-11-22.</summary>
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (ApiKey? Key, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <summary>The key a token belongs to; null for a token that is wrong, expired or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string? token, CancellationToken cancellation = default)
    {
        if (!ApiToken.TryRead(token, out var id, out var secret))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(id, out var known) || now - known.At > Remembered)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            known = (await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancellation), now);
            if (_known.Count >= MostRemembered)
            {
                _known.Clear();
            }

            _known[id] = known;
        }

        return known.Key is { } key && key.WorksAt(now) && ApiToken.Fits(secret, key.SecretHash) ? key : null;
    }

    /// <summary>Id of the key that a token claims to be of; null for what is no key's token. Says nothing about whether there is such a key.</summary>
    public static string? IdOf(string token) => ApiToken.TryRead(token, out var id, out _) ? id : null;

    /// <summary>All keys, newest first, those that work no more too.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return [.. (await db.Set<ApiKey>().AsNoTracking().ToListAsync(cancellation)).OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Id, StringComparer.Ordinal)];
    }

    /// <returns>Refused as Incomplete without name, facility or scope.</returns>
    public async Task<Result<IssuedKey>> AddAsync(ApiKeyTerms terms, string actor, CancellationToken cancellation = default)
    {
        if (terms.Name.Trim().Length is 0 or > LongestName || terms.Facility.Length == 0 || !terms.Facility.All(char.IsAsciiLetterOrDigit)
            || terms.Scopes == ApiScope.None || terms.RatePerMinute < 0)
        {
            return new Refusal(RefusalReason.Incomplete, $"A key has a name of at most {LongestName} characters, a pharmacy's DEA number or NPI, and a scope.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var issued = Issue(db, terms, actor);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [Entry(issued.Key, actor, "key.added", $"facility={issued.Key.Facility};scopes={issued.Key.Scopes}")], cancellation);
        await transaction.CommitAsync(cancellation);
        return issued;
    }

    /// <summary>A key with a new secret in place of one, which goes on working for the overlap.</summary>
    /// <returns>Refused: NotFound, or WrongState for a key that works no more or was rotated before.</returns>
    public async Task<Result<IssuedKey>> RotateAsync(string id, TimeSpan overlap, string actor, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == id, cancellation) is not { } old)
        {
            return new Refusal(RefusalReason.NotFound, "There is no such key.");
        }

        if (!old.WorksAt(now))
        {
            return new Refusal(RefusalReason.WrongState, "This key works no more: make a new one.");
        }

        if (old.ReplacedBy is { } newer)
        {
            // A second successor would be another system to those who count requests by it.
            return new Refusal(RefusalReason.WrongState, $"Key {newer} took this key's place: rotate that one.");
        }

        var issued = Issue(db, new ApiKeyTerms(old.Name, old.Facility, old.Scopes)
        {
            RatePerMinute = old.RatePerMinute, SeesTreatmentPrograms = old.SeesTreatmentPrograms,
        }, actor);
        old.ReplaceBy(issued.Key.Id, now + overlap);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [Entry(old, actor, "key.rotated", $"by={issued.Key.Id}")], cancellation);
        await transaction.CommitAsync(cancellation);
        _known.TryRemove(id, out _);
        return issued;
    }

    /// <summary>Ends a key at once.</summary>
    public async Task<Refusal?> RevokeAsync(string id, string actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == id, cancellation) is not { } key)
        {
            return new Refusal(RefusalReason.NotFound, "There is no such key.");
        }

        key.Revoke(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, [Entry(key, actor, "key.revoked", "")], cancellation);
        await transaction.CommitAsync(cancellation);
        _known.TryRemove(id, out _);
        return null;
    }

    private IssuedKey Issue(PdmpDbContext db, ApiKeyTerms terms, string actor)
    {
        var (id, secret) = ApiToken.New();
        var key = ApiKey.Make(id, ApiToken.Hash(secret), terms with { Facility = terms.Facility.ToUpperInvariant() }, actor, clock.GetUtcNow());
        db.Add(key);
        return new IssuedKey(key, ApiToken.Write(id, secret));
    }

    private static AuditEntry Entry(ApiKey key, string actor, string action, string detail) => new(actor, action, key.Actor, detail);
}
