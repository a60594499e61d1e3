using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>Gives the names of a <see cref="History"/> table the ids that the store would.</summary>
internal sealed class HistoryNames
{
    private readonly List<Drug?> _drugs = [null];
    private readonly Dictionary<string, int> _drugIds = new() { ["unknown"] = 0 };
    private readonly List<string> _dispensers = [];
    private readonly List<string> _groupOfDispenser = [];
    private readonly List<(string Prescriber, string Practice)> _sites = [];
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

    public int Dispenser(string name, string group)
    {
        var id = Number(_dispensers, name);
        if (id == _groupOfDispenser.Count)
        {
            _groupOfDispenser.Add(group.Length > 0 ? group : $"own {name}");
        }

        return id;
    }

    /// <summary>The prescriber of a table who was submitted without a DEA number.</summary>
    private const string WithoutDea = "no-number";

    public int Site(string prescriber, string practice)
    {
        Number(_prescribers, prescriber);
        Number(_practices, practice);
        return Number(_sites, (prescriber, practice));
    }

    public DispensingReference Reference()
    {
        var groups = _groupOfDispenser.Distinct().ToList();
        return new DispensingReference
        {
            Drugs = [.. _drugs],
            Dispensers = [.. _groupOfDispenser.Select(g => new DispenserFacts(groups.IndexOf(g), 55401, false, false))],
            PrescriberSites =
            [
                .. _sites.Select(s => new PrescriberSiteFacts(_prescribers.IndexOf(s.Prescriber), _practices.IndexOf(s.Practice), 55401, s.Prescriber == WithoutDea)),
            ],
            Catalog = DrugCatalog.Shipped,
            Zips = ZipCentroids.None,
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
