using PdmpAnalytics.Practices;
using Xunit;

namespace PdmpAnalytics.Tests.Practices;

public class RegistryMatchTests
{
    private static readonly PrescriberNumber[] Numbers = [new(1, "1000000012", "", "", "LEE"), new(2, "1000000020", "BS2048711", "", "KIM")];

    [Fact]
    public void OwnListingAtTheStreet_GivesOrganisationAndGroup_AlsoWithoutTheSuite() =>
        Assert.Equal(
            ("Hill Clinic", "G1"),
            Match(Site(1, "9 MAIN ST||41311"), Entry("1000000012", "", "9 MAIN ST|2|41311")));

    [Fact]
    public void OwnListingElsewhere_SaysNothingOfASecondOffice() =>
        Assert.Equal(("", ""), Match(Site(1, "1 ELM ST||41311"), Entry("1000000012", "", "9 MAIN ST||41311")));

    [Fact]
    public void ListingByDea_IsFoundToo() =>
        Assert.Equal(("Hill Clinic", "G1"), Match(Site(2, "9 MAIN ST||41311"), Entry("", "BS2048711", "9 MAIN ST||41311")));

    [Fact]
    public void AnothersListing_CountsOnlyAtTheSameAddressAndPhone()
    {
        var organisation = Entry("1000000038", "", "9 MAIN ST|2|41311") with { Phone = "5035550101" };
        Assert.Equal(("Hill Clinic", "G1"), Match(Site(1, "9 MAIN ST|2|41311") with { Phone = "5035550101" }, organisation));
        Assert.Equal(("", ""), Match(Site(1, "9 MAIN ST|2|41311") with { Phone = "5035550102" }, organisation));
        Assert.Equal(("", ""), Match(Site(1, "9 MAIN ST|2|41311"), organisation with { Phone = "" }));
    }

    [Fact]
    public void SiteWithoutAddress_StaysAsItIs() =>
        Assert.Equal(("", ""), Match(Site(1, ""), Entry("1000000012", "", "9 MAIN ST||41311")));

    private static (string, string) Match(PracticeSite site, RegistryEntry entry)
    {
        var listed = RegistryMatch.Apply([site], Numbers, [entry.ToRow()]).Single();
        return (listed.Organisation, listed.RegistryGroup);
    }

    private static PracticeSite Site(int prescriber, string address) => new() { Id = 1, PrescriberId = prescriber, AddressKey = address };

    private static RegistryEntry Entry(string npi, string dea, string address) => new(npi, dea, address, "");

    private sealed record RegistryEntry(string Npi, string Dea, string AddressKey, string Phone)
    {
        public RegistryPrescriber ToRow() => new()
        {
            Id = 1,
            Npi = Npi,
            Dea = Dea,
            Taxonomy = "",
            Organisation = "Hill Clinic",
            GroupId = "G1",
            AddressKey = AddressKey,
            Zip = 41311,
            Phone = Phone,
        };
    }
}
