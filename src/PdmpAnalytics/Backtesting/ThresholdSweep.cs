using System.Globalization;
using System.Text.RegularExpressions;
using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Backtesting;

/// <summary>One threshold of a rule at several values, ascending: <c>PS-03:Practices=4..9</c>, with a step <c>ER-01:MaxShareUsed=0.6..0.9:0.05</c>.</summary>
public sealed partial record ThresholdSweep(string RuleId, string Threshold, IReadOnlyList<double> Values)
{
    /// <summary>Every value is one more replay of each patient (our choice, 2026-11-22).</summary>
    public const int MostValues = 40;

    /// <summary>Refused when the text is none, has too many values, or the rules have no such threshold or do not take a value.</summary>
    public static Result<ThresholdSweep> Parse(string text, RuleCatalog rules)
    {
        if (Form().Match(text) is not { Success: true } form
            || !TryNumber(form.Groups["first"].Value, out var first) || !TryNumber(form.Groups["last"].Value, out var last)
            || !TryNumber(form.Groups["step"].Success ? form.Groups["step"].Value : "1", out var step) || step <= 0 || last < first)
        {
            return Refuse($"'{text}' is not RULE:Threshold=first..last[:step], such as PS-03:Practices=4..9.");
        }

        if (rules.Find(form.Groups["rule"].Value) is not { } rule
            || rule.Thresholds.FirstOrDefault(t => t.Name.Equals(form.Groups["name"].Value, StringComparison.OrdinalIgnoreCase)) is not { } threshold)
        {
            return Refuse($"There is no threshold {form.Groups["name"].Value} of a rule {form.Groups["rule"].Value}; pdmp rules show lists a rule's.");
        }

        if (!rules.All.Contains(rule))
        {
            return Refuse($"{rule.Definition.Id} looks at several patients together and cannot be replayed.");
        }

        // Multiplied, not added up: 0.6 + 0.05 + 0.05 ... drifts off 0.9.
        var count = (int)Math.Floor((last - first) / step + 1e-9) + 1;
        if (count > MostValues)
        {
            return Refuse($"{count} values; at most {MostValues} are tried at once.");
        }

        var sweep = new ThresholdSweep(
            rule.Definition.Id, threshold.Name, [.. Enumerable.Range(0, count).Select(i => Math.Round(first + i * step, 9))]);
        return sweep.Catalogs(rules).Refusal is { } refusal ? refusal : sweep;
    }

    /// <summary>The rules at each value, in the order of <see cref="Values"/>; the rule is on.</summary>
    public Result<IReadOnlyList<RuleCatalog>> Catalogs(RuleCatalog rules)
    {
        var catalogs = new List<RuleCatalog>();
        foreach (var value in Values)
        {
            var on = rules.IsOn(rules.Find(RuleId)!) ? rules : rules.With(RuleId, RuleSettings.Switch, "true").Value;
            var catalog = on.With(RuleId, Threshold, Text(value));
            if (catalog.Refusal is { } refusal)
            {
                return refusal;
            }

            catalogs.Add(catalog.Value);
        }

        return catalogs;
    }

    internal static string Text(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static Refusal Refuse(string message) => new(RefusalReason.Incomplete, message);

    [GeneratedRegex(@"^(?<rule>[A-Za-z]{2}-\d{2}):(?<name>\w+)=(?<first>-?[\d.]+?)\.\.(?<last>-?[\d.]+?)(?::(?<step>[\d.]+))?\z")]
    private static partial Regex Form();
}
