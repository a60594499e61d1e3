namespace PdmpAnalytics.Dispensing;

/// <summary>Reads the two shipped tables, <c>drug-catalog.csv</c> (ingredients) and <c>drug-products.csv</c>.</summary>
internal static class DrugCatalogReader
{
    private static readonly string[] IngredientColumns =
    [
        "name", "substance_aliases", "class", "schedule", "dea_code", "schedule_source",
        "soft_max_mg_per_day", "soft_indication", "soft_max_source",
        "hard_max_mg_per_day", "hard_indication", "hard_max_source",
        "older_adult_max_mg_per_day", "older_adult_max_source", "half_life_hours", "half_life_source",
        "va2021_dme_per_mg", "va2021_lme_per_mg", "va2021_source",
        "ashton2002_dme_per_mg", "ashton2002_lme_per_mg", "ashton2002_source",
        "cdc2022_mme_per_mg", "mme_source", "cdc2018_mme_per_mg", "cdc2018_source", "excluded_from_patient_rules", "exclusion_reason",
    ];

    private static readonly string[] ProductColumns =
        ["ndc", "ingredient", "strength_mg", "form", "label", "labeler", "source"];

    /// <summary>The catalogue embedded in this assembly.</summary>
    public static DrugCatalog ReadShipped()
    {
        using var ingredients = Open("drug-catalog.csv");
        using var products = Open("drug-products.csv");
        return Read(ingredients, products);
    }

    /// <summary>Builds a catalogue from the text of both tables; throws <see cref="FormatException"/> naming the line at fault.</summary>
    public static DrugCatalog Read(TextReader ingredientTable, TextReader productTable)
    {
        var ingredients = ReadIngredients(ingredientTable);
        return new DrugCatalog(ingredients, ReadProducts(productTable, ingredients));
    }

    private static List<DrugIngredient> ReadIngredients(TextReader text)
    {
        var table = new DrugCatalogTable(text, "drug-catalog.csv", IngredientColumns);
        var ingredients = new List<DrugIngredient>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (table.Read())
        {
            var ingredient = ReadIngredient(table, ingredients.Count);
            if (!ingredient.SubstanceAliases.Append(ingredient.Name).All(names.Add))
            {
                throw table.Fault("name", "listed before");
            }

            ingredients.Add(ingredient);
        }

        return ingredients;
    }

    private static DrugIngredient ReadIngredient(DrugCatalogTable table, int id)
    {
        if (!DrugClasses.TryParse(table.Text("class"), out var drugClass) || drugClass == DrugClass.Unknown)
        {
            throw table.Fault("class", "no such class");
        }

        var soft = table.Figure("soft_max_mg_per_day", "soft_max_source");
        var hard = table.Figure("hard_max_mg_per_day", "hard_max_source");
        if (soft is null != hard is null || hard < soft)
        {
            throw table.Fault("hard_max_mg_per_day", "both limits or none, and the hard one not below the soft one");
        }

        var older = table.Figure("cdc2018_mme_per_mg", "cdc2018_source") ?? 0;
        return new DrugIngredient
        {
            Id = id,
            Name = table.Required("name"),
            SubstanceAliases = table.Text("substance_aliases")
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Class = drugClass,
            Schedule = Schedule(table),
            DeaCode = (int?)table.Figure("dea_code", "schedule_source"),
            SoftMaxMgPerDay = soft,
            SoftIndication = table.Text("soft_indication"),
            HardMaxMgPerDay = hard,
            HardIndication = table.Text("hard_indication"),
            OlderAdultMaxMgPerDay = table.Figure("older_adult_max_mg_per_day", "older_adult_max_source"),
            HalfLifeHours = table.Figure("half_life_hours", "half_life_source"),
            DmePerMgVa2021 = table.Figure("va2021_dme_per_mg", "va2021_source") ?? 0,
            LmePerMgVa2021 = table.Figure("va2021_lme_per_mg", "va2021_source") ?? 0,
            DmePerMgAshton2002 = table.Figure("ashton2002_dme_per_mg", "ashton2002_source") ?? 0,
            LmePerMgAshton2002 = table.Figure("ashton2002_lme_per_mg", "ashton2002_source") ?? 0,
            MmePerMgCdc2022 = table.Figure("cdc2022_mme_per_mg", "mme_source") ?? 0,
            MmePerMgCdc2018 = older,
            MmePerMgCdc2016 = older,
            ExcludedFromPatientRules = Excluded(table),
        };
    }

    private static List<Drug> ReadProducts(TextReader text, List<DrugIngredient> ingredients)
    {
        var table = new DrugCatalogTable(text, "drug-products.csv", ProductColumns);
        var byName = ingredients.ToDictionary(i => i.Name);
        var products = new List<Drug>();
        var codes = new HashSet<Ndc>();
        while (table.Read())
        {
            if (!Ndc.TryParse(table.Required("ndc"), out var ndc) || !codes.Add(ndc))
            {
                throw table.Fault("ndc", "not eleven digits, or listed before");
            }

            if (!byName.TryGetValue(table.Required("ingredient"), out var ingredient))
            {
                throw table.Fault("ingredient", "not in drug-catalog.csv");
            }

            products.Add(new Drug
            {
                Ndc = ndc,
                Ingredient = ingredient,
                StrengthMg = table.Figure("strength_mg", "source") ?? throw table.Fault("strength_mg", "blank"),
                Form = table.Required("form"),
                Label = table.Required("label"),
            });
        }

        return products;
    }

    private static DrugSchedule Schedule(DrugCatalogTable table)
    {
        _ = table.Required("schedule_source");
        return table.Text("schedule") switch
        {
            "II" => DrugSchedule.II,
            "III" => DrugSchedule.III,
            "IV" => DrugSchedule.IV,
            "V" => DrugSchedule.V,
            "NONE" => DrugSchedule.None,
            _ => throw table.Fault("schedule", "no such schedule"),
        };
    }

    private static bool Excluded(DrugCatalogTable table) => table.Text("excluded_from_patient_rules") switch
    {
        "yes" => table.Required("exclusion_reason").Length > 0,
        "no" => false,
        _ => throw table.Fault("excluded_from_patient_rules", "yes or no"),
    };

    private static StreamReader Open(string file)
    {
        var assembly = typeof(DrugCatalogReader).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("." + file, StringComparison.Ordinal));
        return new StreamReader(assembly.GetManifestResourceStream(name)!);
    }
}
