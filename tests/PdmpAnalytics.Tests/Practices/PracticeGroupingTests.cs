using PdmpAnalytics.Practices;
using Xunit;

namespace PdmpAnalytics.Tests.Practices;

public class PracticeGroupingTests
{
    private const string Main9 = "9 MAIN ST||41311";
    private const string Main9Suite2 = "9 MAIN ST|2|41311";
    private const string Main9Suite3 = "9 MAIN ST|3|41311";
    private const string Elm1 = "1 ELM ST||41311";
    private const string PhoneA = "5035550101";
    private const string PhoneB = "5035550102";

    [Fact]
    public void SameStreetAndPhone_IsOnePractice_AnotherPhoneIsAnother() =>
        Assert.Equal([1, 1, 3], Practices(At(1, 1, Main9, PhoneA), At(2, 2, Main9, PhoneA), At(3, 3, Main9, PhoneB)));

    [Fact]
    public void SameOrganisation_IsOnePractice_EvenWithTwoPhones() =>
        Assert.Equal(
            [1, 1],
            Practices(At(1, 1, Main9, PhoneA) with { Organisation = "Hill Clinic" }, At(2, 2, Main9, PhoneB) with { Organisation = "HILL CLINIC" }));

    [Fact]
    public void SameStreetInAnotherZip_IsAnotherPractice() =>
        Assert.Equal([1, 2], Practices(At(1, 1, Main9, PhoneA), At(2, 2, "9 MAIN ST||40902", PhoneA)));

    [Fact]
    public void NeitherPhoneNorOrganisation_IsOnePracticeForEachUnit() =>
        Assert.Equal([1, 1, 3], Practices(At(1, 1, Main9Suite2), At(2, 2, Main9Suite2), At(3, 3, Main9Suite3)));

    [Fact]
    public void PhoneLeftOut_JoinsTheOnlyPracticeOfTheUnit() =>
        Assert.Equal(
            [1, 2, 1, 2],
            Practices(At(1, 1, Main9Suite2, PhoneA), At(2, 2, Main9Suite3, PhoneB), At(3, 3, Main9Suite2), At(4, 4, Main9Suite3, "0000000000")));

    [Fact]
    public void PhoneLeftOut_AmongTwoPracticesOfOneUnit_JoinsNeitherUnlessThePersonTells() =>
        Assert.Equal(
            [1, 2, 3, 2],
            Practices(At(1, 1, Main9, PhoneA), At(2, 2, Main9, PhoneB), At(3, 3, Main9), At(4, 2, Main9)));

    [Fact]
    public void PhoneMistyped_StaysWithThePersonsPractice() =>
        Assert.Equal(
            [1, 1, 1],
            Practices(At(1, 1, Main9, PhoneA), At(2, 2, Main9, PhoneA), At(3, 2, Main9, PhoneB)));

    [Fact]
    public void SuiteLeftOut_StaysWithThePersonsPractice_AnotherSuiteDoesNot() =>
        Assert.Equal(
            [1, 2, 1, 2, 5, 1],
            Practices(
                At(1, 1, Main9Suite2, PhoneA), At(2, 2, Main9Suite3, PhoneB), At(3, 1, Main9), At(4, 2, Main9),
                At(5, 1, "9 MAIN ST|7|41311"), At(6, 3, Main9Suite2, PhoneA)));

    [Fact]
    public void SecondOffice_JoinsNoPracticesThroughThePerson() =>
        Assert.Equal(
            [1, 2, 1, 2],
            Practices(At(1, 1, Main9, PhoneA), At(2, 1, Elm1, PhoneB), At(3, 2, Main9, PhoneA), At(4, 3, Elm1, PhoneB)));

    [Fact]
    public void FillsWithoutAddress_CountForThePersonsMostFrequentPractice() =>
        Assert.Equal(
            [1, 2, 2, 4, 4],
            Practices(
                At(1, 1, Main9, PhoneA) with { Fills = 3 }, At(2, 1, Elm1, PhoneB) with { Fills = 8 }, At(3, 1, "") with { Fills = 20 },
                At(4, 2, ""), At(5, 2, "", PhoneA)));

    [Fact]
    public void AddressWithoutZip_IsNoAddress() =>
        Assert.Equal([1, 2, 1], Practices(At(1, 1, Main9, PhoneA), At(2, 2, "9 MAIN ST||00000", PhoneA), At(3, 1, "9 MAIN ST||00000", PhoneA)));

