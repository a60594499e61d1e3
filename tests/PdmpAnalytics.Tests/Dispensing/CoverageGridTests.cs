using PdmpAnalytics.Dispensing;
using Xunit;

namespace PdmpAnalytics.Tests.Dispensing;

public sealed class CoverageGridTests
{
    [Fact]
    public void AnyRange_AddsAndCountsExactlyItsDays()
    {
        const int days = 200;
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var set = new ulong[CoverageGrid.WordsFor(days)];
            var expected = new bool[days];
            for (var i = random.Next(4); i >= 0; i--)
            {
                int from = random.Next(-50, 260), to = random.Next(-50, 260);
                CoverageGrid.Add(set, from, to, days);
                for (var d = Math.Max(from, 0); d <= Math.Min(to, days - 1); d++)
                {
                    expected[d] = true;
                }
            }

            int first = random.Next(-20, 220), last = random.Next(-20, 220);
            Assert.Equal(expected.Where((b, d) => b && d >= first && d <= last).Count(), CoverageGrid.Count(set, first, last));
            Assert.Equal(expected.Count(b => b), CoverageGrid.Count(set));
            var next = random.Next(days);
            Assert.Equal(Array.FindIndex(expected, next, b => b), CoverageGrid.NextIn(set, next));
            var gap = Array.FindIndex(expected, next, b => !b);
            Assert.Equal(gap < 0 ? days : gap, CoverageGrid.NextOut(set, next));
        }
    }
}
