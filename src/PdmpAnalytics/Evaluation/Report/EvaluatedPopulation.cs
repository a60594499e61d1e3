namespace PdmpAnalytics.Evaluation.Report;

/// <summary>One way to rank people.</summary>
/// <param name="What">In a few words, for a reader who never saw the product.</param>
/// <param name="Scores">One a person; higher is ranked first.</param>
public sealed record EvaluatedMethod(string Name, string What, double[] Scores);

/// <summary>A population with its truth and every ranking of it that is to be compared; the product's queue is the first.</summary>
public sealed record EvaluatedPopulation(
    IReadOnlyList<TruthPatient> People, IReadOnlyList<PersonTraits> Traits, IReadOnlyList<EvaluatedMethod> Methods)
{
    /// <summary>Chance stated by a model for each person; null where none was.</summary>
    public IReadOnlyList<double?> Chances { get; init; } = [];

    public bool[] Positive { get; } = [.. People.Select(p => p.Misuse)];

    /// <summary>The number of people to be found: how many the comparison at K takes.</summary>
    public int K => Positive.Count(p => p);

    public EvaluatedMethod Product => Methods[0];

    /// <summary>Gathers what is to be compared; the published definitions are added to the methods given.</summary>
    /// <param name="links">Patient id by record key.</param>
    /// <param name="methods">Name, meaning, and score by patient id; the product first.</param>
    /// <param name="chances">By patient id.</param>
    public static EvaluatedPopulation Of(
        TruthFolder truth,
        IReadOnlyDictionary<string, PersonTraits> traits,
        IReadOnlyDictionary<string, long> links,
        IReadOnlyList<(string Name, string What, IReadOnlyList<(long PatientId, double Score)> Scores)> methods,
        IReadOnlyDictionary<long, double> chances)
    {
        var unknown = new PersonTraits("not reported", "not reported", "some");
        var stated = DetectionEvaluator.Scores(truth, links, chances.Select(c => (c.Key, c.Value)));
        return new EvaluatedPopulation(
            truth.Patients,
            [.. truth.Patients.Select(p => traits.GetValueOrDefault(p.Id, unknown))],
            [
                .. methods.Select(m => new EvaluatedMethod(m.Name, m.What, DetectionEvaluator.Scores(truth, links, m.Scores))),
                .. PublishedDefinitions.All.Select(d => new EvaluatedMethod(
                    d.Name, "published definition", [.. truth.Patients.Select(p => d.Score(p.Fills))])),
            ])
        {
            Chances = chances.Count == 0 ? [] : [.. stated.Select(c => c > 0 ? (double?)c : null)],
        };
    }
}
