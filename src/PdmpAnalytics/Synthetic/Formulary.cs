using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>A product as a prescriber thinks of it: ingredient and strength; each pharmacy has its own manufacturer's code for it.</summary>
internal sealed record Medicine(int Index, string Ingredient, double StrengthMg, DrugClass Class, bool ScheduleTwo, string[] Ndcs);

/// <summary>Medicine and units a day: what the patient was told to take.</summary>
internal readonly record struct Regimen(Medicine Medicine, double UnitsPerDay);

/// <summary>The medicines that occur in the population, all of the shipped catalogue.</summary>
internal sealed class Formulary
{
    private readonly DrugCatalog _catalog;
    private readonly List<Medicine> _medicines = [];

    public Formulary(DrugCatalog catalog)
    {
        _catalog = catalog;
        Alprazolam = [Solid("alprazolam", 0.25), Solid("alprazolam", 0.5), Solid("alprazolam", 1), Solid("alprazolam", 2)];
        Clonazepam = [Solid("clonazepam", 0.5), Solid("clonazepam", 1), Solid("clonazepam", 2)];
        Lorazepam = [Solid("lorazepam", 0.5), Solid("lorazepam", 1), Solid("lorazepam", 2)];
        Diazepam = [Solid("diazepam", 2), Solid("diazepam", 5), Solid("diazepam", 10)];
        Temazepam = [Solid("temazepam", 15), Solid("temazepam", 30)];
        Zolpidem = [Solid("zolpidem", 5), Solid("zolpidem", 10), Solid("zolpidem", 12.5)];
        Eszopiclone = [Solid("eszopiclone", 1), Solid("eszopiclone", 2), Solid("eszopiclone", 3)];
        Suvorexant = [Solid("suvorexant", 10), Solid("suvorexant", 20)];
        Carisoprodol = [Solid("carisoprodol", 350)];
        Tramadol = [Solid("tramadol", 50)];
        TramadolExtended = [Solid("tramadol", 100), Solid("tramadol", 200)];
        Hydrocodone = [Solid("hydrocodone", 5), Solid("hydrocodone", 7.5), Solid("hydrocodone", 10)];
        Oxycodone = [Solid("oxycodone", 5), Solid("oxycodone", 10), Solid("oxycodone", 15)];
        Morphine = [Solid("morphine", 15), Solid("morphine", 30)];
        Phentermine = [Solid("phentermine", 37.5), Solid("phentermine", 15)];
        Modafinil = [Solid("modafinil", 100), Solid("modafinil", 200)];
        Armodafinil = [Solid("armodafinil", 150), Solid("armodafinil", 250)];
        Phenobarbital = [Solid("phenobarbital", 32.4), Solid("phenobarbital", 64.8)];
        Clobazam = [Solid("clobazam", 10), Solid("clobazam", 20)];
        Buprenorphine = [Solid("buprenorphine", 8)];
        Chlordiazepoxide = [Solid("chlordiazepoxide", 25)];
        Gabapentin = [Solid("gabapentin", 300), Solid("gabapentin", 600)];
    }

    public Medicine[] Alprazolam { get; }
    public Medicine[] Clonazepam { get; }
    public Medicine[] Lorazepam { get; }
    public Medicine[] Diazepam { get; }
    public Medicine[] Temazepam { get; }
    public Medicine[] Zolpidem { get; }
    public Medicine[] Eszopiclone { get; }
    public Medicine[] Suvorexant { get; }
    public Medicine[] Carisoprodol { get; }
    public Medicine[] Tramadol { get; }
    public Medicine[] TramadolExtended { get; }
    public Medicine[] Hydrocodone { get; }
    public Medicine[] Oxycodone { get; }
    public Medicine[] Morphine { get; }
    public Medicine[] Phentermine { get; }
    public Medicine[] Modafinil { get; }
    public Medicine[] Armodafinil { get; }
    public Medicine[] Phenobarbital { get; }
    public Medicine[] Clobazam { get; }
    public Medicine[] Buprenorphine { get; }
    public Medicine[] Chlordiazepoxide { get; }
    public Medicine[] Gabapentin { get; }

    public int Count => _medicines.Count;

    /// <summary>The strengths of one ingredient, weakest first, that <paramref name="medicine"/> belongs to.</summary>
    public Medicine[] Ladder(Medicine medicine) =>
        [.. _medicines.Where(m => m.Ingredient == medicine.Ingredient).OrderBy(m => m.StrengthMg)];

    /// <summary>Tablets and capsules of one strength, all manufacturers; patches, sprays and liquids left out.</summary>
    private Medicine Solid(string ingredient, double strengthMg)
    {
        var products = _catalog.Products
            .Where(p => p.Ingredient?.Name == ingredient && Math.Abs(p.StrengthMg - strengthMg) < 1e-9
                && (p.Form.StartsWith("tablet", StringComparison.Ordinal) || p.Form.StartsWith("capsule", StringComparison.Ordinal)))
            .OrderBy(p => p.Ndc.Number)
            .ToList();
        if (products.Count == 0)
        {
            throw new InvalidOperationException($"The drug catalogue has no tablet or capsule of {ingredient} {strengthMg} mg.");
        }

        var facts = products[0].Ingredient!;
        var medicine = new Medicine(_medicines.Count, ingredient, strengthMg, facts.Class, facts.Schedule == DrugSchedule.II,
            [.. products.Select(p => p.Ndc.ToString())]);
        _medicines.Add(medicine);
        return medicine;
    }
}
