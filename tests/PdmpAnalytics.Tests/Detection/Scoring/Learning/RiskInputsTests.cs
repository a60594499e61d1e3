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
    public void Text_ReadsBack_AndOneOfAnotherListDoesNot()
    {
        var inputs = InventedCases.Usual(1)[0].Inputs;

        var read = RiskInputs.Read(RiskInputs.Write(inputs));

        Assert.NotNull(read);
        Assert.All(inputs.Zip(read), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Null(RiskInputs.Read(RiskInputs.Write(inputs).Replace(RiskInputs.Version, "0-0", StringComparison.Ordinal)));
        Assert.Null(RiskInputs.Read(null));
    }

    /// <summary>Issue 6: nothing from race, ethnicity, name, sex or a disability payer; age only chooses peers.</summary>
    [Fact]
    public void NoInput_IsAboutWhoSomebodyIs() => Assert.DoesNotContain(
        RiskInputs.All,
        i => new[] { "sex", "gender", "race", "ethnic", "name-", "age-", "disab" }.Any(word => i.Name.StartsWith(word, StringComparison.Ordinal) || i.Name.Contains($"-{word}", StringComparison.Ordinal)));

    private static int Place(string name) => RiskInputs.All.Index().First(i => i.Item.Name == name).Index;
}
