using System.Globalization;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.TestKit.Linkage;
using Xunit;
using Xunit.Abstractions;

namespace PdmpAnalytics.Tests.Patients.Matching;

/// <summary>
/// Collections that the model was not made with: another maker's people, files without a duplicate, tiny files, files with little in
/// them. Figures are printed; the limits are what was measured on 2026-11-22, rounded to the worse side.
/// </summary>
public class OtherPopulationsTests(ITestOutputHelper output)
{
    /// <summary>PDMP_TEST_BORDER: how many people; 20,000 is the count of Patients/README.md.</summary>
    private static readonly int People = int.Parse(Environment.GetEnvironmentVariable("PDMP_TEST_BORDER") ?? "4000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnotherMakersPeople_AreLinkedWithFewWrongPairs(int seed)
    {
        var report = Evaluate([.. new BorderCounty(seed).Records(People)]);

        Assert.True(report.Quality.Precision >= 0.999, report.ToText(0));
        Assert.True(report.Quality.Recall >= 0.9, report.ToText(0));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void RecordsOfDifferentPeople_AreNotMerged(int people)
    {
        var report = Evaluate([.. OnePerPerson(new BorderCounty(11).Records(people))]);

        Assert.Equal(people, report.Persons);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(5000)]
    public void FamiliesWithoutADuplicate_AreNotMerged(int families)
    {
        var report = Evaluate([.. OnePerPerson(new InventedFamilies(12).Records(families))]);

        Assert.Equal(report.Entities, report.Persons);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void NamesAndBirthDatesOnly_OfDifferentPeople_AreNotMerged(int people)
    {
        var report = Evaluate([.. OnePerPerson(new BorderCounty(13).Records(people)).Select(NamesAndBirthDate).DistinctBy(r => r.Fields)]);

        Assert.Equal(1, report.Quality.Precision);
    }

    [Fact]
    public void NamesAndBirthDatesOnly_FindMostDuplicates()
    {
        var report = Evaluate(NamesFile());

        Assert.True(report.Quality.Precision >= 0.995, report.ToText(0));
        Assert.True(report.Quality.Recall >= 0.8, report.ToText(0));
    }

    /// <summary>One record in ten is a second one of somebody, with one slip.</summary>
    internal static List<LabelledRecord> NamesFile()
    {
        var records = OnePerPerson(new InventedFamilies(14, plain: true).Records(4000)).Take(9000).Select(NamesAndBirthDate).ToList();
        var random = new Random(15);
        return [.. records, .. records.Take(1000).Select(r => r with { Fields = Slip(random, r.Fields) })];
    }

    private LinkageFileReport Evaluate(IReadOnlyList<LabelledRecord> records)
    {
        var report = LinkageFileEvaluator.Evaluate(records);
        output.WriteLine(report.ToText(0));
        return report;
    }

    private static IEnumerable<LabelledRecord> OnePerPerson(IEnumerable<LabelledRecord> records) => records.DistinctBy(r => r.Entity);

    private static LabelledRecord NamesAndBirthDate(LabelledRecord record) => record with
    {
        Fields = new LinkFields { LastName = record.Fields.LastName, FirstName = record.Fields.FirstName, BirthDate = record.Fields.BirthDate },
    };

    private static LinkFields Slip(Random random, LinkFields fields) => random.Next(3) switch
    {
        0 => fields with { LastName = Slip(random, fields.LastName) },
        1 => fields with { FirstName = Slip(random, fields.FirstName) },
        _ => fields with { BirthDate = fields.BirthDate + random.Next(1, 9) * (random.Next(2) == 0 ? 10_000 : 1) },
    };

    private static string Slip(Random random, string name)
    {
        var at = random.Next(name.Length);
        return name[..at] + (char)('A' + random.Next(26)) + name[(at + 1)..];
    }
}
