namespace PdmpAnalytics.Learning;

/// <summary>When there is enough to learn from (domain reference 6.3: 200 conclusions, of which 30 confirmed).</summary>
public sealed record LearningOptions
{
    /// <summary>Conclusions that say something about a pattern.</summary>
    public int FewestCases { get; init; } = 200;

    /// <summary>Of these, conclusions that call for action; as many must be harmless.</summary>
    public int FewestConfirmed { get; init; } = 30;

    /// <summary>Null when there is enough; otherwise what is missing.</summary>
    public Refusal? Refuse(int cases, int confirmed) => cases >= FewestCases && confirmed >= FewestConfirmed && cases - confirmed >= FewestConfirmed
        ? null
        : new Refusal(
            RefusalReason.WrongState,
            $"There are {cases} conclusions to learn from, {confirmed} of them confirmed; a model is trained from {FewestCases} with at least {FewestConfirmed} confirmed and {FewestConfirmed} harmless. Until then the score without labels orders the queue.");
}
