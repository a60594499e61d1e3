using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Reference;
using Xunit;

namespace PdmpAnalytics.Tests.Reference;

public class NdcDirectoryReaderTests
{
    private const string CsvHeader =
        "ELEVEN_DIGIT_NDC,PROPRIETARYNAME,DOSAGEFORMNAME,LABELERNAME,SUBSTANCENAME,ACTIVE_NUMERATOR_STRENGTH,ACTIVE_INGRED_UNIT,PACKAGEDESCRIPTION";

    private const string ProductHeader =
        "PRODUCTID|PRODUCTNDC|PROPRIETARYNAME|DOSAGEFORMNAME|LABELERNAME|SUBSTANCENAME|ACTIVE_NUMERATOR_STRENGTH|ACTIVE_INGRED_UNIT";

    private const string PackageHeader = "PRODUCTID|PRODUCTNDC|NDCPACKAGECODE|PACKAGEDESCRIPTION";

    private static readonly NdcDirectoryReader Reader = new(DrugCatalog.Shipped);

    [Theory]
    [InlineData("TRAMADOL HYDROCHLORIDE", "50", "mg/1", "TABLET, COATED", "tramadol", 50)]
    [InlineData("ACETAMINOPHEN; TRAMADOL HYDROCHLORIDE", "325; 37.5", "mg/1; mg/1", "TABLET", "tramadol", 37.5)]
    [InlineData("NALOXONE HYDROCHLORIDE; PENTAZOCINE HYDROCHLORIDE", ".5; 50", "mg/1; mg/1", "TABLET", "pentazocine", 50)]
    [InlineData("ASPIRIN; CARISOPRODOL; CODEINE PHOSPHATE", "325; 200; 16", "mg/1; mg/1; mg/1", "TABLET", "codeine", 16)]
    [InlineData("ACETAMINOPHEN; BUTALBITAL; CAFFEINE; CODEINE PHOSPHATE", "325; 50; 40; 30", "mg/1; mg/1; mg/1; mg/1", "CAPSULE", "codeine", 30)]
    [InlineData("PHENTERMINE HYDROCHLORIDE; TOPIRAMATE", "3.75; 23", "mg/1; mg/1", "CAPSULE", "phentermine", 3.75)]
    [InlineData("CLORAZEPATE DIPOTASSIUM", "7.5", "mg/1", "TABLET", "clorazepate", 7.5)]
    [InlineData("PROPOXYPHENE NAPSYLATE", "100", "mg/1", "TABLET", "dextropropoxyphene", 100)]
    [InlineData("OXYCODONE HYDROCHLORIDE; OXYCODONE TEREPHTHALATE", "4.5; .38", "mg/1; mg/1", "TABLET", "oxycodone", 4.88)]
    [InlineData(
        "AMPHETAMINE ASPARTATE MONOHYDRATE; AMPHETAMINE SULFATE; DEXTROAMPHETAMINE SACCHARATE; DEXTROAMPHETAMINE SULFATE",
        "5; 5; 5; 5", "mg/1; mg/1; mg/1; mg/1", "TABLET", "amphetamine", 20)]
    [InlineData("BUTORPHANOL TARTRATE", "10", "mg/mL", "SPRAY", "butorphanol", 10)]
    [InlineData("PHENOBARBITAL", "20", "mg/5mL", "ELIXIR", "phenobarbital", 4)]
    [InlineData("MORPHINE SULFATE", "10", "mg/.5mL", "SOLUTION", "morphine", 20)]
    [InlineData("FENTANYL CITRATE", "200", "ug/1", "LOZENGE", "fentanyl", 0.2)]
    [InlineData("METHOHEXITAL SODIUM", "2.5", "g/1", "INJECTION", "methohexital", 2500)]
    [InlineData("TRAMADOL HYDROCHLORIDE", "50", "mg/201", "TABLET, COATED", "tramadol", 50)]
    [InlineData("METHYLPHENIDATE", "10", "mg/9h", "PATCH", "methylphenidate", 10)]
    [InlineData("FENTANYL", "25", "ug/h", "PATCH", "fentanyl", 1.8)]
    [InlineData("BUPRENORPHINE", "10", "ug/h", "PATCH", "buprenorphine", 1.68)]
    public void Substances_LeadToIngredientAndStrength(string substances, string strength, string unit, string form, string ingredient, double mg)
    {
        var rows = Reader.ReadCsv(ReferenceText.Of(CsvHeader, Csv("00004005801", substances, strength, unit, form)));
        var product = Assert.Single(rows.Rows);
        Assert.Equal(ingredient, product.Ingredient);
        Assert.Equal(mg, product.StrengthMg, 6);
        Assert.Empty(rows.Problems);
    }

    [Theory]
    [InlineData("CODEINE", "100", "[hp_C]/1", "PELLET")]
    [InlineData("PHENOBARBITAL", "100", "[iU]/1", "TABLET")]
    [InlineData("GABAPENTIN", "600", "1/1", "TABLET")]
    [InlineData("CLONAZEPAM", "", "mg/1", "TABLET")]
    [InlineData("FENTANYL", "2.5", "mg/72h", "PATCH")] // the content, not what is delivered
    [InlineData("FENTANYL", "2.55", "mg/[USP'U]", "PATCH")]
    public void NoUsableAmount_KeepsTheProductWithoutStrength(string substance, string strength, string unit, string form)
    {
        var rows = Reader.ReadCsv(ReferenceText.Of(CsvHeader, Csv("00004005801", substance, strength, unit, form)));
        Assert.Equal(0, Assert.Single(rows.Rows).StrengthMg);
        Assert.Equal([new ReferenceProblem(2, ReferenceProblemCode.Strength, "strength")], rows.Problems);
    }

