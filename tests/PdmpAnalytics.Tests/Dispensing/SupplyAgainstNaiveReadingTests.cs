using System.Globalization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Dispensing.Adherence;
using PdmpAnalytics.TestKit.Naive;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

/// <summary>
/// Supply read by sets of days and ledgers says what counting tablets day by day says: a share of random histories each time,
/// 100,000 with <c>SUPPLY_HISTORIES=100000 dotnet test --filter SupplyAgainstNaiveReadingTests</c>.
/// </summary>
public sealed class SupplyAgainstNaiveReadingTests
{
    private const int FirstDay = 738_000;
    private static readonly int[] Durations = [1, 2, 3, 7, 14, 28, 30, 30, 30, 60, 90, 200];
    private static readonly int[] Spans = [1, 20, 60, 200, 400, 700];

    private static readonly int Histories =
        int.TryParse(Environment.GetEnvironmentVariable("SUPPLY_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1500;

    [Fact]
    public void Course_WithAndWithoutCarryOver_IsTheDaysCounted()
    {
        var course = new SupplyCourse();
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = new Random(seed);
            var supplies = Supplies(random);
            var (first, days, bridged) = (FirstDay + random.Next(-50, 300), random.Next(1, 400), random.Next(3) * 5);
            foreach (var carryOver in (CarryOver[])[CarryOver.None, CarryOver.Full])
            {
                course.Read([.. supplies.Select(s => Period(s.Day, s.Days))], Period(first, days), carryOver, bridged);
                var naive = new NaiveCourse(supplies, first, days, carryOver == CarryOver.Full);
                Assert.True(Told(course) == Told(naive, bridged), $"seed {seed}, {carryOver}: {Told(course)} instead of {Told(naive, bridged)}");
                Assert.True(Enumerable.Range(0, days).All(d => course.Covers(d) == naive.Covered[d]), $"seed {seed}, {carryOver}: other days");
            }
        }
    }

    [Fact]
    public void Availability_IsTheDaysCounted()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = new Random(seed);
            var supplies = Supplies(random);
            var windows = Windows(random);
            var figures = new MedicationAvailability(windows, CarryOverTerms.Everything)
                .Of([.. supplies.Select(s => new MedicationEvent(s.Day, s.Days, random.Next(1, 5), random.Next(3)))]);
            var naive = NaiveAvailability.Of(supplies, windows.FollowUpStart, windows.FollowUpDays, windows.ObservationStart, windows.ObservationDays);
            for (var i = 1; i <= AdherenceFigures.Count; i++)
            {
                Assert.True(Same(figures[i], naive[i - 1]), $"seed {seed}, CMA{i}: {figures[i]} instead of {naive[i - 1]}");
            }
        }
    }

    [Fact]
    public void Availability_IsTheCoursesProportion()
    {
        var course = new SupplyCourse();
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = new Random(seed);
            var supplies = Supplies(random);
            var windows = Windows(random) with { FollowUpStart = 0 };
            var figures = new MedicationAvailability(windows, CarryOverTerms.Everything)
                .Of([.. supplies.Select(s => new MedicationEvent(s.Day, s.Days, 1, 0))]);
            var from = supplies[0].Day + windows.ObservationStart;
            course.Read([.. supplies.Select(s => Period(s.Day, s.Days))], Period(from, windows.ObservationDays), CarryOver.Full);
            Assert.True(Same(figures.Cma7, course.ProportionCovered), $"seed {seed}: {figures.Cma7} instead of {course.ProportionCovered}");
        }
    }

    private static List<(int Day, int Days)> Supplies(Random random)
    {
        var span = Spans[random.Next(Spans.Length)];
        return [.. Enumerable.Range(0, random.Next(1, 25)).Select(_ => (Day: FirstDay + random.Next(span), Days: Durations[random.Next(Durations.Length)])).OrderBy(s => s.Day)];
    }

    private static AdherenceWindows Windows(Random random)
    {
        var windows = new AdherenceWindows(random.Next(2) * random.Next(100), 0, random.Next(2) * random.Next(200), random.Next(1, 400));
        return windows with { FollowUpDays = windows.ObservationStart + windows.ObservationDays + random.Next(2) * random.Next(200) };
    }

    private static SupplyPeriod Period(int day, int days) => new(DateOnly.FromDayNumber(day), DateOnly.FromDayNumber(day + days - 1));

    private static (int, int, int, int, int, int, int) Told(SupplyCourse course) => (
        course.Runs.LongestRun, course.Runs.Gaps, course.Runs.GapDays, course.Runs.LongestGap,
        course.OverlapDays, course.LargestStockpile, course.StockpileAtEnd);

    private static (int, int, int, int, int, int, int) Told(NaiveCourse course, int bridged) => (
        course.LongestRun(bridged), course.Gaps().Count, course.Gaps().Sum(), course.Gaps().DefaultIfEmpty().Max(),
        course.OverlapDays, course.LargestStock, course.StockAtEnd);

    private static bool Same(double? figure, double naive) =>
        figure is { } number ? Math.Abs(number - naive) < 1e-9 : double.IsNaN(naive);
}
