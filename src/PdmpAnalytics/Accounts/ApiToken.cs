using System.Security.Cryptography;
using System.Text;

namespace PdmpAnalytics.Accounts;

/// <summary>How a key's token is written: <c>pdmp_</c>, the key's id, <c>_</c>, the secret.</summary>
internal static class ApiToken
{
    private const string Start = "pdmp_";
    private const int IdLength = 10;

    /// <summary>256 bits: nobody guesses it.</summary>
    private const int SecretBytes = 32;
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    public static (string Id, string Secret) New() =>
        (RandomNumberGenerator.GetString(Letters, IdLength), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));

    public static string Write(string id, string secret) => $"{Start}{id}_{secret}";

    /// <summary>Id and secret of a token; false for anything else.</summary>
    public static bool TryRead(string? token, out string id, out string secret)
    {
        (id, secret) = ("", "");
        if (token is null || token.Length != Start.Length + IdLength + 1 + 2 * SecretBytes || !token.StartsWith(Start, StringComparison.Ordinal)
            || token[Start.Length + IdLength] != '_')
        {
            return false;
        }

        (id, secret) = (token.Substring(Start.Length, IdLength), token[(Start.Length + IdLength + 1)..]);
        return true;
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>Takes as long for a wrong secret as for the right one.</summary>
    public static bool Fits(string secret, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(secret), hash);
}
