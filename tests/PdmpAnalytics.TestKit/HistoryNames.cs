using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>Gives the names of a <see cref="History"/> table the ids that the store would.</summary>
internal sealed class HistoryNames
{
    // Census ZCTA centroids of 2021, to a hundredth of a degree.
    private static readonly ZipCentroids Places = new(
    [
        (55401, 44.98, -93.27), // Minneapolis, MN
        (55102, 44.94, -93.12), // Saint Paul, MN: 8 miles
        (55901, 44.05, -92.49), // Rochester, MN: 75 miles
        (54016, 44.98, -92.71), // Hudson, WI: 27 miles, across the border
        (53703, 43.08, -89.38), // Madison, WI: 233 miles
        (50309, 41.59, -93.62), // Des Moines, IA: 235 miles
        (60601, 41.89, -87.62), // Chicago, IL: 356 miles
    ]);

    private readonly List<Drug?> _drugs = [null];
    private readonly Dictionary<string, int> _drugIds = new() { ["unknown"] = 0 };
    private readonly List<string> _dispensers = [];
    private readonly List<(string Group, int Zip, bool MailOrder)> _dispenserFacts = [];
    private readonly List<(string Prescriber, string Practice, int Zip)> _sites = [];
    private readonly List<string> _prescribers = [];
    private readonly List<string> _practices = [];

    public int Drug(string name)
    {
        if (!_drugIds.TryGetValue(name, out var id))
        {
            id = _drugIds[name] = _drugs.Count;
            _drugs.Add(Product(name, id));
        }

        return id;
    }

    /// <summary>What a dispenser is, its first row says.</summary>
    public int Dispenser(string name, string group, int zip, bool mailOrder)
    {
        var id = Number(_dispensers, name);
        if (id == _dispenserFacts.Count)
        {
            _dispenserFacts.Add((group.Length > 0 ? group : $"own {name}", zip, mailOrder));
        }

        return id;
    }

    /// <summary>The prescriber of a table who was submitted without a DEA number.</summary>
    private const string WithoutDea = "no-number";

    public int Site(string prescriber, string practice, int zip)
    {
        Number(_prescribers, prescriber);
        Number(_practices, practice);
        return Number(_sites, (prescriber, practice, zip));
    }

    public DispensingReference Reference(Equivalents equivalents)
    {
        var groups = _dispenserFacts.Select(d => d.Group).Distinct().ToList();
        return new DispensingReference
        {
            Drugs = [.. _drugs],
            Dispensers = [.. _dispenserFacts.Select(d => new DispenserFacts(groups.IndexOf(d.Group), d.Zip, d.MailOrder, false))],
            PrescriberSites =
            [
                .. _sites.Select(s => new PrescriberSiteFacts(
                    _prescribers.IndexOf(s.Prescriber), _practices.IndexOf(s.Practice), s.Zip, s.Prescriber == WithoutDea)),
            ],
            Catalog = DrugCatalog.Shipped,
            Equivalents = equivalents,
            Zips = Places,
            DispenserNames = [.. _dispensers.Select(d => $"Pharmacy {d}")],
            DispenserCities = [.. _dispensers.Select(d => $"City {d}")],
            PracticeNames = [.. _practices.Select(p => $"Practice {p}")],
        };
    }

    /// <summary>The same number for the same text on every machine (FNV-1a, 64 bits).</summary>
    public static long Key(string text)
    {
        var hash = 14695981039346656037;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return (long)hash;
    }

    private static Drug Product(string name, int id)
    {
        var words = name.Split(' ');
        if (words.Length != 3 || words[2] != "mg" || !DrugCatalog.Shipped.TryGetIngredient(words[0], out var ingredient))
        {
            throw new FormatException($"A drug is an ingredient of the catalogue and a strength such as 'clonazepam 1 mg', not '{name}'.");
        }

        return new Drug
        {
            Id = id,
            Ndc = Ndc.FromNumber(99_999_000_000 + id),
            Ingredient = ingredient,
            StrengthMg = double.Parse(words[1], CultureInfo.InvariantCulture),
            Form = "tablet",
            Label = name,
        };
    }

    private static int Number<T>(List<T> seen, T item)
    {
        var index = seen.IndexOf(item);
        if (index < 0)
        {
            index = seen.Count;
            seen.Add(item);
        }

        return index;
    }
}
