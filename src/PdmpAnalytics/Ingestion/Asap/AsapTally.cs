using System.Security.Cryptography;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>Counts and hashes the segments of a transaction as they pass.</summary>
internal sealed class AsapTally : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Segments are gathered here: hashing many at a time costs a fraction of hashing each.</summary>
    private readonly byte[] _gathered = new byte[16 * 1024];
    private int _length;

    /// <summary>Segments of the transaction so far, TH included.</summary>
    public int OfTransaction { get; private set; }

    /// <summary>Segments of the pharmacy's group so far, PHA included.</summary>
    public int OfPharmacy { get; private set; }

    public void BeginTransaction()
    {
        OfTransaction = 0;
        OfPharmacy = 0;
    }

    public void BeginPharmacy() => OfPharmacy = 0;

    /// <summary>Adds a segment, without terminator and without line breaks around it.</summary>
    public void Add(ReadOnlySpan<byte> segment)
    {
        OfTransaction++;
        OfPharmacy++;
        segment = segment.TrimEnd("\r\n \t"u8);
        if (_length + segment.Length + 1 > _gathered.Length)
        {
            Flush();
        }

        if (segment.Length >= _gathered.Length)
        {
            _hash.AppendData(segment);
        }
        else
        {
            segment.CopyTo(_gathered.AsSpan(_length));
            _length += segment.Length;
        }

        // Keeps ("AB", "C") and ("A", "BC") apart.
        _gathered[_length++] = 0;
    }

    /// <summary>The hash over the transaction's segments; counting starts afresh.</summary>
    public byte[] End()
    {
        Flush();
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_gathered, 0, _length);
        _length = 0;
    }
}
