using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.Tests.Detection.Scoring.Learning;

/// <summary>Conclusions about invented patients whose true weights are known.</summary>
internal static class InventedCases
{
    /// <summary>Some inputs are 0 to 3; the chance of a confirmation follows the given weights.</summary>
    public static List<ReviewedCase> Of(int count, int seed, Func<float[], double> logOdds)
    {
        var random = new Random(seed);
        var cases = new List<ReviewedCase>();
        for (var i = 0; i < count; i++)
        {
            var inputs = new float[RiskInputs.All.Count];
            for (var input = 0; input < inputs.Length; input++)
            {
                inputs[input] = random.Next(3) == 0 ? (float)(3 * random.NextDouble()) : 0;
            }

            var chance = 1 / (1 + Math.Exp(-logOdds(inputs)));
            cases.Add(new ReviewedCase(i, new DateOnly(2026, 1, 1).AddDays(i / 4), inputs, random.NextDouble() < chance));
        }

        return cases;
    }

    /// <summary>Only the first three inputs matter, the third against its direction.</summary>
    public static List<ReviewedCase> Usual(int seed, int count = 300) => Of(count, seed, x => -2 + 1.5 * x[0] + 1 * x[1] - 2 * x[2]);
}
