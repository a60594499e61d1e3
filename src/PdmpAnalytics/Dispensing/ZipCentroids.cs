using System.Collections.Frozen;

namespace PdmpAnalytics.Dispensing;

/// <summary>Middle points of ZIP code areas (Census ZCTA), for distances as the crow flies.</summary>
public sealed class ZipCentroids
{
    private const double EarthRadiusMiles = 3958.8;
    private readonly FrozenDictionary<int, (double Latitude, double Longitude)> _points;
    private StateBorders? _borders;

    public ZipCentroids(IEnumerable<(int Zip, double Latitude, double Longitude)> points) =>
        _points = points.ToFrozenDictionary(p => p.Zip, p => (p.Latitude, p.Longitude));

    /// <summary>No centroids loaded: every distance is unknown.</summary>
    public static ZipCentroids None { get; } = new([]);

    public int Count => _points.Count;

    /// <summary>Every ZIP with its point, in no order.</summary>
    internal IReadOnlyDictionary<int, (double Latitude, double Longitude)> Points => _points;

    /// <summary>Which areas lie at a state's border.</summary>
    public StateBorders Borders => _borders ??= new StateBorders(this);

    /// <summary>Great-circle miles between two ZIPs (five digits as numbers); null when either is unknown.</summary>
    public double? Miles(int zipA, int zipB)
    {
        if (zipA == zipB && zipA != 0)
        {
            return 0;
        }

        if (!_points.TryGetValue(zipA, out var a) || !_points.TryGetValue(zipB, out var b))
        {
            return null;
        }

        var dLat = double.DegreesToRadians(b.Latitude - a.Latitude);
        var dLon = double.DegreesToRadians(b.Longitude - a.Longitude);
        var h = Math.Pow(Math.Sin(dLat / 2), 2)
            + Math.Cos(double.DegreesToRadians(a.Latitude)) * Math.Cos(double.DegreesToRadians(b.Latitude))
            * Math.Pow(Math.Sin(dLon / 2), 2);
        return 2 * EarthRadiusMiles * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
