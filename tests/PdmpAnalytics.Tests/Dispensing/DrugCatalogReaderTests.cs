using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public class DrugCatalogReaderTests
{
    private const string IngredientHeader =
        "name,substance_aliases,class,schedule,dea_code,schedule_source,soft_max_mg_per_day,soft_indication,soft_max_source,"
        + "hard_max_mg_per_day,hard_indication,hard_max_source,older_adult_max_mg_per_day,older_adult_max_source,half_life_hours,"
        + "half_life_source,va2021_dme_per_mg,va2021_lme_per_mg,va2021_source,ashton2002_dme_per_mg,ashton2002_lme_per_mg,"
        + "ashton2002_source,cdc2022_mme_per_mg,mme_source,cdc2018_mme_per_mg,cdc2018_source,excluded_from_patient_rules,exclusion_reason";

    private const string ProductHeader = "ndc,ingredient,strength_mg,form,label,labeler,source";
    private const string Sound = "drug a,,BZD,IV,1,CFR,4,anxiety,label,20,seizure,label,,,,,10,2,guide,,,,,,,,no,";
    private const string SoundProduct = "00093083201,drug a,0.5,tablet,\"A, \"\"half\"\" 0.5 mg\",Maker,FDA";

    [Fact]
    public void SoundTables_AreRead()
    {
        var catalog = Read(Sound, SoundProduct);
        var product = Assert.Single(catalog.Products);
        Assert.Equal("A, \"half\" 0.5 mg", product.Label);
        Assert.Same(catalog.Ingredients[0], product.Ingredient);
    }

    [Theory]
    [InlineData("drug a,,BZD,IV,1,CFR,4,anxiety,,20,seizure,label,,,,,,,,,,,,,,,no,", "line 2, soft_max_source: a figure without a source")]
    [InlineData("drug a,,BZD,IV,1,CFR,20,anxiety,label,4,seizure,label,,,,,,,,,,,,,,,no,", "hard one not below")]
    [InlineData("drug a,,BZD,IV,1,CFR,4,anxiety,label,,,,,,,,,,,,,,,,,,no,", "both limits or none")]
    [InlineData("drug a,,NICE,IV,1,CFR,,,,,,,,,,,,,,,,,,,,,no,", "line 2, class")]
    [InlineData("drug a,,BZD,VI,1,CFR,,,,,,,,,,,,,,,,,,,,,no,", "line 2, schedule")]
    [InlineData("drug a,,BZD,IV,1,CFR,,,,,,,,,x,label,,,,,,,,,,,no,", "half_life_hours: not a number")]
    [InlineData("drug a,,BZD,IV,1,CFR,,,,,,,,,,,,,,,,,,,,,yes,", "exclusion_reason: blank")]
    [InlineData("drug a,BZD", "line 2: 2 fields, 28 expected")]
    [InlineData("\"drug a", "line 2: a quote is never closed")]
    [InlineData(Sound + "\n" + Sound, "line 3, name: listed before")]
    public void FaultyIngredient_NamesLineAndColumn(string row, string fault) =>
        Assert.Contains(fault, Assert.Throws<FormatException>(() => Read(row, SoundProduct)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0009308320,drug a,0.5,tablet,A,Maker,FDA", "line 2, ndc")]
    [InlineData("00093083201,drug b,0.5,tablet,A,Maker,FDA", "line 2, ingredient: not in drug-catalog.csv")]
    [InlineData("00093083201,drug a,,tablet,A,Maker,FDA", "line 2, strength_mg: blank")]
    [InlineData("00093083201,drug a,0.5,tablet,A,Maker,", "line 2, source: a figure without a source")]
    [InlineData(SoundProduct + "\n" + SoundProduct, "line 3, ndc")]
    public void FaultyProduct_NamesLineAndColumn(string row, string fault) =>
        Assert.Contains(fault, Assert.Throws<FormatException>(() => Read(Sound, row)).Message, StringComparison.Ordinal);

    [Fact]
    public void MissingColumn_IsRefused() =>
        Assert.Throws<FormatException>(() => DrugCatalogReader.Read(new StringReader("name,class\n"), new StringReader(ProductHeader)));

    private static DrugCatalog Read(string ingredient, string product) => DrugCatalogReader.Read(
        new StringReader(IngredientHeader + "\n" + ingredient + "\n"),
        new StringReader(ProductHeader + "\n" + product + "\n"));
}
