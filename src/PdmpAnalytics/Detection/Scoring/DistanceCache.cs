using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Remembers distances between ZIP codes: a state's patients make the same few thousand trips. Bounded; one instance per worker.</summary>
internal sealed class DistanceCache
{
    private const int Limit = 200_000;
    private readonly Dictionary<long, float> _miles = [];

    /// <summary>Miles, or null when either ZIP is unknown.</summary>
    public double? Between(int zipA, int zipB, ZipCentroids zips)
    {
        if (zipA == 0 || zipB == 0)
        {
            return null;
        }

        var key = (long)zipA << 32 | (uint)zipB;
        if (!_miles.TryGetValue(key, out var miles))
        {
            if (_miles.Count >= Limit)
            {
                _miles.Clear();
            }

            miles = (float)(zips.Miles(zipA, zipB) ?? double.NaN);
            _miles[key] = miles;
        }

        return float.IsNaN(miles) ? null : miles;
    }
}
