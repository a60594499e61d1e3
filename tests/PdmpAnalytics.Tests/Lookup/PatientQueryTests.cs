using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Searching;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

public class PatientQueryTests
{
    [Theory]
    [InlineData("ＰＡＤＩＬＬＡ", "PADILLA")]
    [InlineData("O'Brien", "O'Brien")]
    [InlineData("ﬁsher", "fisher")]
    [InlineData("half\ud800", "half\ud800")]
    public void NameInLettersOfAnotherWidth_IsTheSameName(string typed, string read)
    {
        var query = new PatientQuery { LastName = typed, FirstName = typed, MiddleName = typed, BirthDate = new DateOnly(1980, 2, 14) };

        Assert.Equal((read, read, read), (query.LastName, query.FirstName, query.MiddleName));
    }

    /// <summary>Rows of earlier releases have their digest in the audit chain.</summary>
    [Fact]
    public void DigestOfADisclosure_CountsThePersonAndTheCase_OnlyWhereStated()
    {
        var plain = Row("", "", "");

        Assert.Equal("d7c829944ecda2987636df205c25c10a", plain.Digest());
        Assert.Equal(4, new[] { plain.Digest(), Row("jdoe", "", "").Digest(), Row("", "jdoe", "").Digest(), Row("", "", "jdoe").Digest() }.Distinct().Count());
    }

    private static PatientDisclosure Row(string user, string licence, string caseNumber) => new()
    {
        Id = new Guid(1, 2, 3, new byte[8]), At = new DateTimeOffset(2025, 6, 1, 15, 0, 0, TimeSpan.Zero), Kind = DisclosureKind.Report, Account = "pat", Role = "pharmacist",
        Supervisor = "", Facility = "FP1234563", Purpose = QueryPurpose.Dispensing, Application = "test", ClientAddress = "", Override = "", LastName = "Testpatient",
        FirstName = "Alice", BirthDate = new DateOnly(1980, 2, 14), FurtherItems = "", Outcome = "found", PatientId = 1, ListedPatients = "", Fills = 1, States = "MN",
        EndUser = user, Licence = licence, CaseNumber = caseNumber,
    };
}
