using System.Globalization;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;
using PdmpAnalytics.TestKit.Linkage;
using Xunit;

namespace PdmpAnalytics.Tests.Patients.Matching;

public class PatientLinkerTests
{
    /// <summary>PDMP_TEST_FAMILIES: how many; 10,000 is the full count (Patients/README.md).</summary>
    private static readonly int Families =
        int.Parse(Environment.GetEnvironmentVariable("PDMP_TEST_FAMILIES") ?? "1500", CultureInfo.InvariantCulture);

    [Fact]
    public void InventedFamilies_HaveNoWrongMerge_AndFewMissed()
    {
        var report = LinkageFileEvaluator.Evaluate([.. new InventedFamilies(7).Records(1500)]);

        Assert.Equal(1, report.Quality.Precision);
        Assert.True(report.Quality.Recall >= 0.96, FormattableString.Invariant($"recall {report.Quality.Recall:F4}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void NobodyIsTakenForSomebodyElseOfTheFamily(long seed)
    {
        var records = new InventedFamilies(seed, plain: true).Records(Families).ToList();
        var mistakes = FamilyMistakes.Of(records, Link([.. records.Select(r => r.Fields)]).Persons);

        Assert.Equal(0, mistakes.WithinFamily);
        Assert.True(mistakes.TwinsNameTyped <= 2 + Families / 2000, mistakes.ToString());
        Assert.True(mistakes.Strangers <= records.Count / 2000, mistakes.ToString());
    }

    /// <summary>
    /// With double names, newborns and other documents among them. A twin who shows another document under a short form of what may be his
    /// sister's name is taken for her (SANDRA, and ALEX for ALEXANDER): one in ten thousand families.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void HardlyAnybodyIsTakenForSomebodyElseOfTheFamily_WhereNamesAreDoubleAndIdsDiffer(long seed)
    {
        var records = new InventedFamilies(seed).Records(Families).ToList();
        var mistakes = FamilyMistakes.Of(records, Link([.. records.Select(r => r.Fields)]).Persons);

        Assert.True(mistakes.WithinFamily <= Families / 5000, mistakes.ToString());
        Assert.True(mistakes.TwinsNameTyped <= 2 + Families / 1000, mistakes.ToString());
        Assert.True(mistakes.Strangers <= records.Count / 2000, mistakes.ToString());
    }

    [Fact]
    public void Records_InAnotherOrder_EndInTheSamePersons()
    {
        var records = new InventedFamilies(8).Records(120).Select(r => r.Fields).ToList();
        var order = Enumerable.Range(0, records.Count).OrderBy(i => i * 7919 % records.Count).ToList();
        var (plain, shuffled) = (Link(records), Link([.. order.Select(i => records[i])]));
        var back = order.Select((original, at) => (original, Person: order[shuffled.Persons[at]])).ToDictionary(p => p.original, p => p.Person);

        Assert.Equal(plain.Model.Version, shuffled.Model.Version);
        for (var a = 0; a < records.Count; a++)
        {
            for (var b = 0; b < a; b++)
            {
                Assert.Equal(plain.Persons[a] == plain.Persons[b], back[a] == back[b]);
            }
        }
    }

    [Fact]
    public void NoRecords_AndOne_AreLinked()
    {
        Assert.Empty(new PatientLinker().Link().Persons);
        Assert.Equal([0], Linked.Persons("SMITH | ANNA"));
    }

    [Fact]
    public void HostileText_IsComparedLikeAnyOther()
    {
        var endless = new string('A', 20_000);
        var linker = new PatientLinker();
        foreach (var text in new[] { endless, "\0\0", "😀", "' OR 1=1 --", "١٢٣", endless })
        {
            linker.Add(new LinkFields { LastName = text, FirstName = text, MiddleName = text, Suffix = text, Address = text, City = text, State = text, Zip = text, Phone = text, IdValue = text, BirthDate = -1 });
        }

        Assert.Equal(6, linker.Link().Persons.Count);
    }

    [Fact]
    public void Model_FromItsOwnText_IsTheSameModel()
    {
        var model = Link([.. new InventedFamilies(9).Records(200).Select(r => r.Fields)]).Model;

        Assert.Equal(model.Version, MatchModel.FromJson(model.ToJson()).Version);
        Assert.NotEqual(model.Version, ShippedModel.For(1000).Version);
    }

    [Fact]
    public void Estimation_FindsTheRatesThatTheRecordsWereMadeWith()
    {
        // The typist mistypes a birth date in 1.5 % of records, so about 3 % of pairs of one person differ in it.
        var records = new InventedFamilies(10).Records(3000).ToList();
        var model = Link([.. records.Select(r => r.Fields)]).Model;
        var pairs = records.CountBy(r => r.Entity).Sum(e => e.Value * (e.Value - 1) / 2.0);

        Assert.InRange(model.MatchesPerRecord, 0.93 * pairs / records.Count, 1.07 * pairs / records.Count);
        Assert.InRange(1 - model.Fields[(int)LinkField.BirthDate].Levels[0].Match, 0.02, 0.04);
        Assert.All(model.Fields, field => Assert.InRange(field.Levels.Sum(l => l.Match), 0.999, 1.001));
        Assert.All(model.Fields, field => Assert.InRange(field.Levels.Sum(l => l.Stranger), 0.999, 1.001));
    }

    [Fact]
    public void ShippedFigures_AddUp() => Assert.All(ShippedModel.For(1).Fields, field => Assert.Equal(
        (1.0, 1.0, 1.0),
        (Math.Round(field.Levels.Sum(l => l.Match), 9), Math.Round(field.Levels.Sum(l => l.Stranger), 9), Math.Round(field.Levels.Sum(l => l.Relative), 9))));

    private static LinkageResult Link(IReadOnlyList<LinkFields> records)
    {
        var linker = new PatientLinker();
        foreach (var record in records)
        {
            linker.Add(record);
        }

        return linker.Link();
    }
}
