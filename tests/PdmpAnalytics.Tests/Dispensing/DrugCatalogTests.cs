using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public class DrugCatalogTests
{
    private static DrugIngredient Ingredient(string name) =>
        DrugCatalog.Shipped.TryGetIngredient(name, out var ingredient) ? ingredient : throw new KeyNotFoundException(name);

    /// <summary>21 CFR 1308.14 as listed in the domain reference, 3.1: name and DEA code, one per line.</summary>
    private const string ScheduleIV = """
        difenoxin 9167
        dextropropoxyphene 9278
        tramadol 9752
        alprazolam 2882
        bromazepam 2748
        camazepam 2749
        chlordiazepoxide 2744
        clobazam 2751
        clonazepam 2737
        clorazepate 2768
        clotiazepam 2752
        cloxazolam 2753
        delorazepam 2754
        diazepam 2765
        estazolam 2756
        ethyl loflazepate 2758
        fludiazepam 2759
        flunitrazepam 2763
        flurazepam 2767
        halazepam 2762
        haloxazolam 2771
        ketazolam 2772
        loprazolam 2773
        lorazepam 2885
        lormetazepam 2774
        medazepam 2836
        midazolam 2884
        nimetazepam 2837
        nitrazepam 2834
        nordiazepam 2838
        oxazepam 2835
        oxazolam 2839
        pinazepam 2883
        prazepam 2764
        quazepam 2881
        remimazolam 2846
        temazepam 2925
        tetrazepam 2886
        triazolam 2887
        zaleplon 2781
        zolpidem 2783
        zopiclone 2784
        eszopiclone 2784
        suvorexant 2223
        lemborexant 2245
        daridorexant 2410
        carisoprodol 8192
        meprobamate 2820
        mebutamate 2800
        ethinamate 2545
        barbital 2145
        methohexital 2264
        methylphenobarbital 2250
        phenobarbital 2285
        alfaxalone 2731
        brexanolone 2400
        chloral betaine 2460
        chloral hydrate 2465
        dichloralphenazone 2467
        ethchlorvynol 2540
        fospropofol 2138
        paraldehyde 2585
        petrichloral 2591
        zuranolone 2420
        lorcaserin 1625
        cathine 1230
        diethylpropion 1610
        fencamfamin 1760
        fenproporex 1575
        mazindol 1605
        mefenorex 1580
        modafinil 1680
        armodafinil 1680
        pemoline 1530
        phentermine 1640
        pipradrol 1750
        serdexmethylphenidate 1729
        sibutramine 1675
        solriamfetol 1650
        spa 1635
        pentazocine 9709
        butorphanol 9720
        eluxadoline 9725
        """;

    [Fact]
    public void ScheduleIV_HoldsExactlyTheRegulationsSubstancesAndCodes()
    {
        var expected = ScheduleIV.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var actual = DrugCatalog.Shipped.Ingredients
            .Where(i => i.Schedule == DrugSchedule.IV)
            .Select(i => $"{i.Name} {i.DeaCode}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("clonazepam", 4, 20, null, 30.0)]
    [InlineData("alprazolam", 4, 10, null, 13.0)]
    [InlineData("chlordiazepoxide", 40, 300, 20.0, 17.5)]
    [InlineData("diazepam", 40, 40, null, 60.0)]
    [InlineData("oxazepam", 60, 120, null, 9.5)]
    [InlineData("clorazepate", 60, 90, null, 100.0)]
    [InlineData("triazolam", 0.5, 0.5, 0.25, 4.0)]
    [InlineData("flurazepam", 30, 30, 15.0, 84.0)]
    [InlineData("zolpidem", 12.5, 12.5, 6.25, 2.5)]
    [InlineData("eszopiclone", 3, 3, 2.0, 6.0)]
    [InlineData("carisoprodol", 1400, 1400, null, null)]
    [InlineData("phentermine", 37.5, 37.5, null, null)]
    public void Limits_AreTheLabels(string name, double soft, double hard, double? olderAdult, double? halfLife)
    {
        var ingredient = Ingredient(name);
        Assert.Equal(
            (soft, hard, olderAdult, halfLife),
            (ingredient.SoftMaxMgPerDay, ingredient.HardMaxMgPerDay, ingredient.OlderAdultMaxMgPerDay, ingredient.HalfLifeHours));
    }

    [Theory]
    [InlineData("alprazolam", 10, 2, 20, 2)]
    [InlineData("clonazepam", 10, 2, 20, 2)]
    [InlineData("chlordiazepoxide", 0.4, 0.08, 0.4, 0.04)]
    [InlineData("estazolam", 10, 2, 6.667, 0.667)]
    [InlineData("lorazepam", 5, 1, 10, 1)]
    [InlineData("triazolam", 40, 4, 20, 2)]
    [InlineData("zolpidem", 0.5, 0.1, 0.5, 0.05)]
    [InlineData("carisoprodol", 0, 0, 0, 0)]
    [InlineData("suvorexant", 0, 0, 0, 0)]
    public void SedativeEquivalents_AreBothPublishedSets(string name, double dmeVa, double lmeVa, double dmeAshton, double lmeAshton)
    {
        var ingredient = Ingredient(name);
        Assert.Equal(
            (dmeVa, lmeVa, dmeAshton, lmeAshton),
            (SedativeEquivalence.DmePerMg(ingredient, SedativeEquivalenceSet.VA2021),
                SedativeEquivalence.LmePerMg(ingredient, SedativeEquivalenceSet.VA2021),
                SedativeEquivalence.DmePerMg(ingredient, SedativeEquivalenceSet.Ashton2002),
                SedativeEquivalence.LmePerMg(ingredient, SedativeEquivalenceSet.Ashton2002)));
    }

    [Theory]
    [InlineData("tramadol", 0.2)]
    [InlineData("oxycodone", 1.5)]
    [InlineData("methadone", 4.7)]
    [InlineData("pentazocine", 0.37)]
    [InlineData("butorphanol", 7)]
    [InlineData("buprenorphine", 0)]
    [InlineData("clonazepam", 0)]
    public void MorphineEquivalents_AreTheGuidelinesOf2022(string name, double factor) =>
        Assert.Equal(factor, MorphineEquivalence.MmePerMg(Ingredient(name), MorphineEquivalenceSet.Cdc2022));

    [Fact]
    public void FentanylPatch_GivesTheGuidelinesMorphineEquivalents()
    {
        // Ten patches of 25 mcg/h in 30 days: 25 x 2.4 = 60 MME a day.
        var patch = DrugCatalog.Shipped.Products.Single(p => p.Ingredient!.Name == "fentanyl" && p.Label.EndsWith("25 mcg/h", StringComparison.Ordinal));
        var perDay = 10 * patch.StrengthMg / 30 * MorphineEquivalence.MmePerMg(patch.Ingredient!, MorphineEquivalenceSet.Cdc2022);
        Assert.Equal(60, perDay, 6);
    }

    [Fact]
    public void PatientRules_LeaveOutFacilityDrugsAndEluxadoline() =>
        Assert.Equal(
            ["brexanolone", "eluxadoline", "midazolam", "remimazolam"],
            DrugCatalog.Shipped.Ingredients.Where(i => i.ExcludedFromPatientRules).Select(i => i.Name).Order());

    [Fact]
    public void Products_CoverTheCommonDrugsByMoreThanOneLabeler()
    {
        var labelersPerIngredient = DrugCatalog.Shipped.Products
            .GroupBy(p => p.Ingredient!.Name)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Ndc.Number / 1_000_000).Distinct().Count());
        string[] common =
        [
            "clonazepam", "alprazolam", "lorazepam", "diazepam", "temazepam", "zolpidem", "eszopiclone", "zaleplon",
            "carisoprodol", "tramadol", "phentermine", "modafinil", "oxycodone", "hydrocodone", "codeine", "buprenorphine",
        ];
        Assert.All(common, name => Assert.True(labelersPerIngredient[name] >= 2, name));
        Assert.All(DrugCatalog.Shipped.Products, p => Assert.True(p.StrengthMg > 0, p.Label));
    }

    [Fact]
    public void Alias_LeadsToItsIngredient() =>
        Assert.Equal("dextropropoxyphene", Ingredient("PROPOXYPHENE").Name);

    [Fact]
    public void ImportedFactor_StandsInForTheShippedOne_InProductsToo()
    {
        var catalog = DrugCatalog.Shipped.With(
        [
            new ConversionFactor { Ingredient = "tramadol", FactorSet = "CDC2022", Kind = ConversionKind.Mme, Factor = 0.1, Source = "Board rule 7" },
            new ConversionFactor { Ingredient = "zolpidem", FactorSet = "ASHTON2002", Kind = ConversionKind.Lme, Factor = 0.06, Source = "Board rule 7" },
        ]);
        Assert.All(catalog.Products.Where(p => p.Ingredient!.Name == "tramadol"), p => Assert.Equal(0.1, p.Ingredient!.MmePerMgCdc2022));
        Assert.Equal((0.5, 0.06), (catalog.Ingredients.Single(i => i.Name == "zolpidem").DmePerMgAshton2002, catalog.Ingredients.Single(i => i.Name == "zolpidem").LmePerMgAshton2002));
        Assert.Equal(0.2, Ingredient("tramadol").MmePerMgCdc2022);
    }
}
