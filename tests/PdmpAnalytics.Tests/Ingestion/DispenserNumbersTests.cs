using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class DispenserNumbersTests
{
    private const string Dea = "FP1234563";
    private const string OtherDea = "BS2048711";
    private const string Npi = "1234567893";
    private const string OtherNpi = "1000000012";

    [Theory]
    [InlineData(Dea, "", "", 7)]
    [InlineData("", Npi, "", 7)]
    [InlineData("", "", "2400018", 7)]
    [InlineData("", Npi, "9999999", 7)]
    [InlineData(OtherDea, Npi, "2400018", null)] // another registration, whatever else is the same
    [InlineData("", OtherNpi, "2400018", null)]
    [InlineData("", OtherNpi, "", null)]
    [InlineData("", "", "", null)]
    public void OneDispenser_IsFoundByAnyNumberThatNoStrongerOneContradicts(string dea, string npi, string ncpdp, int? expected)
    {
        var numbers = new DispenserNumbers();
        numbers.Add(7, Dea, Npi, "2400018");

        Assert.Equal(expected, numbers.Find(dea, npi, ncpdp));
    }

    [Fact]
    public void NumberOfSeveral_SaysNothing()
    {
        var numbers = new DispenserNumbers();
        numbers.Add(7, Dea, Npi, "");
        numbers.Add(8, OtherDea, Npi, "");

        Assert.Null(numbers.Find("", Npi, ""));
    }

    [Fact]
    public void NumberThatFailsItsCheck_SaysNothing()
    {
        var numbers = new DispenserNumbers();
        numbers.Add(7, "FP1234560", "1234567890", "");

        Assert.Null(numbers.Find("FP1234560", "1234567890", ""));
    }

    [Fact]
    public void DispenserKnownByItsNpi_IsTheOneThatLaterStatesItsDeaNumber()
    {
        var numbers = new DispenserNumbers();
        numbers.Add(7, "", Npi, "");

        Assert.Equal(7, numbers.Find(Dea, Npi, ""));
        numbers.Add(7, Dea, Npi, "");

        Assert.Equal(7, numbers.Find(Dea, "", ""));
    }
}
