using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Linking;
using PdmpAnalytics.Patients.Matching;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Linking;

public class TermSnapshotTests
{
    [Fact]
    public void FrequenciesReadBack_WeighEveryPairAsBefore()
    {
        var records = new LinkRecords();
        var random = new Random(4);
        string[] names = ["SMITH", "SMYTH", "JONES", "GARCIA LOPEZ", "LEE"];
        for (var i = 0; i < 60; i++)
        {
            records.Add(new LinkFields
            {
                LastName = names[Math.Min(random.Next(8), 4)],
                FirstName = names[Math.Min(random.Next(8), 4)],
                BirthDate = 1980_01_01 + random.Next(3),
                Address = $"{random.Next(3)} OAK AVE",
                Zip = $"5540{random.Next(3)}",
                Phone = $"612555010{random.Next(3)}",
                IdValue = $"D10020{random.Next(30)}",
                IdQualifier = 6,
            });
        }

        var terms = TermFrequencies.Of(records);
        var readBack = TermSnapshot.Read(TermSnapshot.Of(records, terms)).For(records);

        var model = ShippedModel.For(records.Count);
        var before = new PatientMatcher(records, terms, new MatchScales(model, terms));
        var after = new PatientMatcher(records, readBack, new MatchScales(model, readBack));
        for (var a = 0; a < records.Count; a++)
        {
            for (var b = 0; b < a; b++)
            {
                Assert.Equal(before.Weigh(a, b), after.Weigh(a, b));
            }
        }
    }
}