    [Fact]
    public void PatchWornAsItsPackageSays_GivesTheAmountDelivered()
    {
        var rows = Reader.ReadCsv(ReferenceText.Of(
            CsvHeader,
            "00093690045,Fentanyl,\"PATCH, EXTENDED RELEASE\",Teva,FENTANYL,25,ug/h,5 POUCH in 1 CARTON > 1 PATCH in 1 POUCH > 48 h in 1 PATCH"));
        Assert.Equal(1.2, Assert.Single(rows.Rows).StrengthMg, 6);
    }

    [Fact]
    public void Rows_CarryFormLabelAndLabeler_AndOthersAreCounted()
    {
        var rows = Reader.ReadCsv(ReferenceText.Of(
            CsvHeader,
            "00004005801,Klonopin,\"TABLET, FILM COATED\",\"Genentech, Inc.\",CLONAZEPAM,.5,mg/1,\"100 TABLET in 1 BOTTLE, PLASTIC\"",
            Csv("00093083201", "DILTIAZEM HYDROCHLORIDE", "30", "mg/1", "TABLET")));
        Assert.Equal(
            [new DirectoryProduct(Ndc.FromNumber(4_005_801), "clonazepam", 0.5, "tablet, film coated", "Klonopin 0.5 mg", "Genentech, Inc.")],
            rows.Rows);
        Assert.Equal((2, 1), (rows.Read, rows.Skipped));
    }

    [Fact]
    public void FaultyRows_AreNamedByLineAndLeftOut()
    {
        var rows = Reader.ReadCsv(ReferenceText.Of(
            CsvHeader,
            Csv("0004005801", "CLONAZEPAM", "1", "mg/1", "TABLET"),
            Csv("00004005801", "CLONAZEPAM", "1", "mg/1", "TABLET"),
            Csv("00004005801", "CLONAZEPAM", "1", "mg/1", "TABLET"),
            Csv("00004005801", "CLONAZEPAM", "2", "mg/1", "TABLET"),
            "00004005802,short"));
        Assert.Equal(1, Assert.Single(rows.Rows).StrengthMg);
        Assert.Equal(
            [
                new ReferenceProblem(2, ReferenceProblemCode.Ndc, "ndc_11"),
                new ReferenceProblem(5, ReferenceProblemCode.Duplicate, "ndc_11"),
                new ReferenceProblem(6, ReferenceProblemCode.FieldCount, ""),
            ],
            rows.Problems);
        Assert.Equal((5, 1), (rows.Read, rows.Skipped));
    }

    [Fact]
    public void OriginalPair_IsJoinedByProduct()
    {
        var rows = Reader.ReadText(
            ReferenceText.Tabs(
                ProductHeader,
                "0004-0058_a|0004-0058|Klonopin® 1\"|TABLET|Genentech, Inc.|CLONAZEPAM|1|mg/1",
                "0004-0999_b|0004-0999|Other|TABLET|Maker|DILTIAZEM|1|mg/1"),
            ReferenceText.Tabs(
                PackageHeader,
                "0004-0058_a|0004-0058|0004-0058-01|100 TABLET in 1 BOTTLE",
                "0004-0058_a|0004-0058|0004-0058-02|500 TABLET in 1 BOTTLE",
                "0004-0999_b|0004-0999|0004-0999-01|100 TABLET in 1 BOTTLE",
                "0004-0000_c|0004-0000|0004-0000-01|100 TABLET in 1 BOTTLE"));
        Assert.Equal([4_005_801, 4_005_802], rows.Rows.Select(r => r.Ndc.Number));
        Assert.Equal("Klonopin® 1\" 1 mg", rows.Rows[0].Label);
        Assert.Equal([new ReferenceProblem(5, ReferenceProblemCode.ProductMissing, "product_id")], rows.Problems);
        Assert.Equal(1, rows.Skipped);
    }

    [Fact]
    public void MissingColumn_RejectsTheFile()
    {
        var rows = Reader.ReadCsv(ReferenceText.Of("ELEVEN_DIGIT_NDC,PROPRIETARYNAME", "00004005801,Klonopin"));
        Assert.True(rows.IsRejected);
        Assert.Empty(rows.Rows);
        Assert.Equal(ReferenceProblemCode.ColumnMissing, Assert.Single(rows.Problems).Code);
        Assert.True(Reader.ReadText(ReferenceText.Tabs("PRODUCTID|X"), ReferenceText.Tabs(PackageHeader)).IsRejected);
    }

    [Fact]
    public void EmptyFile_IsRejected() =>
        Assert.True(Reader.ReadCsv(() => new MemoryStream()).IsRejected);

    private static string Csv(string ndc, string substances, string strength, string unit, string form) =>
        $"{ndc},Name,\"{form}\",Maker,\"{substances}\",\"{strength}\",\"{unit}\",package";
}
