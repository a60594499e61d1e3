using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PdmpAnalytics.Storage;

namespace PdmpAnalytics.Ingestion;

/// <summary>Compares the key at hand with the one a database knows (a part of the shells that seal and open).</summary>
internal static class SealingKeys
{
    /// <summary>
    /// Throws <see cref="RecordVaultException"/> when records are sealed and no key at hand is theirs: nothing could be
    /// corrected any more, and what is sealed from now on would need yet another key.
    /// </summary>
    public static async Task CheckAsync(PdmpDbContext db, RecordVault vault, CancellationToken cancellationToken)
    {
        if (await db.Set<SealingKey>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } known
            || !await db.Set<RejectedRecord>().AnyAsync(r => r.State == RejectedRecordState.Open, cancellationToken))
        {
            return;
        }

        var found = vault.Fingerprints();
        if (found is null || !found.Any(f => CryptographicOperations.FixedTimeEquals(f, known.Fingerprint)))
        {
            throw new RecordVaultException(
                $"Rejected records of this database are sealed with a key that {(found is null ? $"is missing: there is no file {vault.KeyPath}" : $"the file {vault.KeyPath} does not hold")}. "
                + "Restore that file from a backup or from the machine it was made on, or name its place with PDMP_KEY_FILE. "
                + "If the key is lost for good, pdmp submissions new-key begins another; the records sealed so far then have to be sent again.");
        }
    }

    /// <summary>Notes the key at hand, which is made if there is none, as the one that seals from now on.</summary>
    public static async Task NoteAsync(PdmpDbContext db, RecordVault vault, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fingerprint = vault.FingerprintForSealing();
        var known = await db.Set<SealingKey>().SingleOrDefaultAsync(cancellationToken);
        if (known is null)
        {
            db.Add(new SealingKey { Id = 1, Fingerprint = fingerprint, NotedAt = now });
        }
        else if (!known.Fingerprint.AsSpan().SequenceEqual(fingerprint))
        {
            (known.Fingerprint, known.NotedAt) = (fingerprint, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
