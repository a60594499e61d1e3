using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>
/// Between two due days nothing changes: judging every day says what judging on due days says. A share each time, thousands
/// with <c>RULE_HISTORIES=3000 dotnet test --filter NextChangeTests</c>.
/// </summary>
public sealed class NextChangeTests
{
    private const int Nights = 220;
    private static readonly RuleCatalog EveryRule = RuleCatalog.Default.WithEveryRuleOn();
    private static readonly int Histories =
        int.TryParse(Environment.GetEnvironmentVariable("RULE_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 60;

    /// <summary>Rules that say themselves when they change.</summary>
    public static TheoryData<string> RuleIds => new(
        "PS-06", "PS-08", "ER-05", "DO-02", "DO-04", "DU-02", "AB-01", "CO-03", "PY-02", "GE-01", "GE-02", "GE-03", "AG-01", "AG-02", "VE-01");

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void NightsWithoutNews_ChangeNothingBeforeTheDueDay(string ruleId)
    {
        var rule = EveryRule.Find(ruleId)!;
        for (var seed = 1; seed <= Histories; seed++)
        {
            var all = RandomHistory.Of(seed, maxFills: 45);
            // Late enough for supplies to have piled up, early enough for most of them to run on.
            var last = History.Day(100 + seed * 7 % 500).DayNumber;
            var rows = all.Rows.Where(r => Math.Max(r.FilledDay, r.SoldDay) <= last).ToArray();
            var (said, due) = ("", 0);
            for (var day = last; day <= last + Nights; day++)
            {
                var history = all.Load(rows, DateOnly.FromDayNumber(day));
                var findings = new FindingCollector();
                rule.Evaluate(history, PopulationReference.None, findings);
                var says = string.Join(' ', findings.Findings.Where(f => f.Scope != DrugScope.All).Select(f => $"{f.Scope} {f.Severity}"));
                if (due == 0 || day >= due)
                {
                    said = says;
                    due = Math.Min(
                        rule.NextChange(history, findings),
                        findings.Findings.Select(f => f.PeakDay.DayNumber + DispensingHistory.HorizonDays).DefaultIfEmpty(int.MaxValue).Min());
                    Assert.True(due > day, $"seed {seed}: due on {day - due} days before the day judged");
                    continue;
                }

                Assert.True(said == says, $"seed {seed}, {day - last} nights on: '{says}' instead of '{said}', {due - day} days before it was due");
            }
        }
    }
}
