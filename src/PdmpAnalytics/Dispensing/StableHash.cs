using System.Buffers.Binary;

namespace PdmpAnalytics.Dispensing;

/// <summary>
/// A fast 64-bit hash that is the same in every process and on every machine, for keys that are stored. Not for secrets and
/// not against someone who looks for collisions. Multiply-and-fold over eight bytes at a time, as the wyhash family does.
/// </summary>
internal static class StableHash
{
    // Odd, half of the bits set: our choice, 2026-11-22. Stored keys depend on them: never change.
    private const ulong K0 = 0x9E37_79B9_7F4A_7C15;
    private const ulong K1 = 0xD6E8_FEB8_6659_FD93;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Fold((ulong)bytes.Length ^ K0, K1);
        if (bytes.Length < 8)
        {
            ulong few = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                few |= (ulong)bytes[i] << (8 * i);
            }

            return Fold(hash ^ few, K1);
        }

        // The last eight bytes overlap those before them where the length is no multiple of eight.
        var last = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]);
        for (; bytes.Length > 8; bytes = bytes[8..])
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), K0);
        }

        return Fold(hash ^ last, K1);
    }

    /// <summary>Takes another value into a hash; the order of the values counts.</summary>
    public static ulong With(this ulong hash, ulong value) => Fold(hash ^ K1, value ^ K0);

    /// <summary>
    /// A hash whose every bit hangs on every bit of the other: to draw by. Hashes of consecutive numbers lie along a line, and a share of
    /// them can be far from that share of the numbers (SplitMix64's last step, Steele, Lea and Flood 2014).
    /// </summary>
    public static ulong Mixed(this ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EB;
        return hash ^ (hash >> 31);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
