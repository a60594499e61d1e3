using PdmpAnalytics.Evaluation.Report;

namespace PdmpAnalytics.Benchmarks.Reviewing;

/// <summary>Precision at the budget, month by month, with and without what was learned.</summary>
internal static class ReviewYearChart
{
    public static string Draw(IReadOnlyList<ReviewMonth> months, int budget) => LineChart.Draw(
        $"A year of reviewing {budget} alerts a month",
        "month",
        "precision",
        [
            new ChartLine("with the model", [.. months.Select(m => new CurvePoint(m.Month, m.Found.Share))])
            {
                Intervals = [.. months.Select(m => (m.Found.Low, m.Found.High))],
                Dots = true,
            },
            new ChartLine("plain priority", [.. months.Select(m => new CurvePoint(m.Month, m.Unlearned.Share))]),
        ],
        month => (month - 0.5) / months.Count,
        [.. months.Select(m => (double)m.Month)]);
}
