using System.Globalization;
using System.Text.Json;

namespace PdmpAnalytics.Review;

/// <summary>Writes the figures of the rules for other programs.</summary>
public static class RuleStatisticsExport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>One line a rule; shares from 0 to 1, empty where nothing is known.</summary>
    public static void WriteCsv(TextWriter writer, RuleStatisticsReport report)
    {
        writer.Write("rule,hits,hits_per_week,subjects,repeat_rate,positive,negative,ignored,precision,precision_low,precision_high\n");
        foreach (var rule in report.Rules)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{rule.RuleId},{rule.Hits},{rule.Hits / report.Weeks:0.###},{rule.Subjects},{rule.RepeatRate?.Value:0.####},{rule.Positive},{rule.Negative},{rule.Ignored},{rule.Precision?.Value:0.####},{rule.Precision?.Low:0.####},{rule.Precision?.High:0.####}\n"));
        }
    }

    /// <summary>The same with the hits of each week.</summary>
    public static string Json(RuleStatisticsReport report) => JsonSerializer.Serialize(
        new
        {
            report.From,
            report.To,
            Rules = report.Rules.Select(rule => new
            {
                Rule = rule.RuleId,
                rule.Hits,
                HitsPerWeek = Math.Round(rule.Hits / report.Weeks, 3),
                rule.Subjects,
                RepeatRate = Rounded(rule.RepeatRate?.Value),
                rule.Positive,
                rule.Negative,
                rule.Ignored,
                Precision = Rounded(rule.Precision?.Value),
                PrecisionLow = Rounded(rule.Precision?.Low),
                PrecisionHigh = Rounded(rule.Precision?.High),
                Weeks = rule.Weeks.Select(week => new { week.From, week.Hits }),
            }),
        },
        Options);

    private static double? Rounded(double? share) => share is { } value ? Math.Round(value, 4) : null;
}
