using PdmpAnalytics.Patients;
using Xunit;

namespace PdmpAnalytics.Tests.Patients;

public class AddressNormalizerTests
{
    [Theory]
    [InlineData("3987 Hall Pkwy Ste 88", null, "3987 HALL PKWY", "88")]
    [InlineData("3987 HALL PARKWAY, SUITE 88", null, "3987 HALL PKWY", "88")]
    [InlineData("3987 Hall Pky. #88", null, "3987 HALL PKWY", "88")]
    [InlineData("3987 Hall Pkwy", "Suite 88", "3987 HALL PKWY", "88")]
    [InlineData("3987 Hall Pkwy 88", null, "3987 HALL PKWY", "88")]
    [InlineData("3987 Hall Pkwy", "88", "3987 HALL PKWY", "88")]
    [InlineData("12 North Main Street Apartment 4-B", null, "12 N MAIN ST", "4-B")]
    [InlineData("12 N. Main St. Unit # 4B", null, "12 N MAIN ST", "4B")]
    [InlineData("500 K St N.W.", null, "500 K ST NW", "")]
    [InlineData("1 O'Brien Ave", null, "1 OBRIEN AVE", "")]
    [InlineData("One First Avenue", null, "1 1ST AVE", "")]
    [InlineData("77 Cañón Drive", null, "77 CANON DR", "")]
    [InlineData("100 Highway 12", null, "100 HWY 12", "")]
    [InlineData("100 County Road 12", null, "100 COUNTY RD 12", "")]
    [InlineData("9 Main St Bldg 2 Ste 110", null, "9 MAIN ST", "BLDG 2 110")]
    [InlineData("9 Main St 2nd Floor", null, "9 MAIN ST", "FL 2")]
    [InlineData("9 Main St, Fl 2", null, "9 MAIN ST", "FL 2")]
    [InlineData("9 Main St Rear", null, "9 MAIN ST", "REAR")]
    [InlineData("12 Parking Lot Rd", null, "12 PARKING LOT RD", "")]
    [InlineData("P.O. Box 12", null, "PO BOX 12", "")]
    [InlineData("PO BOX 12", "", "PO BOX 12", "")]
    [InlineData("Post Office Box 12", null, "PO BOX 12", "")]
    [InlineData("9 Main St", "PO Box 12", "9 MAIN ST", "")]
    [InlineData("123 1/2 Elm St", null, "123 1/2 ELM ST", "")]
    [InlineData("", "44 Elm Lane", "44 ELM LN", "")]
    public void Spelling_LeadsToStreetAndUnit(string line1, string? line2, string street, string unit) =>
        Assert.Equal(new NormalizedAddress(street, unit), AddressNormalizer.Normalize(line1, line2));

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData(".,-")]
    public void Nothing_IsEmpty(string? line)
    {
        var address = AddressNormalizer.Normalize(line);
        Assert.True(address.IsEmpty);
        Assert.Equal("", address.KeyWith(41311));
    }

    [Fact]
    public void Normalizing_AgainChangesNothing()
    {
        var once = AddressNormalizer.Normalize("3987 North Hall Parkway", "Building 2, Suite 88");
        Assert.Equal(once, AddressNormalizer.Normalize(once.Street, once.Unit));
    }

    [Fact]
    public void Key_TellsZipsAndUnitsApart()
    {
        var keys = new[]
        {
            AddressNormalizer.Normalize("9 Main St").KeyWith(2139),
            AddressNormalizer.Normalize("9 Main St").KeyWith(2140),
            AddressNormalizer.Normalize("9 Main St Ste 1").KeyWith(2139),
        };
        Assert.Equal("9 MAIN ST||02139", keys[0]);
        Assert.Equal(3, keys.Distinct().Count());
    }

    [Fact]
    public void ToString_ShowsNoAddress() =>
        Assert.DoesNotContain("MAIN", AddressNormalizer.Normalize("9 Main St").ToString(), StringComparison.Ordinal);
}
