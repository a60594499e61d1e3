using System.Globalization;

namespace PdmpAnalytics.Synthetic;

/// <summary>How densely a ZIP code is settled; decides how far its people travel.</summary>
internal enum Setting
{
    Urban,
    Suburban,
    Rural,
}

/// <summary>A real ZIP code of Middle Tennessee and its borders, with rounded coordinates: the only real thing in the population.</summary>
internal sealed record Place(int Index, string Zip, string City, string State, double Latitude, double Longitude, Setting Setting, double Weight)
{
    /// <summary>Miles on a flat map: good to a few percent over this region.</summary>
    public double MilesTo(Place other)
    {
        var north = (Latitude - other.Latitude) * 69.0;
        var east = (Longitude - other.Longitude) * 69.0 * Math.Cos(double.DegreesToRadians(36));
        return Math.Sqrt(north * north + east * east);
    }

    /// <summary>Telephone area code of the region the place lies in.</summary>
    public string AreaCode => State switch
    {
        "KY" => "270",
        "GA" => "706",
        _ => Latitude < 35.3 && Longitude > -85.5 ? "423" : Setting == Setting.Rural ? "931" : "615",
    };

    public static Place[] LoadAll() => [.. EmbeddedTable.Rows("places.csv").Select((r, index) => new Place(
        index,
        r[0],
        r[1].ToUpperInvariant(),
        r[2],
        double.Parse(r[3], CultureInfo.InvariantCulture),
        double.Parse(r[4], CultureInfo.InvariantCulture),
        Enum.Parse<Setting>(r[5], ignoreCase: true),
        double.Parse(r[6], CultureInfo.InvariantCulture)))];
}
