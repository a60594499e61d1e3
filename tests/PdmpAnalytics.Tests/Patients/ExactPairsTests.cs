using PdmpAnalytics.Patients;
using PdmpAnalytics.Patients.Matching;
using Xunit;

namespace PdmpAnalytics.Tests.Patients;

public class ExactPairsTests
{
    private static readonly string[] MiddleNames = ["", "", "L", "LOUISE", "MARIE"];

    /// <summary>Loading and linking from scratch look at equal keys each in their own way, and must find the same persons.</summary>
    [Fact]
    public void Pairs_ConnectWhatGroupsJoin()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var records = Enumerable.Range(0, 1 + random.Next(8)).Select(i => Record(i, random)).ToList();
            var pairs = new ExactPairs();
            records.ForEach(record => pairs.Add((int)record.Id, record.BaseKey, record));
            var sets = new RecordSets();
            foreach (var (a, b) in pairs.Pairs)
            {
                Assert.True(a < b);
                sets.Join(a, b);
            }

            var groups = records.GroupBy(r => r.BaseKey[0]).SelectMany(same => ExactIdentity.Groups([.. same.Select(r => new IdentityCandidate(
                r.Id, null, ExactIdentity.JoiningKeys(r.IdValue, r.IdQualifier, r.Address, r.Zip, r.Phone), ExactIdentity.FullMiddleName(r.MiddleName)))]));
            Assert.Equal(
                groups.Select(g => string.Join(' ', g.Select(c => c.RecordId).Order())).Order(StringComparer.Ordinal),
                records.GroupBy(r => sets.Find((int)r.Id)).Select(g => string.Join(' ', g.Select(r => r.Id).Order())).Order(StringComparer.Ordinal));
        }
    }

    private static PatientRecord Record(int number, Random random) => new()
    {
        Id = number,
        Key = [(byte)number],
        BaseKey = [(byte)random.Next(2), .. new byte[15]],
        PatientId = 0,
        HomePatientId = 0,
        LastName = "A",
        FirstName = "B",
        MiddleName = MiddleNames[random.Next(MiddleNames.Length)],
        Suffix = "",
        BirthDate = new DateOnly(1980, 2, 14),
        Sex = "F",
        Address = $"{1 + random.Next(3)} Main St",
        City = "",
        State = "",
        Zip = "55401",
        Phone = random.Next(2) == 0 ? "" : $"612555010{random.Next(3)}",
        IdQualifier = 6,
        IdValue = random.Next(3) == 0 ? $"D55500{random.Next(3)}" : "",
        Animal = false,
    };
}
