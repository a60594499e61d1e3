using PdmpAnalytics.Review;
using PdmpAnalytics.Review.Work;
using Xunit;

namespace PdmpAnalytics.Tests.Review.Work;

public class SecondReadingTests
{
    [Fact]
    public void Sample_IsAboutItsShare_AndTheSameEveryTime()
    {
        var day = new DateOnly(2026, 6, 1);
        var drawn = Enumerable.Range(1, 20_000).Where(id => SecondReadingSample.Draws(id, day, 0.10)).ToList();

        // Five standard deviations of a tenth of 20,000.
        Assert.InRange(drawn.Count, 2000 - 212, 2000 + 212);
        Assert.All(drawn, id => Assert.True(SecondReadingSample.Draws(id, day, 0.10)));
        Assert.DoesNotContain(Enumerable.Range(1, 1000), id => SecondReadingSample.Draws(id, day, 0));
    }

    [Fact]
    public void Kappa_IsCohens()
    {
        // 50 readings: 20 both positive, 15 both negative, 5 and 10 apart; observed 0.7, by chance 0.5.
        var agreement = ReaderAgreement.Of(
        [
            .. Enumerable.Repeat((DispositionLabel.Positive, DispositionLabel.Positive), 20),
            .. Enumerable.Repeat((DispositionLabel.Positive, DispositionLabel.Negative), 5),
            .. Enumerable.Repeat((DispositionLabel.Negative, DispositionLabel.Positive), 10),
            .. Enumerable.Repeat((DispositionLabel.Negative, DispositionLabel.Negative), 15),
        ]);

        Assert.Equal((50, 35), (agreement.Readings, agreement.Agreed));
        Assert.Equal(0.4, agreement.Kappa!.Value, 12);
    }

    [Fact]
    public void Kappa_IsUnknownWithoutReadings_AndWhereOnlyOneThingWasSaid()
    {
        Assert.Null(ReaderAgreement.Of([]).Kappa);
        Assert.Null(ReaderAgreement.Of([(DispositionLabel.Negative, DispositionLabel.Negative)]).Kappa);
    }
}
