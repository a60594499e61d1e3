using MathNet.Numerics;

namespace PdmpAnalytics.Detection.Scoring.Learning;

/// <summary>What a model says about one patient.</summary>
/// <param name="ModelId">The champion.</param>
/// <param name="Probability">0 to 1: that a reviewer finds a pattern that calls for action.</param>
/// <param name="Points">The priority it gives, before contexts and uncertain links.</param>
/// <param name="Parts">Baseline first, then the largest contribution; they add up to the log-odds of <paramref name="Probability"/>.</param>
public sealed record RiskEstimate(int ModelId, double Probability, double Points, IReadOnlyList<ScorePart> Parts);

/// <summary>What the newest candidate would say about one patient; it orders nothing.</summary>
/// <param name="Probability">As <see cref="RiskEstimate.Probability"/>.</param>
public readonly record struct ChallengerEstimate(int ModelId, double Probability);

/// <summary>The models that a night scores with, by id: what somebody promotes, retires or trains while it runs is for the next.</summary>
/// <param name="Champion">Null: nobody had promoted one.</param>
/// <param name="Challenger">Null: there was no candidate.</param>
public sealed record PinnedModels(int? Champion, int? Challenger);

/// <summary>A stored model, read.</summary>
public sealed record RiskModelInUse(int Id, string Engine, IRiskModel Model);

/// <summary>The models a run judges with. Safe for several threads.</summary>
/// <param name="Champion">Orders the queue; null while nobody promoted one, or it does not fit.</param>
/// <param name="Challenger">The newest candidate; asked and written down, also while there is no champion.</param>
/// <param name="Complaints">Models that do not fit this edition and were left out, one sentence each.</param>
public sealed record RiskModels(RiskModelInUse? Champion, RiskModelInUse? Challenger, IReadOnlyList<string> Complaints)
{
    /// <summary>Inputs told apart on an alert; the rest is one part (our choice, 2026-11-22: what a person can take in).</summary>
    private const int PartsShown = 8;

    public static RiskModels None { get; } = new(null, null, []);

    /// <summary>Null without a champion.</summary>
    public RiskEstimate? Estimate(float[] inputs) => Champion is not { } champion ? null
        : new RiskEstimate(champion.Id, SpecialFunctions.Logistic(champion.Model.LogOdds(inputs)), champion.Model.Points(inputs), Parts(champion.Model, inputs));

    /// <summary>Null without a challenger.</summary>
    public ChallengerEstimate? Challenge(float[] inputs) => Challenger is { } other
        ? new ChallengerEstimate(other.Id, SpecialFunctions.Logistic(other.Model.LogOdds(inputs)))
        : null;

    /// <summary>Baseline, the largest contributions and the rest; they add up to the log-odds.</summary>
    internal static IReadOnlyList<ScorePart> Parts(IRiskModel model, float[] inputs)
    {
        var contributions = new double[inputs.Length];
        model.Explain(inputs, contributions);
        var order = Enumerable.Range(0, inputs.Length).Where(i => contributions[i] != 0)
            .OrderByDescending(i => Math.Abs(contributions[i])).ThenBy(i => i).ToList();
        var parts = new List<ScorePart> { new("baseline", 0, model.Baseline, "where everybody starts") };
        parts.AddRange(order.Take(PartsShown).Select(i => new ScorePart(RiskInputs.All[i].Name, inputs[i], contributions[i], RiskInputs.All[i].Meaning)));
        if (order.Count > PartsShown)
        {
            parts.Add(new("others", order.Count - PartsShown, order.Skip(PartsShown).Sum(i => contributions[i]), "other signs together"));
        }

        return parts;
    }
}
