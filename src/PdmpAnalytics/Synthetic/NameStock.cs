using System.Globalization;

namespace PdmpAnalytics.Synthetic;

/// <summary>A given name with the short form its bearers use at a counter; empty where there is none.</summary>
internal sealed record GivenName(string Full, string Short);

/// <summary>Common surnames, given names by generation and street names, drawn as often as they occur.</summary>
internal sealed class NameStock
{
    private readonly string[] _surnames;
    private readonly double[] _surnameWeights;
    private readonly string[] _streets;
    private readonly Dictionary<(string Kind, string Era), (GivenName[] Names, double[] Weights)> _given = [];

    public NameStock()
    {
        var rows = EmbeddedTable.Rows("names.csv").ToList();
        (_surnames, _surnameWeights) = Weighted(rows.Where(r => r[0] == "surname"), r => r[1]);
        _streets = [.. rows.Where(r => r[0] == "street").Select(r => r[1])];
        foreach (var kind in (string[])["female", "male"])
        {
            foreach (var era in (string[])["old", "middle", "young"])
            {
                // Names of another generation are rarer, not unheard of: a fifteenth of their weight, our choice, 2026-11-22.
                var near = rows.Where(r => r[0] == kind);
                _given[(kind, era)] = Weighted(near, r => new GivenName(r[1], r[4]), r => r[3] == era || r[3] == "any" ? 1 : 1 / 15.0);
            }
        }
    }

    public string Surname(RandomStream random) => _surnames[random.Weighted(_surnameWeights)];

    public GivenName Given(RandomStream random, bool female, int birthYear)
    {
        var (names, weights) = _given[(female ? "female" : "male", birthYear < 1962 ? "old" : birthYear < 1982 ? "middle" : "young")];
        return names[random.Weighted(weights)];
    }

    /// <summary>House number, street and kind of street.</summary>
    public string Street(RandomStream random, bool rural)
    {
        var number = rural ? random.Between(10, 4999) : random.Between(100, 9999);
        ReadOnlySpan<string> kinds = rural ? ["RD", "RD", "HWY", "LN"] : ["ST", "AVE", "DR", "LN", "RD", "CT", "BLVD", "PIKE"];
        return string.Create(CultureInfo.InvariantCulture, $"{number} {random.Pick(_streets)} {random.Pick(kinds)}");
    }

    public string StreetName(RandomStream random) => random.Pick(_streets);

    private static (T[] Values, double[] Cumulative) Weighted<T>(
        IEnumerable<string[]> rows, Func<string[], T> value, Func<string[], double>? factor = null)
    {
        var values = new List<T>();
        var cumulative = new List<double>();
        foreach (var row in rows)
        {
            var weight = double.Parse(row[2], CultureInfo.InvariantCulture) * (factor?.Invoke(row) ?? 1);
            values.Add(value(row));
            cumulative.Add(weight + (cumulative.Count == 0 ? 0 : cumulative[^1]));
        }

        return ([.. values], [.. cumulative]);
    }
}
