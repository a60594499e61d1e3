using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Reference;
using Xunit;

namespace PdmpAnalytics.Tests.Reference;

public class ZipCentroidReaderTests
{
    [Fact]
    public void PlainCsv_IsRead()
    {
        var zip = Assert.Single(ZipCentroidReader.Read(ReferenceText.Of("zip,latitude,longitude", "00601,18.1806,-66.7500")).Rows);
        Assert.Equal((601, 18.1806, -66.75), (zip.Zip, zip.Latitude, zip.Longitude));
    }

    [Fact]
    public void CensusGazetteer_IsRead()
    {
        var rows = ZipCentroidReader.Read(ReferenceText.Tabs(
            "GEOID|ALAND|AWATER|ALAND_SQMI|AWATER_SQMI|INTPTLAT|INTPTLONG        ",
            "41311|1|2|3|4|37.595|  -83.713        "));
        Assert.Equal(-83.713, Assert.Single(rows.Rows).Longitude);
    }

    [Theory]
    [InlineData("1311,37.5,-83.7", ReferenceProblemCode.Number, "zip")]
    [InlineData("41A11,37.5,-83.7", ReferenceProblemCode.Number, "zip")]
    [InlineData("00000,37.5,-83.7", ReferenceProblemCode.Number, "zip")]
    [InlineData("41311,97.5,-83.7", ReferenceProblemCode.Number, "latitude")]
    [InlineData("41311,37.5,", ReferenceProblemCode.Number, "longitude")]
    [InlineData("41312,37.5,-83.7", ReferenceProblemCode.Duplicate, "zip")]
    public void FaultyRow_IsNamedAndLeftOut(string row, ReferenceProblemCode code, string column)
    {
        var rows = ZipCentroidReader.Read(ReferenceText.Of("zip,latitude,longitude", "41312,37.5,-83.7", row));
        Assert.Equal([new ReferenceProblem(3, code, column)], rows.Problems);
        Assert.Equal(41312, Assert.Single(rows.Rows).Zip);
    }
}

public class ConversionFactorReaderTests
{
    private const string Header = "ingredient,set,kind,factor,source";
    private static readonly ConversionFactorReader Reader = new(DrugCatalog.Shipped);

    [Fact]
    public void Factor_IsReadWithItsSource()
    {
        var factor = Assert.Single(Reader.Read(ReferenceText.Of(Header, "Tramadol,cdc2022,MME,0.1,Board rule 7")).Rows);
        Assert.Equal(
            ("tramadol", "CDC2022", ConversionKind.Mme, 0.1, "Board rule 7"),
            (factor.Ingredient, factor.FactorSet, factor.Kind, factor.Factor, factor.Source));
    }

    [Theory]
    [InlineData("sugar,CDC2022,mme,0.1,x", ReferenceProblemCode.IngredientUnknown, "ingredient")]
    [InlineData("tramadol,CDC2022,ome,0.1,x", ReferenceProblemCode.SetUnknown, "kind")]
    [InlineData("tramadol,CDC2022,1,0.1,x", ReferenceProblemCode.SetUnknown, "kind")]
    [InlineData("tramadol,CDC2022,mme,-1,x", ReferenceProblemCode.Number, "factor")]
    [InlineData("tramadol,CDC2022,mme,0.1,", ReferenceProblemCode.Blank, "source")]
    [InlineData("tramadol,CDC1999,mme,0.1,x", ReferenceProblemCode.SetUnknown, "set")]
    [InlineData("tramadol,VA2021,mme,0.1,x", ReferenceProblemCode.SetUnknown, "set")]
    [InlineData("codeine,CDC2022,mme,0.3,x", ReferenceProblemCode.Duplicate, "ingredient")]
    public void FaultyRow_IsNamedAndLeftOut(string row, ReferenceProblemCode code, string column)
    {
        var rows = Reader.Read(ReferenceText.Of(Header, "codeine,CDC2022,mme,0.15,x", row));
        Assert.Equal([new ReferenceProblem(3, code, column)], rows.Problems);
        Assert.Equal("codeine", Assert.Single(rows.Rows).Ingredient);
    }
}

public class PrescriberRegistryReaderTests
{
    [Fact]
    public void OwnColumns_AreRead()
    {
        var row = Assert.Single(PrescriberRegistryReader.Read(ReferenceText.Of(
            "npi,dea,taxonomy,organisation,group,address,zip,phone",
            "1000000012,bs2048711,2084P0800X,Hill Clinic,G1,9 Main Street Suite 2,413110001,503-555-0101")).Rows);
        Assert.Equal(
            ("1000000012", "BS2048711", "2084P0800X", "Hill Clinic", "G1", "9 MAIN ST|2|41311", 41311, "5035550101"),
            (row.Npi, row.Dea, row.Taxonomy, row.Organisation, row.GroupId, row.AddressKey, row.Zip, row.Phone));
    }

    [Fact]
    public void NppesColumns_AreUnderstood()
    {
        var row = Assert.Single(PrescriberRegistryReader.Read(ReferenceText.Of(
            "\"NPI\",\"Entity Type Code\",\"Provider Organization Name (Legal Business Name)\","
            + "\"Provider First Line Business Practice Location Address\",\"Provider Second Line Business Practice Location Address\","
            + "\"Provider Business Practice Location Address Postal Code\",\"Provider Business Practice Location Address Telephone Number\","
            + "\"Healthcare Provider Taxonomy Code_1\"",
            "\"1000000012\",\"2\",\"HILL CLINIC\",\"9 MAIN ST\",\"STE 2\",\"413110001\",\"5035550101\",\"261QP2300X\"")).Rows);
        Assert.Equal(("9 MAIN ST|2|41311", "HILL CLINIC", "261QP2300X", ""), (row.AddressKey, row.Organisation, row.Taxonomy, row.Dea));
    }

    [Fact]
    public void RowWithoutAValidNumber_IsLeftOut()
    {
        var rows = PrescriberRegistryReader.Read(ReferenceText.Of("npi,dea", "1234567890,AP5836728", ",AP5836727"));
        Assert.Equal([new ReferenceProblem(2, ReferenceProblemCode.Identifier, "npi")], rows.Problems);
        Assert.Equal((1, "AP5836727"), (rows.Rows[0].Id, rows.Rows[0].Dea));
    }

    [Fact]
    public void AnotherFile_IsRejected() =>
        Assert.True(PrescriberRegistryReader.Read(ReferenceText.Of("zip,latitude", "41311,1")).IsRejected);
}
