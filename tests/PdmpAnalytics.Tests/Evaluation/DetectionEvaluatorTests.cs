using System.Text.Json;
using PdmpAnalytics.Evaluation;
using Xunit;

namespace PdmpAnalytics.Tests.Evaluation;

public class DetectionEvaluatorTests
{
    private static readonly TruthFolder Truth = new()
    {
        Patients =
        [
            new("P1", true, "many_prescribers", [.. Enumerable.Range(1, 5).Select(i => TruthFills.Of(10 * i, i, i))]),
            new("P2", false, "frequent_ed", [.. Enumerable.Range(1, 6).Select(i => TruthFills.Of(20 * i, i, i, days: 3))]),
            new("P3", false, "single_prescriber", [TruthFills.Of(5, 1, 1)]),
            new("P4", true, "ring", [TruthFills.Of(5, 1, 1)]),
        ],
        Records = [new("a", "P1"), new("b", "P1"), new("c", "P2"), new("d", "P3"), new("e", "P4")],
        LastDay = new DateOnly(2026, 5, 31),
    };

    private static readonly Dictionary<string, long> Links = new() { ["a"] = 1, ["b"] = 2, ["c"] = 3, ["d"] = 4, ["e"] = 5 };

    [Fact]
    public void SplitPerson_HasTheHighestPriorityOfHisPatients()
    {
        var report = DetectionEvaluator.Evaluate(Truth, Links, [(1, 12), (2, 40), (3, 30), (5, 0.5)]);

        // Order P1 40, P2 30, P4 0.5, P3 none: precision 1 at the first positive, 2/3 at the second.
        var product = report.Methods[0];
        Assert.Equal("product", product.Name);
        Assert.Equal((1 + 2.0 / 3) / 2, product.Quality.AveragePrecision, 12);
        Assert.Equal(0.5, product.Quality.PrecisionAtK, 12);
    }

    [Fact]
    public void PublishedDefinitions_AreMeasuredOnTheTrueHistories()
    {
        var report = DetectionEvaluator.Evaluate(Truth, Links, []);

        // 4 by 4: P2 six, P1 five, the others nothing, one block of two with one positive.
        var fourByFour = report.Methods.Single(m => m.Name == "4x4-183").Quality;
        Assert.Equal((1 / 2.0 + 2 / 4.0) / 2, fourByFour.AveragePrecision, 12);
    }

    [Fact]
    public void Archetypes_MisuseFirstWithRecallAtK()
    {
        var report = DetectionEvaluator.Evaluate(Truth, Links, [(1, 12), (3, 30)]);

        Assert.Equal(["many_prescribers", "ring", "frequent_ed", "single_prescriber"], report.Archetypes.Select(a => a.Archetype));
        Assert.Equal([1.0, 0, 1, 0], report.Archetypes.Select(a => a.Share));
    }

    [Fact]
    public void FewerAlertsThanK_PeopleWithoutOneAreNotAmongTheFirst()
    {
        var report = DetectionEvaluator.Evaluate(Truth, Links, [(3, 30)]);

        Assert.Equal(1, report.Archetypes.Sum(a => a.AmongFirst), 12);
    }

    [Fact]
    public void Json_HasTheContractsNames()
    {
        var json = JsonDocument.Parse(DetectionEvaluator.Evaluate(Truth, Links, [(1, 12), (3, 30)]).ToJson()).RootElement;

        foreach (var method in (string[])["product", "5x5-183", "4x4-183", "overlap-3-pharmacies"])
        {
            var quality = json.GetProperty("methods").GetProperty(method);
            Assert.Equal(["average_precision", "precision_at_k", "k"], quality.EnumerateObject().Select(p => p.Name));
            Assert.Equal(2, quality.GetProperty("k").GetInt32());
        }

        Assert.Equal(1, json.GetProperty("recall_by_archetype").GetProperty("many_prescribers").GetDouble());
        Assert.Equal(1, json.GetProperty("false_alarms_by_archetype").GetProperty("frequent_ed").GetProperty("among_first_k").GetDouble());
        Assert.Equal(0, json.GetProperty("linkage").GetProperty("recall").GetDouble());
    }

    [Fact]
    public void Text_NamesEveryMethodAndArchetype()
    {
        var report = DetectionEvaluator.Evaluate(Truth, Links, [(1, 12)]);
        var text = report.ToText();

        Assert.All(report.Methods.Select(m => m.Name).Concat(report.Archetypes.Select(a => a.Archetype)), name => Assert.Contains(name, text, StringComparison.Ordinal));
    }
}
