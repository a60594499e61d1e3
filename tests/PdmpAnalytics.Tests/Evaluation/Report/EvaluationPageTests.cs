using System.Xml.Linq;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Evaluation.Report;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation.Report;

public class EvaluationPageTests
{
    [Fact]
    public void Page_HoldsEveryChart_AndNeedsNothingElse()
    {
        var page = EvaluationPage.Write(Population(chances: true), "Folder <sample>.");

        Assert.Contains("Folder &lt;sample&gt;.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        var charts = page.Split("<svg")[1..].Select(part => "<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)]).ToList();
        Assert.Equal(2 + 1 + 1 + 2 + 6, charts.Count);
        Assert.All(charts, chart => Assert.NotEmpty(XDocument.Parse(chart).Root!.Elements()));
        foreach (var method in new[] { "queue", "forest", "5x5-183", "4x4-183", "overlap-3-pharmacies" })
        {
            Assert.Contains($"<td>{method}</td>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithoutAModel_CalibrationSaysThatThereIsNone() =>
        Assert.Contains("no chance is stated", EvaluationPage.Write(Population(chances: false), ""), StringComparison.Ordinal);

    [Fact]
    public void GroupFoundLess_IsNamed_WhenChanceDoesNotExplainIt()
    {
        var people = Enumerable.Range(0, 400).Select(i => new TruthPatient($"P{i}", i < 200, "kind", [])).ToList();
        // All of the first hundred are found, one in ten of the second.
        var scores = people.Select((_, i) => i < 100 || (i < 200 && i % 10 == 0) ? 2.0 : i >= 310 ? 1 : 0).ToArray();
        var traits = people.Select((_, i) => new PersonTraits(i % 200 < 100 ? "F" : "M", "25 to 44", "some")).ToList();

        var page = EvaluationPage.Write(new EvaluatedPopulation(people, traits, [new("queue", "", scores)]), "");

        Assert.Contains("F beside M: ratio 10.00, above 1.25 and more than chance explains", page, StringComparison.Ordinal);
    }

    private static EvaluatedPopulation Population(bool chances)
    {
        var people = Enumerable.Range(0, 60).Select(i => new TruthPatient($"P{i}", i % 6 == 0, i % 6 == 0 ? "taking" : $"life-{i % 3}", [])).ToList();
        var traits = people.Select((_, i) => new PersonTraits(i % 2 == 0 ? "F" : "M", i % 3 == 0 ? "under 25" : "25 to 44", "some")).ToList();
        var scores = people.Select((_, i) => (double)(i * 7 % 60)).ToArray();
        EvaluatedMethod[] methods =
        [
            new("queue", "all", scores), new("forest", "isolation forest", [.. scores.Reverse()]),
            .. PublishedDefinitions.All.Select(d => new EvaluatedMethod(d.Name, "", new double[60])),
        ];
        return new EvaluatedPopulation(people, traits, methods) { Chances = chances ? [.. scores.Select(s => s > 20 ? (double?)(s / 60) : null)] : [] };
    }
}
