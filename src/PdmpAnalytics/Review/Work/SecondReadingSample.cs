using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PdmpAnalytics.Review.Work;

/// <summary>Which conclusions are read a second time for quality.</summary>
public static class SecondReadingSample
{
    /// <summary>
    /// A share of all alerts, by a hash of the alert and the day it was raised: nothing that a reviewer does changes whether an
    /// alert is drawn, and nobody has to draw.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    public static bool Draws(long alertId, DateOnly raisedOn, double share)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"second reading {alertId} {raisedOn:yyyy-MM-dd}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return BitConverter.ToUInt32(hash) / (double)uint.MaxValue < share;
    }
}
