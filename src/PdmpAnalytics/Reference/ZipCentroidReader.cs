using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Reference;

/// <summary>Reads ZIP centroids: <c>zip,latitude,longitude</c>, or the Census gazetteer of ZIP code tabulation areas.</summary>
public static class ZipCentroidReader
{
    private static readonly ReferenceColumn[] Columns =
    [
        new("zip", true, "GEOID", "ZCTA5", "ZCTA5CE20"),
        new("latitude", true, "INTPTLAT", "lat"),
        new("longitude", true, "INTPTLONG", "lon", "lng"),
    ];

    public static ReferenceRows<ZipCentroid> Read(Func<Stream> open)
    {
        var seen = new HashSet<int>();
        return ReferenceTable.ReadAll(open, Columns, table =>
        {
            var text = table.Text("zip");
            if (text.Length != 5 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var zip) || zip == 0)
            {
                table.Report(ReferenceProblemCode.Number, "zip");
                return null;
            }

            if (Degrees(table, "latitude", 90) is not { } latitude || Degrees(table, "longitude", 180) is not { } longitude)
            {
                return null;
            }

            if (!seen.Add(zip))
            {
                table.Report(ReferenceProblemCode.Duplicate, "zip");
                return null;
            }

            return new ZipCentroid { Zip = zip, Latitude = latitude, Longitude = longitude };
        });
    }

    private static double? Degrees(ReferenceTable table, string column, double limit)
    {
        if (double.TryParse(table.Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= limit)
        {
            return degrees;
        }

        table.Report(ReferenceProblemCode.Number, column);
        return null;
    }
}
