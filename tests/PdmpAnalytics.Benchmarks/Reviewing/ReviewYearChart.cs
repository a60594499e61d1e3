using PdmpAnalytics.Evaluation.Report;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>Precision at the budget, month by month, with and without what was learned.</summary>
internal static class ReviewYearChart
{
    /// <summary>Months by which the two lines stand beside each other, so that their intervals can be told apart.</summary>
    private const double Beside = 0.1;

    public static string Draw(ReplicatedYears years, int budget)
    {
        var months = years.Figures.Learned.Count;
        return LineChart.Draw(
            $"A year of reviewing {budget} alerts a month",
            "month",
            "precision",
            [Line("with the model", years, f => f.Learned, -Beside), Line("plain priority", years, f => f.Plain, Beside)],
            month => (month - 0.5) / months,
            [.. Enumerable.Range(1, months).Select(m => (double)m)]);
    }

    private static ChartLine Line(string name, ReplicatedYears years, Func<YearFigures, IReadOnlyList<double>> figures, double beside)
    {
        var measured = Enumerable.Range(0, years.Figures.Learned.Count).Select(m => years.Of(f => figures(f)[m])).ToList();
        return new ChartLine(name, [.. measured.Select((m, i) => new CurvePoint(i + 1 + beside, m.Value))])
        {
            Intervals = [.. measured.Select(m => (m.Low, m.High))],
            Dots = true,
        };
    }
}
