using PdmpAnalytics.Detection.Scoring.Tables;
using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.MicrosoftML.Tests;

public class PcaScoringEngineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(60)]
    public void AnyWidth_AndUnscaledColumns_AreNumbers(int width)
    {
        var table = Table(width, 500, out _);

        var scores = new PcaScoringEngine(1).Score(table);

        Assert.Equal(500, scores.Length);
        Assert.All(scores, s => Assert.True(double.IsFinite(s)));
        Assert.Equal(scores, new PcaScoringEngine(1).Score(table));
    }

    [Fact]
    public void RowsOffThePlane_ComeFirst()
    {
        var table = Table(12, 2000, out var unusual);

        var area = RocCurve.Area(new PcaScoringEngine(1).Score(table), unusual);

        Assert.True(area > 0.95, $"{area:F3}");
    }

    [Fact]
    public void EmptyAndConstantTables_AreZero()
    {
        Assert.Empty(new PcaScoringEngine(1).Score(new NumericTable(5)));
        Assert.All(new PcaScoringEngine(1).Score(NumericTable.Of(2, Enumerable.Repeat(new[] { 1.0, double.NaN }, 10))), s => Assert.Equal(0, s));
    }

    /// <summary>Columns that move together, of very different scales, with missing cells; one row in fifty has columns that do not.</summary>
    private static NumericTable Table(int width, int rows, out bool[] unusual)
    {
        var random = new Random(5);
        unusual = new bool[rows];
        var table = new NumericTable(width);
        for (var row = 0; row < rows; row++)
        {
            unusual[row] = row % 50 == 0;
            var common = random.NextDouble() * 4;
            var cells = table.AddRow();
            for (var c = 0; c < width; c++)
            {
                var value = unusual[row] ? random.NextDouble() * 4 : common + random.NextDouble() * 0.2;
                cells[c] = random.Next(200) == 0 ? double.NaN : value * Math.Pow(10, c % 7 - 3);
            }
        }

        return table;
    }
}
