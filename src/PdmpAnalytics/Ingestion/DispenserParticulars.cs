using System.Buffers.Binary;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Brings a dispenser's particulars up to date: of each, what was stated last in effective order stands, and what a record leaves
/// blank stays. Pure.
/// </summary>
internal static class DispenserParticulars
{
    private const int Count = 10;

    /// <param name="statedAt">Effective time, milliseconds since 1970 (UTC). At equal times what arrives later stands.</param>
    public static void Update(Dispenser dispenser, SubmittedDispenser submitted, long statedAt)
    {
        var times = dispenser.StatedAt.Length == Count * sizeof(long) ? dispenser.StatedAt.ToArray() : Unstated();
        dispenser.Dea = Later(times, 0, statedAt, Stated(submitted.Dea), dispenser.Dea);
        dispenser.Npi = Later(times, 1, statedAt, Stated(submitted.Npi), dispenser.Npi);
        dispenser.Ncpdp = Later(times, 2, statedAt, Stated(submitted.Ncpdp), dispenser.Ncpdp);
        dispenser.Name = Later(times, 3, statedAt, Stated(submitted.Name), dispenser.Name);
        dispenser.City = Later(times, 4, statedAt, Stated(submitted.City), dispenser.City);
        dispenser.State = Later(times, 5, statedAt, Stated(submitted.State), dispenser.State);
        dispenser.Zip = Later(times, 6, statedAt, submitted.Zip == 0 ? null : (int?)submitted.Zip, dispenser.Zip) ?? 0;
        dispenser.Chain = Later(times, 7, statedAt, Stated(submitted.Chain), dispenser.Chain);
        dispenser.Type = Later(times, 8, statedAt, submitted.Type == 0 ? null : (byte?)submitted.Type, dispenser.Type) ?? 0;
        dispenser.MailOrder = Later(times, 9, statedAt, submitted.MailOrder, dispenser.MailOrder);
        dispenser.StatedAt = times;
    }

    private static T? Later<T>(byte[] times, int particular, long statedAt, T? stated, T? known)
    {
        var at = times.AsSpan(particular * sizeof(long), sizeof(long));
        if (stated is null || statedAt < BinaryPrimitives.ReadInt64BigEndian(at))
        {
            return known;
        }

        BinaryPrimitives.WriteInt64BigEndian(at, statedAt);
        return stated;
    }

    private static byte[] Unstated()
    {
        var times = new byte[Count * sizeof(long)];
        for (var i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(times.AsSpan(i * sizeof(long)), long.MinValue);
        }

        return times;
    }

    private static string? Stated(string text) => text.Length > 0 ? text : null;
}
