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
        // The length before each field keeps ("AB", "C") and ("A", "BC") apart.
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            text.Append(field.Length).Append(':').Append(field);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..Length];
    }
}
