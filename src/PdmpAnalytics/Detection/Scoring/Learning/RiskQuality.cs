using MathNet.Numerics;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>How far stated chances are from what happened, weighted by what cases stand for.</summary>
internal static class RiskQuality
{
    /// <summary>Mean negative log-likelihood of log-odds; 0 is perfect, 0.693 a coin.</summary>
    public static double LogLoss(IReadOnlyList<ReviewedCase> cases, IReadOnlyList<double> logOdds)
    {
        double sum = 0, weight = 0;
        for (var i = 0; i < cases.Count; i++)
        {
            sum += cases[i].Weight * LogLoss(logOdds[i], cases[i].Confirmed);
            weight += cases[i].Weight;
        }

        return sum / weight;
    }

    /// <summary>Negative logarithm of the chance of what happened.</summary>
    public static double LogLoss(double logOdds, bool happened)
    {
        // log(1 + e^-x), without overflow.
        var x = happened ? logOdds : -logOdds;
        return Math.Max(0, -x) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
    }

    /// <summary>Mean squared distance of the chance from what happened, 0 to 1 (Brier 1950).</summary>
    public static double Brier(IReadOnlyList<ReviewedCase> cases, IReadOnlyList<double> logOdds)
    {
        double sum = 0, weight = 0;
        for (var i = 0; i < cases.Count; i++)
        {
            var off = SpecialFunctions.Logistic(logOdds[i]) - (cases[i].Confirmed ? 1 : 0);
            sum += cases[i].Weight * off * off;
            weight += cases[i].Weight;
        }

        return sum / weight;
    }
}
