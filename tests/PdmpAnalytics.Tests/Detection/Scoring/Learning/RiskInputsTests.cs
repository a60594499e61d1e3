using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Learning;

public class RiskInputsTests
{
    [Fact]
    public void Vector_HoldsSurprisesAndFindings_AndPointsAreThePriority()
    {
        var surprises = Enumerable.Range(0, PatientFeatures.Definitions.Count).Select(i => i % 4 * 0.5).ToArray();
        var findings = new[] { Findings.Of("PS-03", PdmpAnalytics.Detection.Severity.High), Findings.Of("ER-01", PdmpAnalytics.Detection.Severity.Low) };

        var inputs = RiskInputs.Of(surprises, findings);

        Assert.Equal(4, inputs[Place("severity")]);
        Assert.Equal(1, inputs[Place("notable-rules")]);
        Assert.Equal((4f, 2f, 0f), (inputs[Place("rule-PS-03")], inputs[Place("rule-ER-01")], inputs[Place("rule-PS-04")]));
        var anomaly = surprises.Select((s, i) => s * TailProbabilityEngine.ShareOf(i)).Sum();
        Assert.Equal(10 * anomaly + 4 * 4 + 2.5 * 1, RiskInputs.Points(inputs), 1e-4);
    }

    [Fact]
    public void Text_ReadsBack()
    {
        var inputs = InventedCases.Usual(1)[0].Inputs;

        var read = RiskInputs.Read(RiskInputs.Write(inputs));

        Assert.NotNull(read);
        Assert.All(inputs.Zip(read), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.False(RiskInputs.IsOfAnotherList(RiskInputs.Write(inputs)));
        Assert.Null(RiskInputs.Read(null));
        Assert.All(RiskInputs.Read(RiskInputs.Write(new float[RiskInputs.All.Count]))!, v => Assert.Equal(0, v));
    }

    /// <summary>A release with a new rule, without an old feature, and with a feature that counts something else now, keeps the rest of what was concluded.</summary>
    [Fact]
    public void TextOfAnotherList_KeepsWhatBothKnow()
    {
        const string Text = "1-0badcafe;fills-30d=1.25;gone-90d=2;fills-90d@2=3;rule-PS-03=4";

        var read = RiskInputs.Read(Text)!;

        Assert.True(RiskInputs.IsOfAnotherList(Text));
        Assert.Equal((1.25f, 0f, 4f), (read[Place("fills-30d")], read[Place("fills-90d")], read[Place("rule-PS-03")]));
        Assert.Equal(5.25f, read.Sum());
    }

    /// <summary>Numbers by position: read by name they would all be 0, and teach that.</summary>
    [Fact]
    public void TextWithoutNames_IsNoVector() => Assert.Null(RiskInputs.Read("1-0badcafe;1.2;;3"));

    [Fact]
    public void Key_NamesTheVersion_FromTheSecondOn()
    {
        Assert.Equal("fills-30d", new RiskInput("fills-30d", "", 0).Key);
        Assert.Equal("fills-30d@3", new RiskInput("fills-30d", "", 0, 3).Key);
        Assert.Equal(RiskInputs.All.Count, RiskInputs.All.DistinctBy(i => i.Key).Count());
        Assert.DoesNotContain(RiskInputs.All, i => i.Key.Contains(';', StringComparison.Ordinal) || i.Key.Contains('=', StringComparison.Ordinal));
    }

    /// <summary>Issue 6: nothing from race, ethnicity, name, sex or a disability payer; age only chooses peers.</summary>
    [Fact]
    public void NoInput_IsAboutWhoSomebodyIs() => Assert.DoesNotContain(
        RiskInputs.All,
        i => new[] { "sex", "gender", "race", "ethnic", "name-", "age-", "disab" }.Any(word => i.Name.StartsWith(word, StringComparison.Ordinal) || i.Name.Contains($"-{word}", StringComparison.Ordinal)));

    private static int Place(string name) => RiskInputs.All.Index().First(i => i.Item.Name == name).Index;
}
