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
}
