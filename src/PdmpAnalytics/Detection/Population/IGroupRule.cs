using System.Globalization;
using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>
/// A rule over records that belong together and not to one patient: those of a dispenser, of a form, of an address. Pure:
/// each group is looked at alone and yields events about any of those concerned.
/// </summary>
/// <typeparam name="TGroup">What is looked at together, e.g. <see cref="DispenserFills"/>.</typeparam>
public interface IGroupRule<in TGroup> : ICatalogRule
{
    /// <summary>Events on any day; those that lie outside the horizon are left out later.</summary>
    IEnumerable<GroupEvent> Look(TGroup group, GroupContext context);

    /// <summary>Patients of whom the rule will ask whether they may be one: their particulars are read first, nobody else's.</summary>
    IEnumerable<long> ToCompare(TGroup group);

    /// <summary>Days an event stays in view.</summary>
    int WindowDays { get; }
}

/// <summary>What a group rule may ask beyond the records.</summary>
/// <param name="Reference">Products, names and places.</param>
/// <param name="Likeness">Which patients may be one person under two spellings.</param>
public sealed record GroupContext(DispensingReference Reference, PatientLikeness Likeness)
{
    /// <summary>"clonazepam 1 mg", as far as known.</summary>
    public string DrugName(int ingredientId, double strengthMg) => ingredientId < 0
        ? "an unknown product"
        : string.Create(CultureInfo.InvariantCulture, $"{Reference.Catalog.Ingredients[ingredientId].Name}{(strengthMg > 0 ? $" {strengthMg:0.####} mg" : "")}");

    public string DispenserName(int id) =>
        id < Reference.DispenserNames.Count && Reference.DispenserNames[id] is { Length: > 0 } name ? name : $"dispenser {id}";

    /// <summary>"patients 3, 5 and 9"; long lists end in a count.</summary>
    public static string Patients(IEnumerable<long> ids)
    {
        const int Named = 40; // the largest ring there can be (CL-02)
        var all = ids.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)).ToList();
        return all.Count == 0 ? "nobody" : (all.Count == 1 ? "patient " : "patients ")
            + FindingText.List(all.Count <= Named ? all : [.. all.Take(Named), $"{all.Count - Named} more"]);
    }
}
