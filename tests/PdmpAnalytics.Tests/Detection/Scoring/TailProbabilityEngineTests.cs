using PdmpAnalytics.Detection.Scoring;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

public class TailProbabilityEngineTests
{
    private static readonly int Features = PatientFeatures.Definitions.Count;

    [Fact]
    public void Explain_AnyVector_PartsAddUpToTheScore()
    {
        var (engine, vectors, fills) = RandomPopulation(seed: 3);

        for (var i = 0; i < vectors.Count; i++)
        {
            Assert.Equal(engine.Score(vectors[i], fills[i]), engine.Explain(vectors[i], fills[i]).Sum(p => p.Contribution), 9);
        }
    }

    [Fact]
    public void Score_LargerValue_IsNeverLower()
    {
        var (engine, vectors, fills) = RandomPopulation(seed: 4);
        for (var feature = 0; feature < Features; feature++)
        {
            var larger = vectors[0].ToArray();
            larger[feature] += 5;

            Assert.True(engine.Score(larger, fills[0]) >= engine.Score(vectors[0], fills[0]));
        }
    }

    [Fact]
    public void Score_NothingKnown_IsZero()
    {
        var (engine, _, _) = RandomPopulation(seed: 5);
        var nothing = Enumerable.Repeat(float.NaN, Features).ToArray();

        Assert.Equal(0, engine.Score(nothing, 10));
        Assert.Empty(engine.Explain(nothing, 10));
    }

    [Fact]
    public void Fit_SamePatientsInAnotherOrder_ScoresAlike()
    {
        var (engine, vectors, fills) = RandomPopulation(seed: 6);
        var order = Enumerable.Range(0, vectors.Count).Reverse().ToList();

        var again = TailProbabilityEngine.Fit(order.ConvertAll(i => vectors[i]), order.ConvertAll(i => fills[i]));

        Assert.Equal(engine.Score(vectors[9], fills[9]), again.Score(vectors[9], fills[9]));
    }

    [Fact]
    public void Definitions_Features_CoverTheCatalogueAndNothingForbidden()
    {
        var numbers = PatientFeatures.Definitions.Select(d => d.Number).ToHashSet();
        string[] forbidden = ["race", "ethnic", "sex", "gender", "name", "disab", "medicaid", "medicare"];

        Assert.Equal(Enumerable.Range(1, 44), numbers.Order());
        Assert.DoesNotContain(PatientFeatures.Definitions, d => forbidden.Any(f => d.Name.Contains(f, StringComparison.Ordinal)));
        Assert.Distinct(PatientFeatures.Definitions.Select(d => d.Name));
    }

    private static (TailProbabilityEngine Engine, List<float[]> Vectors, List<int> Fills) RandomPopulation(int seed)
    {
        var random = new Random(seed);
        var fills = Enumerable.Range(0, 400).Select(_ => random.Next(3, 60)).ToList();
        var vectors = fills.ConvertAll(f => Enumerable.Range(0, Features).Select(_ => (float)(random.NextDouble() * f)).ToArray());
        return (TailProbabilityEngine.Fit(vectors, fills), vectors, fills);
    }
}
