using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Detection;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

public sealed class RuleCatalogTests
{
    private static Result<RuleCatalog> Create(params (string Key, string Value)[] settings) =>
        RuleCatalog.Create(RuleSettings.From(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build()));

    [Fact]
    public void Defaults_AreAllRulesInOrderWithoutRepeats()
    {
        var ids = RuleCatalog.Default.All.Select(r => r.Definition.Id).ToList();

        Assert.Equal(
            "PS-01 PS-02 PS-03 PS-04 PS-05 PS-06 PS-07 PS-08 ER-01 ER-02 ER-03 ER-04 ER-05 OV-01 OV-02 DO-01 DO-02 DO-03 DO-04 "
            + "DU-01 DU-02 AB-01 CO-01 CO-02 CO-03 PY-01 PY-02 GE-01 GE-02 GE-03 ID-01 AG-01 AG-02 VE-01",
            string.Join(' ', ids));
        Assert.Distinct(RuleCatalog.Default.All.Select(r => r.Definition.Name));
    }

    [Fact]
    public void RulesThatAProgrammeMustConfirm_AreOffUntilItDoes()
    {
        static IEnumerable<string> Off(RuleCatalog catalog) => catalog.All.Where(r => !catalog.IsOn(r)).Select(r => r.Definition.Id);

        Assert.Equal(["PY-02", "GE-02", "AG-01", "AG-02"], Off(RuleCatalog.Default));
        Assert.Equal(["AG-01", "AG-02"], Off(Create(("Rules:PY-02:Enabled", "true"), ("Rules:ge-02:enabled", "True")).Value));
        Assert.Contains("PS-01", Off(Create(("Rules:PS-01:Enabled", "false")).Value));
        Assert.Empty(Create(("Rules:ID-01:Enabled", "false")).Value.DispenserRules);
        Assert.Empty(Off(RuleCatalog.Default.WithEveryRuleOn()));
        Assert.Equal("Rules:PY-02:Enabled: 'yes' is not true or false.", Create(("Rules:PY-02:Enabled", "yes")).Refusal!.Message);
    }

    [Fact]
    public void EveryThreshold_SaysWhatItMeansAndWhereItComesFrom() => Assert.All(
        RuleCatalog.Default.All,
        r =>
        {
            Assert.NotEmpty(r.Thresholds);
            Assert.All(r.Thresholds, t => Assert.False(string.IsNullOrWhiteSpace(t.Meaning) || string.IsNullOrWhiteSpace(t.Source)));
            Assert.All(r.Thresholds, t => Assert.Equal(t.Default, t.Value));
        });

    [Fact]
    public void Setting_ChangesTheThresholdAndTheFinding()
    {
        const string table = """
            filled | drug            | days
            0      | clonazepam 1 mg | 30
            21     | clonazepam 1 mg | 30
            """;
        var catalog = Create(("Rules:er-02:events", "1"), ("Rules:PS-03:CountBy", "prescriber")).Value;

        Assert.Equal("1", catalog.Find("ER-02")!.Thresholds.Single(t => t.Name == "Events").Value);
        Assert.Equal("Prescriber", catalog.Find("PS-03")!.Thresholds.Single(t => t.Name == "CountBy").Value);
        Assert.Null(Judgement.Of(History.Of(table).AsOf(30)).SeverityOf("ER-02"));
        var finding = Judgement.Of(History.Of(table).AsOf(30), catalog).Of("ER-02");
        Assert.Contains("Events=1", finding.Thresholds, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultySettings_AreAllToldAtOnce()
    {
        var refusal = Create(
            ("Rules:PS-99:Practices", "5"),
            ("Rules:PS-03:Doctors", "5"),
            ("Rules:PS-03:Practices", "1"),
            ("Rules:PS-04:Practices", "5.5"),
            ("Rules:PS-04:CountBy", "3"),
            ("Rules:ER-01:MaxShareUsed", "NaN")).Refusal;

        Assert.NotNull(refusal);
        var complaints = refusal.Message.Split('\n');
        Assert.Equal(6, complaints.Length);
        Assert.Contains("Rules:PS-03:Practices: '1' is not a whole number from 2 to 50.", complaints);
        Assert.Contains(complaints, c => c.StartsWith("Rules:PS-99: no such rule", StringComparison.Ordinal));
        Assert.Contains("Rules:PS-04:CountBy: '3' is not one of Practice, Prescriber.", complaints);
    }

    [Fact]
    public void EarlyRefillTerms_ReachTheRulesThatCountThem()
    {
        var history = History.Of("""
            filled | drug            | days
            0      | clonazepam 1 mg | 30
            20     | clonazepam 1 mg | 30
            40     | clonazepam 1 mg | 30
            60     | clonazepam 1 mg | 30
            """).AsOf(70);

        Assert.NotNull(Judgement.Of(history).SeverityOf("ER-02"));
        Assert.Null(Judgement.Of(history, Create(("Rules:ER-01:MinDaysEarly", "11")).Value).SeverityOf("ER-02"));
    }
}
