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

    // 2025-06-01 is a Sunday: of Thursday's data the Friday is missing, which is the one business day that a pharmacy has.
    [Theory]
    [InlineData("2025-06-01", "")]
    [InlineData("2025-05-29", "")]
    [InlineData("2025-05-28", "no further than 2025-05-28")]
    [InlineData(null, "how far its data reach")]
    public void DataThatStopBeforeTheLateLimit_AreSaidInTheHeadline(string? reach, string said)
    {
        DateOnly? through = reach is null ? null : Day(reach);

        var known = DataReach.On(Day("2025-06-01"), through, lateAfterDays: 1);
        var headline = ReportWords.Headline([], 3, 730, known);

        Assert.StartsWith("Nothing stands out in 24 months of records.", headline, StringComparison.Ordinal);
        Assert.Contains(said, headline, StringComparison.Ordinal);
        Assert.Equal(said.Length == 0, known.IsCurrent);
    }

    [Theory]
    [InlineData("2025-06-01", "2025-05-30", 0, "This fill raises nothing new.")]
    [InlineData("2025-06-01", "2025-05-30", 1, "This fill raises nothing new. 1 day of the running supply is left.")]
    [InlineData("2025-06-01", "2025-03-01", 0, "This fill raises nothing new, by what is on record. The data reach no further than 2025-03-01: supply and doses on that day are not known.")]
    [InlineData("2025-01-20", "2025-01-20", 0, "This fill raises nothing new. Judged for 2025-01-20, not for today.")]
    [InlineData("2025-07-20", "2025-07-18", 0, "This fill raises nothing new. Judged for 2025-07-20, not for today: what is filled until then is not known.")]
    public void Check_SaysOnTopWhatIsNotKnown_AndForWhichDayItHolds(string on, string through, int daysEarly, string said) => Assert.Equal(
        said, PdmpAnalytics.Lookup.Checking.CheckWords.Headline([], daysEarly, DataReach.On(Day(on), Day(through), lateAfterDays: 1), Day(on), Day("2025-06-01")));

    [Fact]
    public void PharmacyOfThePatientThatIsLate_IsNamed_ThoughOthersAreOnTime()
    {
        var late = new LatePharmacy("MAIN STREET", Day("2025-05-20"), 2, Used: true);

        var reach = DataReach.On(Day("2025-06-01"), Day("2025-05-30"), lateAfterDays: 1).Without(late);

        Assert.False(reach.IsCurrent);
        Assert.Equal(
            "This fill raises nothing new, by what is on record. MAIN STREET, used by this patient, has reported through 2025-05-20 only: supply and doses on that day are not known.",
            PdmpAnalytics.Lookup.Checking.CheckWords.Headline([], 0, reach, Day("2025-06-01"), Day("2025-06-01")));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
