using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.Tests.Detection.Scoring.Learning;
using Xunit;

namespace PdmpAnalytics.MicrosoftML.Tests;

public class MicrosoftMLRiskEngineTests
{
    /// <summary>Scores are floats (issue 6: same scores after loading; compare others to 1e-4).</summary>
    private const double Close = 1e-4;
    private static readonly IRiskModel Usual = new MicrosoftMLRiskEngine().Train(InventedCases.Usual(3), 1);
    private readonly MicrosoftMLRiskEngine _engine = new();

    [Fact]
    public void Parts_AddUpToTheLogOdds() => Assert.All(InventedCases.Usual(4, 50), patient =>
    {
        var parts = new double[patient.Inputs.Length];
        Usual.Explain(patient.Inputs, parts);
        Assert.Equal(Usual.LogOdds(patient.Inputs), Usual.Baseline + parts.Sum(), Close);
    });

    [Fact]
    public void WrittenModel_ScoresAsBefore()
    {
        var read = _engine.Read(_engine.Write(Usual));

        Assert.All(InventedCases.Usual(5, 50), c =>
        {
            Assert.Equal(Usual.LogOdds(c.Inputs), read.LogOdds(c.Inputs), Close);
            Assert.Equal(Usual.Points(c.Inputs), read.Points(c.Inputs), Close * 100);
        });
        Assert.Throws<FormatException>(() => _engine.Read("nonsense"));
    }

    [Fact]
    public void SameCasesAndSeed_GiveTheSameScores()
    {
        var again = _engine.Train(InventedCases.Usual(3), 1);

        Assert.All(InventedCases.Usual(6, 50), c => Assert.Equal(Usual.LogOdds(c.Inputs), again.LogOdds(c.Inputs), Close));
    }

    [Fact]
    public void SeveralThreads_GetTheScoresOfOne()
    {
        var cases = InventedCases.Usual(7, 400);
        var alone = cases.Select(c => Usual.LogOdds(c.Inputs)).ToArray();
        var together = new double[cases.Count];

        Parallel.For(0, cases.Count, i => together[i] = Usual.LogOdds(cases[i].Inputs));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void ModelThatLearned_RanksBetterThanThePriority_AndIsCalibrated()
    {
        var fresh = InventedCases.Usual(8, 1000);
        var confirmed = fresh.Select(c => c.Confirmed).ToArray();
        var logOdds = fresh.Select(c => Usual.LogOdds(c.Inputs)).ToArray();

        var learned = RankingQuality.Of(logOdds, confirmed).AveragePrecision;
        var before = RankingQuality.Of([.. fresh.Select(c => RiskInputs.Points(c.Inputs))], confirmed).AveragePrecision;

        Assert.True(learned > before + 0.1, $"{learned:F3}, before {before:F3}");
        Assert.Equal(confirmed.Average(c => c ? 1.0 : 0), logOdds.Average(x => 1 / (1 + Math.Exp(-x))), 0.08);
    }

    /// <summary>One that learned nothing would be chosen by nobody, and noticed by nobody.</summary>
    [Theory]
    [InlineData("microsoft-ml lbfgs")]
    [InlineData("microsoft-ml gam")]
    [InlineData("microsoft-ml fast-tree")]
    public void EachTrainer_Learns(string name)
    {
        var engine = MicrosoftMLRiskEngine.EachTrainer().Single(e => e.Name == name);
        var fresh = InventedCases.Usual(9, 1000);

        var model = engine.Train(InventedCases.Usual(3), 1);

        var precision = RankingQuality.Of([.. fresh.Select(c => model.LogOdds(c.Inputs))], [.. fresh.Select(c => c.Confirmed)]).AveragePrecision;
        Assert.True(precision > fresh.Average(c => c.Confirmed ? 1.0 : 0) + 0.15, $"average precision {precision:F3}");
    }
}
