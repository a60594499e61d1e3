using PdmpAnalytics.Detection.Scoring.Tables;
using PdmpAnalytics.Evaluation;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring.Tables;

/// <summary>Both engines beside figures that other programs gave for the same tables (README.md beside this file).</summary>
public class IndependentFiguresTests
{
    /// <summary>Seeds that a mean is taken over, so that chance stays well below the bound.</summary>
    private const int Seeds = 40;

    [Theory]
    [InlineData("two-clusters.csv", 0.896652, 0.640675)]
    [InlineData("counts.csv", 0.861617, 0.502534)]
    [InlineData("heavy-tails.csv", 0.624211, 0.110473)]
    public void Tail_EqualsEcod(string file, double area, double precision)
    {
        var table = Read(file);

        var report = TableScoreReport.Of(table, new EmpiricalTailEngine().Score(table.Table));

        Assert.Equal(area, report.RocAuc!.Value, 1e-6);
        Assert.Equal(precision, report.AveragePrecision!.Value, 1e-6);
    }

    [Theory]
    [InlineData("two-clusters.csv", 0.99621)]
    [InlineData("counts.csv", 0.83904)]
    [InlineData("heavy-tails.csv", 0.73071)]
    public void Forest_IsAsGoodAsAnIndependentOne(string file, double area)
    {
        var table = Read(file);

        var mean = Enumerable.Range(1, Seeds)
            .Average(seed => TableScoreReport.Of(table, new IsolationForestEngine(seed).Score(table.Table)).RocAuc!.Value);

        Assert.Equal(area, mean, 0.01);
    }

    private static LabelledTable Read(string file)
    {
        using var stream = File.OpenRead(RepositoryFiles.Path("tests", "PdmpAnalytics.Tests", "Detection", "Scoring", "Tables", file));
        return NumericTableFile.Read(stream, "label", positive: null).Value;
    }
}
