using PdmpAnalytics.Patients.Comparing;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Comparing;

public class RecordComparisonTests
{
    [Theory]
    [InlineData("ROBERT", "Robert", "Same")]
    [InlineData("MARY ANN", "MARYANN", "Same")]
    [InlineData("BOB", "ROBERT", "Variant")]
    [InlineData("BOB", "ROB", "Variant")]
    [InlineData("SARA", "SARAH", "Variant")]
    [InlineData("MARY ANN", "MARY", "Variant")]
    [InlineData("JAMES", "JAMSE", "Close")]
    [InlineData("DOMENIQUE", "DOMENIQE", "Close")]
    [InlineData("MAXIMILLIANO", "MAXIMILIANNO", "Close")]
    [InlineData("NICHOCAS", "NICHXLES", "Similar")]
    [InlineData("J", "JAMES", "Initial")]
    [InlineData("K", "JAMES", "Different")]
    [InlineData("JAMES", "PETER", "Different")]
    [InlineData("ALICE", "ALICIA", "Different")]
    [InlineData("DANIEL", "DANIELLE", "Different")]
    [InlineData("JOHN", "JOAN", "Different")]
    [InlineData("", "JAMES", "Missing")]
    [InlineData("BABY BOY", "JAMES", "Missing")]
    [InlineData("UNKNOWN", "UNKNOWN", "Missing")]
    [InlineData("JOSÉ", "JOSE", "Same")]
    public void FirstNames_HaveALevel(string a, string b, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.FirstName, new() { LastName = "X", FirstName = a }, new() { LastName = "X", FirstName = b }));

    [Theory]
    [InlineData("O'NEIL", "ONEIL", "Same")]
    [InlineData("GARCIA-LOPEZ", "Garcia Lopez", "Same")]
    [InlineData("GARCIA-LOPEZ", "GARCIA", "Variant")]
    [InlineData("GARCIA-LOPEZ", "LOPEZ", "Variant")]
    [InlineData("DE LA CRUZ", "CRUZ", "Variant")]
    [InlineData("DE LA CRUZ", "DE LA ROSA", "Similar")]
    [InlineData("VAN DYKE", "VAN BUREN", "Different")]
    [InlineData("JOHNSON", "JOHNSONN", "Close")]
    [InlineData("SMITH JR", "SMITH", "Same")]
    [InlineData("MUELLER", "MILLER", "Similar")]
    [InlineData("SMITH", "GARCIA", "Different")]
    public void LastNames_HaveALevel(string a, string b, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.LastName, new() { LastName = a, FirstName = "Q" }, new() { LastName = b, FirstName = "Q" }));

    [Theory]
    [InlineData("JAMES|WILSON", "WILSON|JAMES", "OtherField", "OtherField")]
    [InlineData("SMITH|MARY|ANN", "SMITH|ANN", "OtherField", "Same")]
    [InlineData("JONES|MARY|SMITH", "SMITH|MARY", "Same", "OtherField")]
    public void NameInAnotherField_IsSeen(string a, string b, string first, string last)
    {
        Assert.Equal(first, Compared.Level(LinkField.FirstName, Compared.Fields(a), Compared.Fields(b)));
        Assert.Equal(last, Compared.Level(LinkField.LastName, Compared.Fields(a), Compared.Fields(b)));
    }

    [Theory]
    [InlineData("ANN", "Ann", "Same")]
    [InlineData("A", "ANN", "Initial")]
    [InlineData("A", "B", "Different")]
    [InlineData("ANN", "ANNE", "Close")]
    [InlineData("ANN", "ROSE", "Different")]
    [InlineData("", "ANN", "Missing")]
    public void MiddleNames_HaveALevel(string a, string b, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.MiddleName, new() { MiddleName = a }, new() { MiddleName = b }));

    [Theory]
    [InlineData("MARIA LUISA", "MARIA", "ELENA", "Different")]
    [InlineData("MARIA LUISA", "MARIA", "LUISA", "Same")]
    [InlineData("MARIA LUISA", "LUISA", "MARIA", "Same")]
    [InlineData("MARIA LUISA", "MARIA", "L", "Initial")]
    [InlineData("MARIA LUISA", "ROSA", "ELENA", "Missing")]
    [InlineData("MARIA LUISA", "MARIA", "", "Missing")]
    public void OtherHalfOfADoubleName_IsComparedWithAMiddleName(string one, string other, string middle, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.MiddleName, new() { FirstName = one }, new() { FirstName = other, MiddleName = middle }));

    [Fact]
    public void InitialBehindTheFirstName_IsTheMiddleName() =>
        Assert.Equal("Same", Compared.Level(LinkField.MiddleName, new() { FirstName = "JAMES R" }, new() { FirstName = "JAMES", MiddleName = "R" }));

    [Theory]
    [InlineData(19800214, 19800214, "Same")]
    [InlineData(19800204, 19800402, "DayMonthSwapped")]
    [InlineData(19800214, 19800215, "OneDigit")]
    [InlineData(19800214, 19900214, "OneDigit")]
    [InlineData(19800214, 19800241, "OneDigit")]
    [InlineData(19890214, 19980214, "OneDigit")]
    [InlineData(19800209, 19800210, "TwoParts")]
    [InlineData(19800214, 19810214, "OneDigit")]
    [InlineData(19790214, 19820214, "TwoParts")]
    [InlineData(19800214, 19801103, "SameYear")]
    [InlineData(19800214, 19761103, "Different")]
    [InlineData(19000101, 19800214, "Missing")]
    [InlineData(0, 19800214, "Missing")]
    public void BirthDates_HaveALevel(int a, int b, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.BirthDate, new() { BirthDate = a }, new() { BirthDate = b }));

    [Theory]
    [InlineData("12 Main Street|Nashville|37201", "12 MAIN ST|NASHVILLE|37201-1234", "Same")]
    [InlineData("12 Main St Apt 4|Nashville|37201", "12 Main St #4|Nashville|37201", "Same")]
    [InlineData("12 Main St Apt 4|Nashville|37201", "12 Main St|Nashville|37201", "Same")]
    [InlineData("12 Main St Apt 4|Nashville|37201", "12 Main St Apt 5|Nashville|37201", "OtherUnit")]
    [InlineData("12 Mian St|Nashville|37201", "12 Main St|Nashville|37201", "Same")]
    [InlineData("12 Main St|Nashville|37201", "12 Main St|Nashville|37202", "Same")]
    [InlineData("12 Main St|Nashville|37201", "12 Main St|Memphis|38103", "OtherTown")]
    [InlineData("12 Main St|Nashville|37201", "14 Main St|Nashville|37201", "SameStreet")]
    [InlineData("12 Main St|Nashville|37201", "12 Oak Ave|Nashville|37201", "SameNumber")]
    [InlineData("12 Main St|Nashville|37201", "7 Oak Ave|Nashville|37201", "SameZip")]
    [InlineData("12 Main St|Nashville|37201", "7 Oak Ave|Nashville|37219", "NearZip")]
    [InlineData("12 Main St|Nashville|37201", "7 Oak Ave|Memphis|38103", "Elsewhere")]
    [InlineData("PO Box 12|Nashville|37201", "P.O. Box 12|Nashville|37201", "Same")]
    [InlineData("12 Main St|Nashville|00000", "12 Main St|Nashville|37201", "Same")]
    [InlineData("||", "12 Main St|Nashville|37201", "Missing")]
    public void Addresses_HaveALevel(string a, string b, string level)
    {
        static LinkFields At(string line)
        {
            var parts = line.Split('|');
            return new LinkFields { Address = parts[0], City = parts[1], Zip = parts[2] };
        }

        Assert.Equal(level, Compared.Level(LinkField.Address, At(a), At(b)));
    }

    [Fact]
    public void StreetOnTheOtherLine_IsFound() => Assert.Equal(
        "Same",
        Compared.Level(
            LinkField.Address,
            new() { Address = "15 lubuma place", AddressSecondLine = "public school", City = "greensborough", Zip = "3138" },
            new() { Address = "15 public school", AddressSecondLine = "lubum aplace", City = "greensborough", Zip = "3138" }));

    [Theory]
    [InlineData("6155550142", "16155550142", "Same")]
    [InlineData("6155550142", "(615) 555-0142", "Same")]
    [InlineData("6155550142", "6155550124", "OneSlip")]
    [InlineData("6155550142", "6155559999", "Different")]
    [InlineData("9999999999", "9999999999", "Missing")]
    public void Phones_HaveALevel(string a, string b, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.Phone, new() { Phone = a }, new() { Phone = b }));

    [Theory]
    [InlineData(6, "A1234567", 6, "a123-4567", "Same")]
    [InlineData(6, "A1234567", 6, "A1234576", "OneSlip")]
    [InlineData(6, "A1234567", 6, "B7654321", "Different")]
    [InlineData(6, "A1234567", 2, "A1234567", "Missing")]
    [InlineData(6, "999999999", 6, "999999999", "Missing")]
    public void Ids_CompareWithinTheirQualifier(byte qualifierA, string a, byte qualifierB, string b, string level) => Assert.Equal(
        level,
        Compared.Level(LinkField.Id, new() { IdQualifier = qualifierA, IdValue = a }, new() { IdQualifier = qualifierB, IdValue = b }));

    [Theory]
    [InlineData("F", "F", "Same")]
    [InlineData("F", "M", "Different")]
    [InlineData("U", "M", "Missing")]
    [InlineData("X", "X", "Missing")]
    public void Sexes_HaveALevel(string a, string b, string level) =>
        Assert.Equal(level, Compared.Level(LinkField.Sex, new() { Sex = a }, new() { Sex = b }));

    [Fact]
    public void NameOfTheTables_AndALookAlikeThatSeveralBear_AreTwoNames()
    {
        var others = Enumerable.Repeat(new LinkFields { FirstName = "DAKEISHA" }, 4);
        var records = Compared.Records([new() { FirstName = "LAKEISHA" }, .. others]);
        var comparison = new RecordComparison(records, TermFrequencies.Of(records));

        Assert.Equal("Close", Compared.Level(LinkField.FirstName, new() { FirstName = "LAKEISHA" }, new() { FirstName = "DAKEISHA" }));
        Assert.Equal(NameLevel.Different, comparison.Compare(records[0], records[1]).FirstName);
    }

    [Fact]
    public void LookAlikeNamesThatManyBear_AreTwoNames()
    {
        // Neither stands in a table. As long as nobody else bears either, one letter is a slip.
        LinkFields[] two = [new() { FirstName = "TYRELLE", LastName = "A" }, new() { FirstName = "TYRELLA", LastName = "A" }];
        var many = Compared.Records(Enumerable.Repeat(two, 4).SelectMany(t => t));
        var comparison = new RecordComparison(many, TermFrequencies.Of(many));

        Assert.Equal("Close", Compared.Level(LinkField.FirstName, two[0], two[1]));
        Assert.Equal(NameLevel.Different, comparison.Compare(many[0], many[1]).FirstName);
    }
}
