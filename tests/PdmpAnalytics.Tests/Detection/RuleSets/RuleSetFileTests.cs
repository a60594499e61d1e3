using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.RuleSets;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.RuleSets;

public sealed class RuleSetFileTests
{
    [Fact]
    public void File_BecomesRulesWithItsThresholds_AndItsLabel()
    {
        var file = RuleSetFile.Read("""
            {
              // what a state agreed on
              "name": "fewer-letters", "version": 2, "description": "Six practices",
              "rules": { "PS-03": { "Practices": 6, "CountBy": "Prescriber" }, "GE-02": { "Enabled": true } },
            }
            """).Value;

        Assert.Equal(("fewer-letters", 2, "Six practices"), (file.Name, file.Version, file.Description));
        Assert.Equal("fewer-letters@2", file.Catalog.Set);
        Assert.Equal("6", file.Catalog.Find("PS-03")!.Thresholds.Single(t => t.Name == "Practices").Value);
        Assert.True(file.Catalog.IsOn(file.Catalog.Find("GE-02")!));
        Assert.NotEqual(RuleCatalog.Default.Fingerprint, file.Catalog.Fingerprint);
    }

    [Fact]
    public void FaultyFile_IsToldWithEveryComplaint()
    {
        var complaints = Complaints("""
            {
              "name": "Fewer letters", "version": 0, "owner": "ana",
              "rules": { "PS-03": { "Practices": 1, "Doctors": 6, "Pharmacies": [5] }, "PS-99": { "Practices": 5 }, "PS-04": 5 }
            }
            """);

        Assert.Equal(8, complaints.Length);
        Assert.Contains("owner: no such part; there are name, version, description and rules.", complaints);
        Assert.Contains("name: lower case letters, digits and hyphens, at most 40.", complaints);
        Assert.Contains("version: a whole number from 1.", complaints);
        Assert.Contains("rules: PS-03: Pharmacies: a number, a word, true or false.", complaints);
        Assert.Contains("rules: PS-04: an object with thresholds.", complaints);
        Assert.Contains("Rules:PS-03:Practices: '1' is not a whole number from 2 to 50.", complaints);
        Assert.Contains(complaints, c => c.StartsWith("Rules:PS-03:Doctors: no such threshold", StringComparison.Ordinal));
        Assert.Contains(complaints, c => c.StartsWith("Rules:PS-99: no such rule", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name": "a", "version": 1, "rules": {"PS-03": {"Practices": 6, "practices": 7}}}""", "rules: PS-03: practices stands there twice.")]
    [InlineData("""{"name": "a", "version": 1, "rules": {"PS-03": {}, "ps-03": {}}}""", "rules: ps-03 stands there twice.")]
    [InlineData("""{"name": "a", "version": 1, "rules": []}""", "rules: an object with rule ids, each with its thresholds.")]
    [InlineData("""{"name": 5, "version": 1}""", "name: a text.")]
    [InlineData("""{"name": "a--b", "version": 1}""", "name: lower case letters, digits and hyphens, at most 40.")]
    [InlineData("[]", "The file is not a JSON object.")]
    [InlineData("{\n\"name\": }", "The file is not valid JSON: line 2, byte 9.")]
    public void FaultyPart_IsNamed(string json, string complaint) => Assert.Contains(complaint, Complaints(json));

    [Fact]
    public void Fingerprint_IsThatOfTheRulesInForce_HoweverTheyAreWritten()
    {
        var explicitly = RuleSetFile.Read("""{"name": "a", "version": 1, "rules": {"PS-03": {"Practices": 5.0}}}""").Value;

        Assert.Equal(RuleCatalog.Default.Fingerprint, explicitly.Catalog.Fingerprint);
        Assert.Equal("shipped", RuleCatalog.Default.Set);
        Assert.NotEqual(RuleCatalog.Default.Fingerprint, RuleCatalog.Default.WithEveryRuleOn().Fingerprint);
    }

    private static string[] Complaints(string json) => RuleSetFile.Read(json).Refusal!.Message.Split('\n');
}
