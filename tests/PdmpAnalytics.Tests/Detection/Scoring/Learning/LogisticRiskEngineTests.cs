using PdmpAnalytics.Detection.Scoring.Learning;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Learning;

public class LogisticRiskEngineTests
{
    private readonly LogisticRiskEngine _engine = new();

    [Fact]
    public void Parts_AddUpToTheLogOdds()
    {
        var model = _engine.Train(InventedCases.Usual(3), 1);
        foreach (var patient in InventedCases.Usual(4))
        {
            var parts = new double[patient.Inputs.Length];
            model.Explain(patient.Inputs, parts);
            Assert.Equal(model.LogOdds(patient.Inputs), model.Baseline + parts.Sum(), 1e-9);

            var shown = new RiskModels(new RiskModelInUse(1, "logistic", model), null, []).Estimate(patient.Inputs)!;
            Assert.Equal(shown.Probability, 1 / (1 + Math.Exp(-shown.Parts.Sum(p => p.Contribution))), 1e-9);
        }
    }

    [Fact]
    public void MoreOfAnInput_NeverLowersTheChanceOrThePriority()
    {
        var model = _engine.Train(InventedCases.Usual(5), 1);
        var patient = InventedCases.Usual(6)[0].Inputs;
        for (var i = 0; i < patient.Length; i++)
        {
            var more = (float[])patient.Clone();
            more[i] += 1;
            Assert.True(model.LogOdds(more) >= model.LogOdds(patient));
            Assert.True(model.Points(more) >= model.Points(patient));
        }
    }

    [Fact]
    public void SameCasesAndSeed_GiveTheSameModel()
    {
        var cases = InventedCases.Usual(7);

        var one = _engine.Write(_engine.Train(cases, 1));

        Assert.Equal(one, _engine.Write(_engine.Train(cases, 1)));
    }

    [Fact]
    public void WrittenModel_ScoresAsBefore()
    {
        var model = _engine.Train(InventedCases.Usual(8), 1);

        var read = _engine.Read(_engine.Write(model));

        Assert.All(InventedCases.Usual(9), c =>
        {
            Assert.Equal(model.LogOdds(c.Inputs), read.LogOdds(c.Inputs));
            Assert.Equal(model.Points(c.Inputs), read.Points(c.Inputs));
        });
        Assert.Throws<FormatException>(() => _engine.Read("nonsense"));
    }

    [Fact]
    public void ConclusionsThatFollowThePriority_LeaveItsOrder()
    {
        var cases = InventedCases.Of(300, 10, x => 0.1 * RiskInputs.Points(x) - 4);
        var model = _engine.Train(cases, 1);

        var pairs = cases.Zip(cases.Skip(1)).Where(p => Math.Abs(RiskInputs.Points(p.First.Inputs) - RiskInputs.Points(p.Second.Inputs)) > 20).ToList();

        Assert.True(pairs.Count > 20);
        var kept = pairs.Count(p => RiskInputs.Points(p.First.Inputs) > RiskInputs.Points(p.Second.Inputs) == model.Points(p.First.Inputs) > model.Points(p.Second.Inputs));
        Assert.True(kept >= 0.9 * pairs.Count, $"{kept} of {pairs.Count}");
    }

    [Fact]
    public void ModelThatLearned_RanksBetterThanThePriority()
    {
        var model = _engine.Train(InventedCases.Usual(11), 1);
        var fresh = InventedCases.Usual(12, 1000);
        var confirmed = fresh.Select(c => c.Confirmed).ToArray();

        var learned = Evaluation.RankingQuality(fresh.Select(c => model.Points(c.Inputs)), confirmed);
        var before = Evaluation.RankingQuality(fresh.Select(c => RiskInputs.Points(c.Inputs)), confirmed);

        Assert.True(learned > before + 0.1, $"{learned:F3}, before {before:F3}");
    }

    private static class Evaluation
    {
        public static double RankingQuality(IEnumerable<double> scores, bool[] positive) =>
            PdmpAnalytics.Evaluation.RankingQuality.Of([.. scores], positive).AveragePrecision;
    }
}
