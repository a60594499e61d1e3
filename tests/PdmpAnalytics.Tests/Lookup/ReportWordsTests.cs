using PdmpAnalytics.Lookup.Reporting;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

public class ReportWordsTests
{
    [Theory]
    [InlineData(1, "day", "1 day")]
    [InlineData(20, "day", "20 days")]
    [InlineData(2, "pharmacy", "2 pharmacies")]
    [InlineData(0, "fill", "0 fills")]
    public void Counts_AreReadAloudRightly(int count, string noun, string said) => Assert.Equal(said, ReportWords.Counted(count, noun));

    [Fact]
    public void EveryRuleOverOnePatient_HasWordsForTheCounter() =>
        Assert.All(PdmpAnalytics.Detection.RuleCatalog.Default.All, rule => Assert.True(CounterWords.Has(rule.Definition.Id), rule.Definition.Id));

    [Theory]
    [InlineData("2025-06-01", "")]
    [InlineData("2025-05-25", "")]
    [InlineData("2025-05-24", "no further than 2025-05-24")]
    [InlineData(null, "how far its data reach")]
    public void DataThatStopEarly_AreSaidInTheHeadline(string? reach, string said)
    {
        var asOf = new DateOnly(2025, 6, 1);
        DateOnly? through = reach is null ? null : DateOnly.ParseExact(reach, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var headline = ReportWords.Headline([], 3, 730, through, asOf);

        Assert.StartsWith("Nothing stands out in 24 months of records.", headline, StringComparison.Ordinal);
        Assert.Contains(said, headline, StringComparison.Ordinal);
        Assert.Equal(said.Length == 0, ReportWords.IsKnown(through, asOf));
    }
}
