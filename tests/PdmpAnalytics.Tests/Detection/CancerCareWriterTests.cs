using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Practices;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection;

/// <summary>Fills that the registry says were written in cancer, blood or palliative care.</summary>
public class CancerCareWriterTests
{
    private static IReadOnlyList<RuleFinding> Judge(string table, int asOf) => Judgement.Of(History.Of(table).AsOf(asOf));

    private const string Note = "severity capped: written in cancer or palliative care";

    [Theory]
    [InlineData(0, Severity.Critical)]
    [InlineData(1, Severity.Critical)] // 1 of 5
    [InlineData(2, Severity.Low)] // 2 of 5
    public void ShareOfTheEvidence_CapsTheSeverityAndSaysSo(int written, Severity expected)
    {
        var fills = Enumerable.Range(0, 5).Select(i => $"{i * 10} | clonazepam 1 mg | 30 | D{i} | P{i} | {(i < written ? "CancerCareWriter" : "")}");
        var finding = Judge("filled | drug | days | prescriber | dispenser | context\n" + string.Join('\n', fills), 60).Of("PS-04");

        Assert.Equal(expected, finding.Severity);
        Assert.Equal(expected == Severity.Low, finding.Notes.Contains(Note));
    }

    [Fact]
    public void FillsOutsideTheEvidence_CapNothing()
    {
        var fills = Enumerable.Range(0, 5).Select(i => $"{200 + i * 10} | clonazepam 1 mg | 30 | D{i} | P{i} |");
        var finding = Judge(
            "filled | drug | days | prescriber | dispenser | context\n0 | clonazepam 1 mg | 30 | D0 | P0 | CancerCareWriter\n" + string.Join('\n', fills), 245).Of("PS-04");

        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Fact]
    public void StatedCancer_LowersFurther()
    {
        var fills = Enumerable.Range(0, 5).Select(i => $"{i * 10} | clonazepam 1 mg | 30 | D{i} | P{i} | {(i < 2 ? "Cancer, CancerCareWriter" : "")}");

        Assert.Equal(Severity.Info, Judge("filled | drug | days | prescriber | dispenser | context\n" + string.Join('\n', fills), 60).SeverityOf("PS-04"));
    }

    [Theory]
    [InlineData("207RH0003X", true)] // Hematology and oncology
    [InlineData("207rx0202x", true)] // Medical oncology
    [InlineData("207QH0002X", true)] // Family medicine, hospice and palliative medicine
    [InlineData("208VP0014X", false)] // Interventional pain medicine
    [InlineData("208D00000X", false)] // General practice
    [InlineData("", false)]
    public void Specialties_AreThoseOfCancerBloodAndPalliativeCare(string taxonomy, bool holds) =>
        Assert.Equal(holds, CancerCareSpecialties.Holds(taxonomy));

    [Fact]
    public void Context_IsNoBitThatRecordsState() =>
        Assert.All(
            Enum.GetValues<FillContext>().Where(c => c is not (FillContext.None or FillContext.CancerCareWriter)),
            context => Assert.Equal(FillContext.None, context & FillContext.CancerCareWriter));
}
