using System.Globalization;

namespace PdmpAnalytics.Learning;

/// <summary>When there is enough to learn from (domain reference 6.3: 200 conclusions, of which 30 confirmed).</summary>
public sealed record LearningOptions
{
    /// <summary>Conclusions that say something about a pattern.</summary>
    public int FewestCases { get; init; } = 200;

    /// <summary>Of these, conclusions that call for action; as many must be harmless.</summary>
    public int FewestConfirmed { get; init; } = 30;

    /// <summary>Reads settings by name. Refused with every complaint, one a line; none is replaced by a default.</summary>
    public static Result<LearningOptions> Read(IReadOnlyDictionary<string, string?> settings)
    {
        var (options, complaints) = (new LearningOptions(), new List<string>());
        foreach (var (name, text) in settings)
        {
            int? count = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
            switch (name.ToUpperInvariant())
            {
                case "FEWESTCASES" when count is { } cases:
                    options = options with { FewestCases = cases };
                    break;
                case "FEWESTCONFIRMED" when count is { } confirmed:
                    options = options with { FewestConfirmed = confirmed };
                    break;
                case "FEWESTCASES" or "FEWESTCONFIRMED":
                    complaints.Add($"Learning:{name} must be a number of conclusions, 1 or more.");
                    break;
                default:
                    complaints.Add($"Learning:{name} is not a setting.");
                    break;
            }
        }

        return complaints.Count > 0 ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints)) : options;
    }

    /// <summary>Null when there is enough; otherwise what is missing.</summary>
    public Refusal? Refuse(int cases, int confirmed) => cases >= FewestCases && confirmed >= FewestConfirmed && cases - confirmed >= FewestConfirmed
        ? null
        : new Refusal(
            RefusalReason.WrongState,
            $"There are {cases} conclusions to learn from, {confirmed} of them confirmed; a model is trained from {FewestCases} with at least {FewestConfirmed} confirmed and {FewestConfirmed} harmless. Until then the score without labels orders the queue.");
}
