using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// The 16-byte key by which the store knows an identity: the first half of SHA-256 over its fields. Two identities share a
/// key only when all fields are equal; nobody reads a name out of it.
/// </summary>
internal static class IdentityKey
{
    public const int Length = 16;

    public static byte[] Of(params ReadOnlySpan<string> fields)
    {
        var size = 0;
        foreach (var field in fields)
        {
            size += 4 + Encoding.UTF8.GetMaxByteCount(field.Length);
        }

        var text = size <= 2048 ? stackalloc byte[size] : new byte[size];
        var used = 0;
        foreach (var field in fields)
        {
            // The length before each field keeps ("AB", "C") and ("A", "BC") apart.
            var length = Encoding.UTF8.GetBytes(field, text[(used + 4)..]);
            BinaryPrimitives.WriteInt32LittleEndian(text[used..], length);
            used += 4 + length;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..used], hash);
        return hash[..Length].ToArray();
    }
}
