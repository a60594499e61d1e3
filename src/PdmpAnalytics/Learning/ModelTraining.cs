using PdmpAnalytics.Detection.Scoring.Learning;
using PdmpAnalytics.Evaluation;

namespace PdmpAnalytics.Learning;

/// <summary>Quality of a ranking of reviewed cases.</summary>
/// <param name="AveragePrecision">0 to 1.</param>
/// <param name="PriorityAveragePrecision">Of the priority without a model, on the same cases.</param>
public sealed record CaseQuality(int Cases, int Confirmed, double AveragePrecision, double PriorityAveragePrecision, double Brier, double LogLoss)
{
    internal static CaseQuality Of(IReadOnlyList<ReviewedCase> cases, IReadOnlyList<double> logOdds)
    {
        var confirmed = cases.Select(c => c.Confirmed).ToArray();
        return new CaseQuality(
            cases.Count,
            confirmed.Count(c => c),
            RankingQuality.Of([.. logOdds], confirmed).AveragePrecision,
            RankingQuality.Of([.. cases.Select(c => RiskInputs.Points(c.Inputs))], confirmed).AveragePrecision,
            RiskQuality.Brier(cases, logOdds),
            RiskQuality.LogLoss(cases, logOdds));
    }
}

/// <summary>Learns a model and measures it on cases it did not learn from; pure.</summary>
internal static class ModelTraining
{
    /// <summary>Oldest share that the newest cases are judged from (our choice, 2026-11-22).</summary>
    private const double Earlier = 0.8;

    public static (IRiskModel Model, ModelMetrics Metrics) Train(IRiskEngine engine, IReadOnlyList<ReviewedCase> cases, int seed)
    {
        var held = PatientFolds.Of(cases, seed).OutOfFold((train, test) => LogOdds(engine.Train(train, seed), test));
        var (all, later) = (CaseQuality.Of(cases, held), Later(engine, cases, seed));
        return (engine.Train(cases, seed), new ModelMetrics
        {
            Cases = all.Cases,
            Confirmed = all.Confirmed,
            AveragePrecision = all.AveragePrecision,
            PriorityAveragePrecision = all.PriorityAveragePrecision,
            LaterAveragePrecision = later?.AveragePrecision,
            LaterPriorityAveragePrecision = later?.PriorityAveragePrecision,
            Brier = all.Brier,
            LogLoss = all.LogLoss,
        });
    }

    public static double[] LogOdds(IRiskModel model, IReadOnlyList<ReviewedCase> cases) => [.. cases.Select(c => model.LogOdds(c.Inputs))];

    /// <summary>Split by time, patients seen before left out of the later part; null when a part lacks a kind.</summary>
    private static CaseQuality? Later(IRiskEngine engine, IReadOnlyList<ReviewedCase> cases, int seed)
    {
        var order = cases.OrderBy(c => c.DecidedOn).ThenBy(c => c.Patient).ToList();
        var before = order.Take((int)(Earlier * order.Count)).ToList();
        var known = before.Select(c => c.Patient).ToHashSet();
        var after = order.Skip(before.Count).Where(c => !known.Contains(c.Patient)).ToList();
        return HasBoth(before) && HasBoth(after) ? CaseQuality.Of(after, LogOdds(engine.Train(before, seed), after)) : null;
    }

    private static bool HasBoth(IReadOnlyList<ReviewedCase> cases) => cases.Any(c => c.Confirmed) && cases.Any(c => !c.Confirmed);
}
