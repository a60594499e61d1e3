using System.Text.Json;
using System.Text.Json.Serialization;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>
/// Everything that decides how likely two records are one person's: probabilities after Fellegi and Sunter (1969), with the people
/// of one household as a third kind of pair beside match and stranger. Immutable; stored with the links it made.
/// </summary>
public sealed record MatchModel
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Where the figures come from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>Records of the collection that the rates below are about.</summary>
    public required long Records { get; init; }

    /// <summary>Pairs of records of one person, for each record.</summary>
    public required double MatchesPerRecord { get; init; }

    /// <summary>Pairs of records of two people of one household, for each record.</summary>
    public required double RelativesPerRecord { get; init; }

    /// <summary>
    /// True for a collection with hardly an address, telephone or id: names and birth dates are all there is to go by, so that they
    /// are not asked to be corroborated.
    /// </summary>
    public bool NamesAndBirthDatesOnly { get; init; }

    /// <summary>Every field once, in order of <see cref="LinkField"/>.</summary>
    public required IReadOnlyList<FieldModel> Fields { get; init; }

    /// <summary>Records are merged from this probability on (domain reference 3).</summary>
    public double MergeProbability { get; init; } = 0.95;

    /// <summary>Pairs from this probability on are proposed to a reviewer (domain reference 3).</summary>
    public double ProposalProbability { get; init; } = 0.5;

    /// <summary>Probability that two records drawn at random are one person's.</summary>
    [JsonIgnore]
    public double MatchRate => RateOf(MatchesPerRecord);

    /// <summary>Probability that two records drawn at random are those of two people of one household.</summary>
    [JsonIgnore]
    public double RelativeRate => RateOf(RelativesPerRecord);

    /// <summary>Names these figures: 16 hexadecimal digits, equal only for equal figures.</summary>
    [JsonIgnore]
    public string Version => Convert.ToHexString(IdentityKey.Of(ToJson()))[..16];

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Throws <see cref="JsonException"/> for text that <see cref="ToJson"/> did not write.</summary>
    public static MatchModel FromJson(string text) =>
        JsonSerializer.Deserialize<MatchModel>(text, Json) ?? throw new JsonException("A match model cannot be null.");

    /// <summary>Never as much as a tenth: with few records chance agreement must not look rare.</summary>
    private double RateOf(double pairsPerRecord) => Math.Min(0.1, 2 * pairsPerRecord / Math.Max(1, Records - 1));
}
