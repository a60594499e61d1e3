using System.Globalization;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>
/// Judging on due days only says on every day what judging each day would: a share of histories each time, hundreds with
/// <c>DUE_HISTORIES=400 dotnet test --filter NextJudgementTests</c>.
/// </summary>
public sealed class NextJudgementTests
{
    private static readonly int Histories =
        int.TryParse(Environment.GetEnvironmentVariable("DUE_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 25;

    [Fact]
    public void RandomHistories_JudgedWhenDue_SayWhatEveryDayWouldSay()
    {
        var (days, judged) = (0, 0);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var random = RandomHistory.Of(seed, maxFills: 12 + seed % 5 * 12);
            var last = random.Rows.Max(r => r.FilledDay) + DispensingHistory.HorizonDays + 40;
            judged += JudgedWhenDue(random, RuleCatalog.Default.WithEveryRuleOn(), DateOnly.FromDayNumber(last), seed, ref days);
        }

        Assert.True(judged < days / 3, $"{judged} of {days} days were due: too early is no use either.");
    }

    [Fact]
    public void OtherThresholds_MoveTheDueDaysWithThem()
    {
        var rules = RuleCatalog.Create(new RuleSettings(
        [
            Setting("DU-01", "InfoDays", "60"), Setting("OV-01", "WindowDays", "60"), Setting("DO-01", "DaysInARow", "9"),
            Setting("PY-01", "WindowDays", "100"), Setting("PS-07", "WindowDays", "200"),
        ])).Value;
        var days = 0;
        for (var seed = 1001; seed <= 1000 + Histories / 3; seed++)
        {
            var random = RandomHistory.Of(seed, maxFills: 40);
            JudgedWhenDue(random, rules, DateOnly.FromDayNumber(random.Rows.Max(r => r.FilledDay) + 300), seed, ref days);
        }

        Assert.NotEqual(0, days);
    }

    [Theory]
    [InlineData(0, 20)] // a fill that is known and starts later
    [InlineData(20, null)]
    public void KnownFill_IsDueWhenItStarts(int asOf, int? due) => Assert.Equal(due, Due("""
        filled | drug            | days
        0      | tramadol 50 mg  | 10
        20     | tramadol 50 mg  | 10
        """, asOf));

    [Theory]
    [InlineData(89, 90)] // becomes Info on its 91st day
    [InlineData(90, 179)] // stays so until it is Low, or the supply ends
    public void LongRun_IsDueWhenItsSeverityRises_NotEachDay(int asOf, int due) => Assert.Equal(due, Due("""
        filled | drug             | qty | days
        0      | clonazepam 1 mg  | 90  | 90
        90     | clonazepam 1 mg  | 180 | 180
        """, asOf));

    [Fact]
    public void ShareOfCash_IsDueWhenAnInsuredFillLeavesTheWindow()
    {
        // 6 of 11 is 55 %; when the first insured fill leaves, 6 of 10 is 60 %.
        var rows = Enumerable.Range(0, 11).Select(i => $"{i * 15}|tramadol 50 mg|14|{(i < 5 ? "insurance" : "cash")}");
        Assert.Equal(183, Due("filled|drug|days|pay\n" + string.Join('\n', rows), 170));
    }

    [Fact]
    public void RiseOfTheDose_IsDueAfterTheSupplyEnded()
    {
        // From day 150 on the dose is three times that of days 90 to 149; before day 90 it was as high, and leaves the baseline.
        var rows = Enumerable.Range(0, 9).Select(i => $"{i * 30}|clonazepam 1 mg|{(i is 3 or 4 ? 30 : 90)}|30");
        var history = History.Of("filled|drug|qty|days\n" + string.Join('\n', rows));
        var first = Enumerable.Range(0, 500).First(d => Judgement.Of(history.AsOf(d)).Any(f => f.Rule.Id == "DO-03"));
        for (var day = 240; day < first; day++)
        {
            Assert.InRange(Due(history, day) ?? int.MaxValue, 0, first);
        }
    }

    private static int JudgedWhenDue(History history, RuleCatalog rules, DateOnly last, int seed, ref int days)
    {
        var judged = 0;
        var (stored, due) = (default(IReadOnlyList<RuleFinding>)!, (DateOnly?)DateOnly.FromDayNumber(history.Rows.Min(r => r.FilledDay)));
        var storedOn = DateOnly.MinValue;
        for (var day = due.Value; day <= last; day = day.AddDays(1))
        {
            var (today, dueNext) = Judgement.WithDue(history.AsOf(day), rules);
            days++;
            Assert.True(dueNext is null || dueNext > day);
            if (due <= day)
            {
                (stored, due, storedOn) = (today, dueNext, day);
                judged++;
            }

            var (then, now) = (stored.Select(Show).ToList(), today.Select(Show).ToList());
            Assert.True(
                then.SequenceEqual(now),
                $"seed {seed}, day {day:O}, judged {storedOn:O}, due {due:O}:\n{string.Join('\n', then.Except(now))}\nbut\n{string.Join('\n', now.Except(then))}");
        }

        return judged;
    }

    /// <summary>All a finding says, but the days on which it held and the length of a run of DU-01 and DU-02 and of a gap of AB-01: they grow day by day and are as of the last judging.</summary>
    private static string Show(RuleFinding f)
    {
        var what = $"{f.Rule.Id} {f.Scope} {f.Severity} {f.ExemptBy} {string.Join(',', f.Notes)}";
        return f.Rule.Id is "DU-01" or "DU-02" or "AB-01" ? what : $"{what} {f.Text} {f.SilentIf} {string.Join(',', f.Values)} [{string.Join(',', f.Evidence)}]";
    }

    private static int? Due(string table, int asOf) => Due(History.Of(table), asOf);

    private static int? Due(History history, int asOf) =>
        Judgement.WithDue(history.AsOf(asOf)).Due is { } due ? due.DayNumber - History.Day(0).DayNumber : null;

    private static KeyValuePair<string, IReadOnlyDictionary<string, string>> Setting(string rule, string threshold, string value) =>
        KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(rule, new Dictionary<string, string> { [threshold] = value });
}
