using System.Reflection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>Thresholds that contradict one another are refused where they are read, with both values in the complaint.</summary>
public class ThresholdsTests
{
    [Theory]
    [InlineData("OV-01", "LowDays=40;MediumDays=14;HighDays=7", "LowDays: 40 is above MediumDays, which is 14")]
    [InlineData("OV-01", "LowDays=40;MediumDays=14;HighDays=7", "MediumDays: 14 is above HighDays, which is 7")]
    [InlineData("ER-02", "Events=10;HighEvents=2", "Events: 10 is above HighEvents, which is 2")]
    [InlineData("ER-02", "Events=6", "Events: 6 is above HighEvents, which is 5")]
    [InlineData("PS-01", "ShortWindowDays=200;WindowDays=90", "ShortWindowDays: 200 is above WindowDays, which is 90")]
    public void WrongOrder_IsRefused(string rule, string values, string complaint)
    {
        var catalog = RuleCatalog.Create(Settings(rule, values));

        Assert.Contains($"Rules:{rule}:{complaint}.", catalog.Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OV-01", "LowDays=14;MediumDays=14;HighDays=14")]
    [InlineData("ER-02", "Events=5")]
    [InlineData("PS-03", "Practices=9")]
    [InlineData("ER-01", "MinDaysEarly=11;MaxShareUsed=0.6")]
    public void EqualOrUnrelatedValues_AreTaken(string rule, string values) =>
        Assert.True(RuleCatalog.Create(Settings(rule, values)).Succeeded);

    [Fact]
    public void EveryLadder_NamesThresholdsOfItsRecord()
    {
        var ladders = typeof(RuleCatalog).Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes<AscendingAttribute>(), (t, a) => (Type: t, a.Names)).ToList();

        Assert.True(ladders.Count >= 20, "Many rules have severities that depend on a number.");
        Assert.All(ladders, l => Assert.All(l.Names, name => Assert.NotNull(l.Type.GetProperty(name)?.GetCustomAttribute<ThresholdAttribute>())));
    }

    [Fact]
    public void PartOfAFileThatStandsThereTwice_IsRefused()
    {
        var file = RuleSetFile.Read("""{"name": "x", "version": 1, "rules": {"PS-03": {"Practices": 6}}, "rules": {}}""");

        Assert.Contains("rules stands there twice.", file.Refusal!.Message, StringComparison.Ordinal);
    }

    private static RuleSettings Settings(string rule, string values) => new(
    [
        KeyValuePair.Create<string, IReadOnlyDictionary<string, string>>(
            rule, values.Split(';').Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1])),
    ]);
}
