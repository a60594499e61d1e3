using PdmpAnalytics.Patients;
using Xunit;

namespace PdmpAnalytics.Tests.Patients;

public class ExactIdentityTests
{
    private static readonly PatientParticulars Alice = Person("TESTPATIENT", "ALICE");

    [Fact]
    public void BaseKey_SpellingDoesNotMatter()
    {
        Assert.Equal(ExactIdentity.BaseKey(Alice), ExactIdentity.BaseKey(Person("Test-Patient", "Alice")));
    }

    [Fact]
    public void BaseKey_GenerationBirthDateSexAndSpeciesMatter()
    {
        PatientParticulars[] others =
        [
            Person("TESTPATIENT JR", "ALICE"), Person("TESTPATIENT", "ALICE", born: new DateOnly(1980, 2, 15)),
            Person("TESTPATIENT", "ALICE", sex: "M"), Person("TESTPATIENT", "ALICE", animal: true),
        ];

        Assert.All(others, other => Assert.NotEqual(ExactIdentity.BaseKey(Alice), ExactIdentity.BaseKey(other)));
    }

    [Fact]
    public void BaseKey_UnknownSexIsMissing()
    {
        Assert.Equal(
            ExactIdentity.BaseKey(Person("A", "B", sex: "U")), ExactIdentity.BaseKey(Person("A", "B", sex: "")));
    }

    [Theory]
    [InlineData("UNKNOWN", "ALICE", "1980-02-14")]
    [InlineData("TESTPATIENT", "Baby Boy", "1980-02-14")]
    [InlineData("TESTPATIENT", "ALICE", "1900-01-01")]
    public void BaseKey_OfPlaceholders_IsTheRecordsOwn(string last, string first, string born)
    {
        var date = DateOnly.ParseExact(born, "yyyy-MM-dd");

        Assert.NotEqual(
            ExactIdentity.BaseKey(Person(last, first, born: date, zip: "55401")),
            ExactIdentity.BaseKey(Person(last, first, born: date, zip: "55402")));
    }

    [Theory]
    [InlineData("999999999", "00000", "9999999999")]
    [InlineData("999-99-9999", "", "")]
    [InlineData("NO ID", "", "")]
    [InlineData("", "", "")]
    [InlineData("UNKNOWN", "99999", "5555555555")]
    public void JoiningKeys_OfPlaceholders_AreNone(string id, string zip, string phone)
    {
        Assert.Empty(ExactIdentity.JoiningKeys(id, 6, "12 Main St", zip, phone));
    }

    [Fact]
    public void JoiningKeys_ZipPlusFourAndCountryCode_AreTheSamePlaceAndPhone()
    {
        Assert.Equal(
            ExactIdentity.JoiningKeys("", 0, "12 Main St", "55402", "6125550100"), ExactIdentity.JoiningKeys("", 0, "12 Main Street Apt 3", "55402-1234", "16125550100"));
    }

    [Fact]
    public void JoiningKeys_ZipWithoutTheSameHouse_JoinsNobody()
    {
        var keys = ExactIdentity.JoiningKeys("A1234567", 6, "12 Main St", "55402", "");

        Assert.Empty(keys.Intersect(ExactIdentity.JoiningKeys("B7654321", 6, "77 Oak Ave", "55402", "")));
        Assert.Empty(ExactIdentity.JoiningKeys("", 0, "", "55402", ""));
        Assert.Empty(ExactIdentity.JoiningKeys("", 0, "County Home", "55402", ""));
    }

    [Fact]
    public void Groups_EveryOrder_EndsInTheSameGroups()
    {
        // 1 and 2 share a ZIP, 2 and 3 a phone, 4 nothing: 1, 2 and 3 belong together through 2.
        IdentityCandidate[] records =
        [
            new(1, null, ["zip 55401"]), new(2, null, ["zip 55401", "phone 6"]), new(3, null, ["phone 6"]), new(4, null, ["id 6 X"]),
        ];
        foreach (var order in Orders(records.Length))
        {
            var groups = ExactIdentity.Groups([.. order.Select(i => records[i])]);

            Assert.Equal(
                ["1 2 3", "4"], groups.Select(g => string.Join(' ', g.Select(c => c.RecordId).Order())).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Groups_RecordsOfOnePatient_StayTogether()
    {
        var groups = ExactIdentity.Groups([new(1, 7, ["zip 1"]), new(2, 7, ["zip 2"]), new(3, 9, ["zip 3"])]);

        Assert.Equal([2, 1], groups.Select(g => g.Count));
    }

    [Theory]
    [InlineData("LOUISE MARIE -", "1", "2", "3")]
    [InlineData("LOUISE LOUISE MARIE", "1 2", "3")]
    [InlineData("LOUISE - -", "1 2 3")]
    [InlineData("LOUISE L M", "1 2 3")]
    public void Groups_OtherFullMiddleNamesAtOneDoor_AreNotJoined_InAnyOrder(string middleNames, params string[] expected)
    {
        var records = middleNames.Split(' ')
            .Select((name, i) => new IdentityCandidate(i + 1, null, ["place 55401 12", "phone 6"], ExactIdentity.FullMiddleName(name))).ToList();
        foreach (var order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0] })
        {
            var groups = ExactIdentity.Groups([.. order.Select(i => records[i])]);

            Assert.Equal(expected, groups.Select(g => string.Join(' ', g.Select(c => c.RecordId).Order())).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Groups_OneIdWithOtherMiddleNames_IsOnePerson() => Assert.Single(ExactIdentity.Groups(
        [new(1, null, ["id 6 X", "phone 6"], "LOUISE"), new(2, null, ["id 6 X", "phone 6"], "MARIE")]));

    private static IEnumerable<int[]> Orders(int count)
    {
        var all = Enumerable.Range(0, count).ToArray();
        return from a in all
               from b in all
               from c in all
               from d in all
               let order = new[] { a, b, c, d }
               where order.Distinct().Count() == count
               select order;
    }

    private static PatientParticulars Person(
        string last, string first, DateOnly? born = null, string sex = "F", string zip = "", bool animal = false) => new()
    {
        LastName = last,
        FirstName = first,
        BirthDate = born ?? new DateOnly(1980, 2, 14),
        Sex = sex,
        Zip = zip,
        Animal = animal,
    };
}
