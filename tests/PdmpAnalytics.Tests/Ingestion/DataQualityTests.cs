using PdmpAnalytics.Ingestion;
using Xunit;

namespace PdmpAnalytics.Tests.Ingestion;

public class DataQualityTests
{
    private static readonly DateOnly AsOf = new(2026, 11, 22);
    private static readonly DispenserName Pharmacy = new(1, "FP1234563", "Sample Pharmacy 1");

    /// <summary>Records and faulty ones: August to October, and the running November.</summary>
    [Theory]
    [InlineData("100/10 100/10 100/10", QualityTrend.Same)]
    [InlineData("100/10 100/10 100/30", QualityTrend.Worse)]
    [InlineData("100/30 100/30 100/10", QualityTrend.Better)]
    [InlineData("100/10 100/10 100/15", QualityTrend.Same)] // within chance
    [InlineData("10/1 10/1 10/10", QualityTrend.Unknown)] // too few
    [InlineData("100/10 100/10 29/29", QualityTrend.Unknown)]
    [InlineData("- - 100/90", QualityTrend.Unknown)] // nothing before
    [InlineData("100/10 100/30 -", QualityTrend.Unknown)] // nothing in the last complete month
    [InlineData("100/10 100/10 100/10 100/99", QualityTrend.Same)] // the running month does not count
    [InlineData("100/0 100/0 100/0", QualityTrend.Same)]
    [InlineData("100/100 100/100 100/100", QualityTrend.Same)]
    public void Trend_ComparesTheLastCompleteMonthWithThoseBefore(string months, QualityTrend expected) =>
        Assert.Equal(expected, DataQuality.Of(Pharmacy, Figures(months), AsOf).Trend);

    [Fact]
    public void FewRecords_DoNotMakeTheWorst()
    {
        var few = DataQuality.Of(Pharmacy, Figures("- - 2/1"), AsOf);
        var many = DataQuality.Of(Pharmacy, Figures("- - 3000/1000"), AsOf);

        Assert.True(few.CertainFaultyShare < many.CertainFaultyShare);
        // By hand: (0.5 + 0.9604 - 1.96 * sqrt(0.125 + 0.2401)) / 2.9208, with 1.96 squared = 3.8416.
        Assert.Equal(0.0945, few.CertainFaultyShare, 4);
        Assert.Equal(0, DataQuality.Of(Pharmacy, [], AsOf).CertainFaultyShare);
    }

    [Fact]
    public void Measures_AreSharesOfWhatTheyConcern()
    {
        var quality = DataQuality.Of(
            Pharmacy,
            [
                Figure(QualityFigure.Records, 200), Figure(QualityFigure.Voided, 4), Figure(QualityFigure.DelayDays, 300),
                Figure(QualityFigure.DelayRecords, 100), Figure(QualityFigure.WithoutDateSold, 25),
                Figure((QualityFigure)(short)SubmissionErrorCode.DaysSupplyLong, 2),
            ],
            AsOf);

        Assert.Equal(3, quality.Total.MeanDelayDays);
        Assert.Equal(0.02, QualityMeasures.Of(quality.Total).Single(m => m.Name == "voided").Share);
        Assert.Equal(0.01, QualityMeasures.Of(quality.Total).Single(m => m.Name == "implausible_days_supply").Share);
        Assert.Equal(0.25, QualityMeasures.Missing(quality.Total).Single(m => m.Name == "without_date_sold").Share);
        Assert.Equal([new QualityMeasure("E113", 2, 200)], QualityMeasures.ByCode(quality.Total));
    }

    private static IEnumerable<DispenserMonth> Figures(string months)
    {
        var month = new DateOnly(2026, 8, 1);
        foreach (var text in months.Split(' '))
        {
            if (text.Split('/') is [var records, var faulty])
            {
                yield return Figure(QualityFigure.Records, int.Parse(records, System.Globalization.CultureInfo.InvariantCulture), month);
                yield return Figure(QualityFigure.Faulty, int.Parse(faulty, System.Globalization.CultureInfo.InvariantCulture), month);
            }

            month = month.AddMonths(1);
        }
    }

    private static DispenserMonth Figure(QualityFigure figure, long count, DateOnly? month = null) =>
        new() { DispenserId = 1, Month = month ?? new DateOnly(2026, 10, 1), Figure = (short)figure, Count = count };
}
