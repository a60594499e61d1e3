using System.Text;
using PdmpAnalytics.Web.Charts;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>Days in a row with one value.</summary>
public readonly record struct StepRun(DateOnly FirstDay, DateOnly LastDay, double Value);

/// <summary>A value a day as steps, in units that any size can stretch: one unit a day from the left, 100 from top to bottom.</summary>
public sealed record StepCurve
{
    private const double SameValue = 1e-6;

    private StepCurve()
    {
    }

    /// <summary>Path data of the line.</summary>
    public required string Line { get; init; }

    /// <summary>Path data of the area between line and zero.</summary>
    public required string Area { get; init; }

    /// <summary>The value at the top edge.</summary>
    public required double Top { get; init; }

    /// <summary>The highest value shown.</summary>
    public required double Peak { get; init; }

    /// <summary>The first day with the highest value.</summary>
    public required DateOnly PeakDay { get; init; }

    /// <summary>Runs of days with one value above 0, oldest first.</summary>
    public required IReadOnlyList<StepRun> Runs { get; init; }

    /// <summary>How far below the top a value lies, 0 to 100.</summary>
    public double Below(double value) => 100 - value / Top * 100;

    /// <param name="values">One a day of the range.</param>
    /// <param name="top">The value at the top edge, above 0.</param>
    public static StepCurve Of(IReadOnlyList<double> values, TimeScale scale, double top)
    {
        var runs = RunsOf(values).ToList();
        var (line, area) = (new StringBuilder(), new StringBuilder("M0 100"));
        foreach (var (first, last, value) in runs)
        {
            var y = Svg.Number(100 - value / top * 100);
            line.Append(line.Length == 0 ? $"M0 {y}" : $"V{y}").Append('H').Append(last + 1);
            area.Append('V').Append(y).Append('H').Append(last + 1);
        }

        var peak = values.Count == 0 ? 0 : values.Max();
        var peakAt = Math.Max(0, runs.FindIndex(r => r.Value >= peak - SameValue));
        return new StepCurve
        {
            Line = line.ToString(),
            Area = area.Append("V100Z").ToString(),
            Top = top,
            Peak = peak,
            PeakDay = scale.From.AddDays(runs.Count == 0 ? 0 : runs[peakAt].First),
            Runs = [.. from run in runs where run.Value > 0 select new StepRun(scale.From.AddDays(run.First), scale.From.AddDays(run.Last), run.Value)],
        };
    }

    private static IEnumerable<(int First, int Last, double Value)> RunsOf(IReadOnlyList<double> values)
    {
        for (int first = 0, end; first < values.Count; first = end)
        {
            for (end = first + 1; end < values.Count && Math.Abs(values[end] - values[first]) < SameValue; end++)
            {
            }

            yield return (first, end - 1, values[first]);
        }
    }
}
