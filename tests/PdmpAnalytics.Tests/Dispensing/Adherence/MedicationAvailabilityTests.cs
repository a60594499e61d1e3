using PdmpAnalytics.Dispensing.Adherence;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing.Adherence;

public sealed class MedicationAvailabilityTests
{
    /// <summary>Days 0 to 100 are followed, 20 to 80 observed.</summary>
    private static readonly AdherenceWindows Windows = new(0, 100, 20, 60);

    [Fact]
    public void SupplyInHandAtTheStart_CountsFromMeasureSevenOn()
    {
        // 30 tablets on day 0; 20 on day 30, 10 on day 60: covered 0-49 and 60-69.
        var figures = Of(CarryOverTerms.Everything, (0, 30), (30, 20), (60, 10));

        double[] expected = [20.0 / 30, 30.0 / 50, 20.0 / 30, 30.0 / 50, 20.0 / 30, 30.0 / 50, 40.0 / 60, 30.0 / 50];
        Assert.All(expected, (share, i) => Assert.Equal(share, figures[i + 1]!.Value, 12));
        // The last 40 days have 10 tablets: 20 of them lie in the window and count 5.
        Assert.Equal((10 + 30 * (20.0 / 30) + 5) / 60, figures.Cma9!.Value, 12);
    }

    [Fact]
    public void MoreThanTheDays_IsAboveOne_AndCapped()
    {
        var figures = Of(CarryOverTerms.Everything, (0, 1), (20, 60), (50, 60));

        Assert.Equal((60.0 / 30, 120.0 / 60), (figures.Cma1!.Value, figures.Cma2!.Value));
        Assert.Equal((1.0, 1.0, 1.0), (figures.Cma3!.Value, figures.Cma4!.Value, figures.Cma6!.Value));
    }

    [Fact]
    public void OneEventInTheWindow_HasNoFigureFromFirstToLast()
    {
        var figures = Of(CarryOverTerms.Everything, (0, 5), (50, 15));

        Assert.Equal(((double?)null, (double?)null, (double?)null), (figures.Cma1, figures.Cma3, figures.Cma5));
        Assert.Equal((0.5, 0.5, 0.25), (figures.Cma2, figures.Cma6, figures.Cma7));
    }

    [Fact]
    public void EventOnTheWindowsLastDayAlone_HasNothingToDivideBy()
    {
        var figures = Of(CarryOverTerms.Everything, (0, 5), (80, 15));

        Assert.Equal(((double?)null, (double?)null, 0.0), (figures.Cma2, figures.Cma6, figures.Cma7));
    }

    [Fact]
    public void SupplyThatOutlastsTheWindow_LeavesMeasureEightUndefined()
    {
        var figures = Of(CarryOverTerms.Everything, (0, 90));

        Assert.Equal((1.0, null, 0.9), (figures.Cma7, figures.Cma8, figures.Cma9));
    }

    [Fact]
    public void AnotherMedication_EndsWhatWasLeft_WhenOnlyTheSameCarriesOver()
    {
        MedicationEvent[] events = [new(1000, 60, 1, 0), new(1030, 20, 1, 1), new(1060, 20, 1, 1)];

        Assert.Equal(60.0 / 60, new MedicationAvailability(Windows, CarryOverTerms.Everything).Of(events).Cma7);
        Assert.Equal(50.0 / 60, new MedicationAvailability(Windows, new CarryOverTerms(SameMedicationOnly: true, ByDose: false)).Of(events).Cma7!.Value, 12);
    }

    [Fact]
    public void RaisedDose_HalvesWhatWasLeft_WhenDosesCount()
    {
        MedicationEvent[] events = [new(1000, 60, 1, 0), new(1040, 10, 2, 0)];

        Assert.Equal(50.0 / 60, new MedicationAvailability(Windows, CarryOverTerms.Everything).Of(events).Cma7!.Value, 12);
        Assert.Equal(40.0 / 60, new MedicationAvailability(Windows, new CarryOverTerms(SameMedicationOnly: false, ByDose: true)).Of(events).Cma7!.Value, 12);
    }

    [Fact]
    public void NoEvent_HasNoFigure()
    {
        var figures = new MedicationAvailability(Windows, CarryOverTerms.Everything).Of([]);

        Assert.All(Enumerable.Range(1, AdherenceFigures.Count), i => Assert.Null(figures[i]));
    }

    [Theory]
    [InlineData(0, 100, 50, 51, "inside")]
    [InlineData(0, 100, -1, 50, "before")]
    [InlineData(0, 100, 0, 0, "at least 1 day")]
    [InlineData(0, 100, 50, 50, null)]
    public void Windows_SayWhatIsWrong(int followUpStart, int followUpDays, int observationStart, int observationDays, string? fault)
    {
        var said = new AdherenceWindows(followUpStart, followUpDays, observationStart, observationDays).Fault();

        Assert.True(fault is null ? said is null : said!.Contains(fault, StringComparison.Ordinal), said);
    }

    private static AdherenceFigures Of(CarryOverTerms terms, params (int Day, int Days)[] events) =>
        new MedicationAvailability(Windows, terms).Of([.. events.Select(e => new MedicationEvent(1000 + e.Day, e.Days, 1, 0))]);
}
