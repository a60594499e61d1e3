using System.Text;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Ingestion;
using PdmpAnalytics.TestKit.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

/// <summary>Compounds as products: 00093083301 is clonazepam 1 mg, 00093083401 clonazepam 2 mg.</summary>
public class CompoundTests
{
    private static readonly string Compound = AsapText.Dsp.Replace("*01*00093083301*60*", "*06*99999000001*120*", StringComparison.Ordinal);

    [Fact]
    public void Strength_IsThatOfOneUnit()
    {
        var product = Read("CDI*1*01*00093083401*30*01");

        Assert.Equal(("clonazepam", 0.5), (product.Known!.Ingredient!.Name, product.Known.StrengthMg));
        Assert.Equal("compound: clonazepam 0.5 mg", product.Known.Label);
        Assert.Equal(RecordQuality.Sound, product.Quality);
        Assert.True(product.IsScheduleThreeOrFour);
    }

    [Fact]
    public void FirstControlledIngredient_GivesTheArithmetic_AllStandInTheLabel()
    {
        var product = Read("CDI*1*01*12345067890*30*01", "CDI*2*01*00093083401*60*01", "CDI*3*01*00406012301*12*01");

        Assert.Equal(1, product.Known!.StrengthMg);
        Assert.Matches(@"^compound: clonazepam 1 mg \+ \w+ [\d.]+ mg$", product.Known.Label);
        Assert.Empty(product.Faults);
    }

    [Fact]
    public void SameAmountsInAUnit_AreTheSameProduct()
    {
        var sixty = Of(Compound.Replace("*120*", "*60*", StringComparison.Ordinal), "CDI*1*01*00093083401*15.0*01");

        Assert.Equal(Read("CDI*1*01*00093083401*30*01").Code, sixty.Code);
        Assert.NotEqual(Read("CDI*1*01*00093083401*31*01").Code, sixty.Code);
        Assert.NotEqual(Read("CDI*1*01*00093083301*30*01").Code, sixty.Code);
        Assert.StartsWith("99999000001/", sixty.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CDI*1*01*00093083401*0*01")]
    [InlineData("CDI*1*01*00093083401**01")]
    [InlineData("CDI*1*01*00093083401*x*01")]
    public void QuantityThatCannotBeRead_LeavesAStrengthUnknown(string ingredient)
    {
        var product = Read(ingredient);

        Assert.Equal(("clonazepam", 0), (product.Known!.Ingredient!.Name, product.Known.StrengthMg));
        Assert.Equal(SubmissionErrorCode.IngredientInvalid, Assert.Single(product.Faults).Code);
        Assert.True(product.IsUsable);
    }

    [Theory]
    [InlineData("CDI*1**00093083401*30*01")]
    [InlineData("CDI*1*06*00093083401*30*01")]
    [InlineData("CDI*1*01*123*30*01")]
    public void CodeThatCannotBeRead_IsAFault(string ingredient) => Assert.Equal(
        [SubmissionErrorCode.IngredientInvalid, SubmissionErrorCode.ProductUnknown], Read(ingredient).Faults.Select(f => f.Code));

    [Fact]
    public void NoIngredient_RejectsTheRecord()
    {
        var product = Read();

        Assert.False(product.IsUsable);
        Assert.Equal(SubmissionErrorCode.CompoundWithoutIngredients, Assert.Single(product.Faults).Code);
    }

    [Fact]
    public void CodeThatIsNoCompounds_IsAFault() => Assert.Contains(
        Of(Compound.Replace("99999000001", "00093083401", StringComparison.Ordinal), "CDI*1*01*00093083401*30*01").Faults,
        f => f.Code == SubmissionErrorCode.CompoundCode);

    [Fact]
    public void IngredientsOfWhatIsNoCompound_ChangeNothing() =>
        Assert.Equal("00093083301", Of(AsapText.Dsp, "CDI*1*01*00093083401*30*01").Code);

    [Fact]
    public void CannabisWithoutAProductCode_IsAnUnknownProduct()
    {
        var product = Of(AsapText.Dsp.Replace("*01*00093083301*", "*07**", StringComparison.Ordinal));

        Assert.True(product.IsUsable);
        Assert.Equal((7, "", SubmissionErrorCode.ProductUnknown), (product.Qualifier, product.Code, Assert.Single(product.Faults).Code));
    }

    [Fact]
    public void EndlessCode_IsKeptAsABeginningAndAHash()
    {
        var product = Of(AsapText.Dsp.Replace("00093083301", new string('9', 100_000), StringComparison.Ordinal));

        Assert.Equal(40, product.Code.Length);
    }

    private static SubmittedProduct Read(params string[] ingredients) => Of(Compound, ingredients);

    private static SubmittedProduct Of(string dsp, params string[] ingredients)
    {
        var file = AsapText.Transaction("5.0", [AsapText.Pha, AsapText.Pat, dsp, AsapText.Pre, .. ingredients, "TP*1"]);
        using var text = SubmittedStream.Open(new MemoryStream(Encoding.ASCII.GetBytes(file)));
        using var reader = SubmissionReaders.Open(text, new IngestionOptions(), new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        Assert.True(reader.Read(out _));
        return new ProductChecks(new KnownProducts(DrugCatalog.Shipped, [])).Check(reader.Record);
    }
}