    [Fact]
    public void InstitutionsDeaWithDifferentSuffixes_IsOnePractice()
    {
        PrescriberNumber[] staff =
            [new(1, "", "BS2048711", "A1", "LEE"), new(2, "", "BS2048711", "B2", "KIM"), new(3, "", "BS2048711", "", "ORR"), new(4, "", "MJ3188427", "", "ZAK")];
        Assert.Equal([1, 1, 1, 4], Practices(staff, At(1, 1, Main9), At(2, 2, Elm1), At(3, 3, ""), At(4, 4, "7 OAK ST||41311")));
    }

    [Fact]
    public void OnePersonsStraySuffixes_AreNoInstitution()
    {
        PrescriberNumber[] one = [new(1, "1000000012", "BS2048711", "1", "LEE"), new(2, "1000000012", "BS2048711", "2", "LEE")];
        Assert.Equal([1, 2], Practices(one, At(1, 1, Main9), At(2, 2, Elm1)));
    }

    [Fact]
    public void RegistryGroup_IsOnePracticeAcrossItsAddresses() =>
        Assert.Equal(
            [1, 1, 3],
            Practices(At(1, 1, Main9) with { RegistryGroup = "G1" }, At(2, 2, Elm1) with { RegistryGroup = "G1" }, At(3, 3, "7 OAK ST||41311")));

    [Fact]
    public void MoreThanSixtyPeople_AreSplitByOrganisation()
    {
        var sites = Enumerable.Range(1, 70)
            .Select(i => At(i, i, Main9, PhoneA) with { Organisation = i <= 40 ? "Hill Clinic" : "Dale Clinic" })
            .ToArray();
        Assert.Equal(sites.Select(s => s.Id <= 40 ? 1 : 41), Practices(sites));
    }

    [Fact]
    public void MoreThanSixtyPeopleWithoutOrganisation_AreEachTheirOwn_SixtyAreNot()
    {
        var sites = Enumerable.Range(1, 61).Select(i => At(i, i, Main9, PhoneA)).ToArray();
        Assert.Equal(sites.Select(s => s.Id), Practices(sites));
        Assert.All(Practices(sites[..60]), practice => Assert.Equal(1, practice));
    }

    [Fact]
    public void TooLargeARegistryGroup_FallsBackToItsAddresses()
    {
        var sites = Enumerable.Range(1, 80)
            .Select(i => At(i, i, i <= 40 ? Main9 : Elm1, i <= 40 ? PhoneA : PhoneB) with { RegistryGroup = "G1" })
            .ToArray();
        Assert.Equal(sites.Select(s => s.Id <= 40 ? 1 : 41), Practices(sites));
    }

    [Fact]
    public void Names_AreTheOrganisationOrThePeople_WithTheZip()
    {
        var names = PracticeGrouping.Group(
            [new(1, "", "", "", "LEE"), new(2, "", "", "", "KIM"), new(3, "", "", "", "ORR"), new(4, "", "", "", "ZAK"), new(5, "", "", "", "")],
            [
                At(1, 1, Main9, PhoneA) with { Fills = 1 }, At(2, 2, Main9, PhoneA) with { Fills = 5 }, At(3, 3, Main9, PhoneA) with { Fills = 2 },
                At(4, 4, Elm1) with { Organisation = "Hill Clinic" }, At(5, 5, "") with { Zip = 0 },
            ]).PracticeNames;
        Assert.Equal(["", "KIM, ORR and 1 more (41311)", "", "", "Hill Clinic (41311)", "prescriber 5"], names);
    }

    [Fact]
    public void NoSites_GiveNoPractices() => Assert.Empty(PracticeGrouping.Group([], []).Sites);

    private static PracticeSite At(int id, int prescriber, string address, string phone = "") => new()
    {
        Id = id,
        PrescriberId = prescriber,
        AddressKey = address,
        Zip = address.Length > 5 ? int.Parse(address.AsSpan(address.Length - 5), System.Globalization.CultureInfo.InvariantCulture) : 41311,
        Phone = phone,
        Fills = 1,
    };

    private static IEnumerable<int> Practices(params PracticeSite[] sites) =>
        Practices([.. sites.Select(s => s.PrescriberId).Distinct().Select(id => new PrescriberNumber(id, "", "", "", $"NAME {id}"))], sites);

    private static IEnumerable<int> Practices(PrescriberNumber[] prescribers, params PracticeSite[] sites)
    {
        var groups = PracticeGrouping.Group(prescribers, sites);
        return sites.Select(s => groups.Sites[s.Id].PracticeId);
    }
}
