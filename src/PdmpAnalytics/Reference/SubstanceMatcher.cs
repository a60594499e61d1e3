using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Reference;

/// <summary>One substance of a product as a directory lists it.</summary>
/// <param name="Name">E.g. <c>TRAMADOL HYDROCHLORIDE</c>.</param>
internal readonly record struct ListedSubstance(string Name, string Strength, string Unit);

/// <summary>Finds the catalogue's ingredient behind the substances of a directory's product.</summary>
internal sealed class SubstanceMatcher(DrugCatalog catalog)
{
    /// <summary>Words that name a salt, ester or water of crystallisation; the directory's own spelling, December 2015.</summary>
    private static readonly HashSet<string> Salts = new(StringComparer.Ordinal)
    {
        "ACETATE", "ANHYDROUS", "ASPARTATE", "BESYLATE", "BITARTRATE", "BROMIDE", "CALCIUM", "CARBONATE", "CHLORIDE", "CITRATE",
        "DIHYDRATE", "DIHYDROCHLORIDE", "DIMESYLATE", "DIPOTASSIUM", "DISODIUM", "ENACARBIL", "FUMARATE", "HEMIHYDRATE",
        "HYDROBROMIDE", "HYDROCHLORIDE", "LACTATE", "MALEATE", "MESYLATE", "MONOHYDRATE", "MONOSODIUM", "NAPSYLATE", "OXALATE",
        "PAMOATE", "PENTAHYDRATE", "PHOSPHATE", "POLISTIREX", "POTASSIUM", "RESIN", "SACCHARATE", "SODIUM", "SUCCINATE",
        "SULFATE", "TARTRATE", "TEREPHTHALATE", "TRIHYDRATE",
    };

    /// <summary>The ingredient of one substance, salts stripped; null when the catalogue has none.</summary>
    public DrugIngredient? Match(string substance)
    {
        var words = substance.ToUpperInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 0)
        {
            if (catalog.TryGetIngredient(string.Join(' ', words), out var ingredient))
            {
                return ingredient;
            }

            if (!Salts.Contains(words[^1]))
            {
                return null;
            }

            words.RemoveAt(words.Count - 1);
        }

        return null;
    }

    /// <summary>
    /// The controlled ingredient of a product and the parts that are made of it: of several the opioid, else the stricter
    /// schedule, else the first. Null when the catalogue knows none of the substances.
    /// </summary>
    public (DrugIngredient Ingredient, IReadOnlyList<ListedSubstance> Parts)? Match(IReadOnlyList<ListedSubstance> substances)
    {
        var known = substances
            .Select(s => (Substance: s, Ingredient: Match(s.Name)))
            .Where(s => s.Ingredient is not null)
            .ToArray();
        if (known.Length == 0)
        {
            return null;
        }

        var main = known
            .Select(s => s.Ingredient!)
            .OrderByDescending(i => i.Class == DrugClass.Opioid)
            .ThenBy(i => i.Schedule == DrugSchedule.None ? int.MaxValue : (int)i.Schedule)
            .First();
        var parts = known.Where(s => IsPartOf(s.Ingredient!, main)).Select(s => s.Substance).ToArray();
        return (main, parts);
    }

    // Mixed amphetamine salts are labelled by the sum of all four, two of which are dextroamphetamine's.
    private static bool IsPartOf(DrugIngredient part, DrugIngredient main) =>
        part == main || main.Name == "amphetamine" && part.Name == "dextroamphetamine";
}
