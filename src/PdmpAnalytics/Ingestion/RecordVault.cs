using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Seals rejected records before they are stored and opens them again. What was rejected is unvetted text, with names in any
/// column, that nobody queries by; sealed, it stays unreadable in dumps and backups, which do not hold the key.
/// </summary>
public sealed class RecordVault
{
    /// <summary>Version, nonce, tag, then the encrypted content: AES-256-GCM.</summary>
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + TagSize;

    /// <summary>What the fingerprint is of, besides the key: it must not serve for anything else.</summary>
    private static readonly byte[] FingerprintLabel = "pdmp sealing key fingerprint 1"u8.ToArray();

    private readonly RecordVaultKey _key;

    internal RecordVault(RecordVaultKey key) => _key = key;

    /// <summary>The file with the key.</summary>
    public string KeyPath => _key.Path;

    /// <summary>
    /// Tells keys apart without telling them (HMAC-SHA-256), first the one that seals; null when there is none yet. Throws
    /// <see cref="RecordVaultException"/> when the file cannot be read or holds no key.
    /// </summary>
    public IReadOnlyList<byte[]>? Fingerprints() => _key.Find() is { } keys ? Array.ConvertAll(keys, FingerprintOf) : null;

    /// <summary>The fingerprint of the key that seals, which is made if there is none.</summary>
    public byte[] FingerprintForSealing() => FingerprintOf(_key.ForSealing());

    /// <summary>
    /// Begins another key that seals from now on; the former ones stay in the file and open what they sealed. Throws
    /// <see cref="RecordVaultException"/> when the file cannot be written.
    /// </summary>
    internal void Rotate() => _key.Rotate();

    /// <summary>
    /// Encrypts a record for the place it is stored at; moved to another place it cannot be opened. Throws
    /// <see cref="RecordVaultException"/> when there is no usable key.
    /// </summary>
    public byte[] Seal(ReadOnlySpan<byte> content, int submissionId, int line)
    {
        var box = new byte[HeaderSize + content.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key.ForSealing(), TagSize);
        cipher.Encrypt(nonce, content, box.AsSpan(HeaderSize), box.AsSpan(1 + NonceSize, TagSize), Place(submissionId, line));
        return box;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made for the same place, or says why the record has to be sent again.</summary>
    public Result<byte[]> Open(ReadOnlySpan<byte> box, int submissionId, int line)
    {
        var keys = _key.ForOpening();
        if (keys.Refusal is { } refusal)
        {
            return refusal;
        }

        if (box.Length < HeaderSize || box[0] != Version)
        {
            return new Refusal(RefusalReason.NotFound, "What was kept of the record is damaged; it has to be sent again.");
        }

        var place = Place(submissionId, line);
        foreach (var key in keys.Value)
        {
            if (TryOpen(key, box, place) is { } content)
            {
                return content;
            }
        }

        return new Refusal(
            RefusalReason.NotFound,
            $"The key in {_key.Path} does not open the record (another key, or damaged content); it has to be sent again.");
    }

    private static byte[]? TryOpen(byte[] key, ReadOnlySpan<byte> box, byte[] place)
    {
        var content = new byte[box.Length - HeaderSize];
        using var cipher = new AesGcm(key, TagSize);
        try
        {
            cipher.Decrypt(box.Slice(1, NonceSize), box[HeaderSize..], box.Slice(1 + NonceSize, TagSize), content, place);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] FingerprintOf(byte[] key) => HMACSHA256.HashData(key, FingerprintLabel);

    private static byte[] Place(int submissionId, int line)
    {
        var place = new byte[1 + 2 * sizeof(int)];
        place[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(1), submissionId);
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(1 + sizeof(int)), line);
        return place;
    }
}

/// <summary>Rejected records cannot be kept, because there is no usable key. The message names the file and what to do.</summary>
public sealed class RecordVaultException(string message) : Exception(message);
