namespace PdmpAnalytics.Detection.Scoring;

/// <summary>Features that tell the same story: a group has one weight, shared by its features.</summary>
public enum FeatureGroup : byte
{
    Providers,
    Overlap,
    EarlyFills,
    Dose,
    Combination,
    Payment,
    Distance,
    NewProviders,
    Duration,
    Habits,

    /// <summary>About the prescribers and pharmacies a patient goes to, not about the patient.</summary>
    Company,
}

/// <summary>
/// One measured number about a patient. Higher always means more unusual: a feature whose low side matters is stated
/// the other way round.
/// </summary>
/// <param name="Number">Position in the feature list of domain reference 4.5, 1 to 45.</param>
/// <param name="Name">Kebab-case name with its window, e.g. <c>dispensers-90d</c>.</param>
/// <param name="Unit">Unit of the value, e.g. <c>days</c>, <c>share 0..1</c>.</param>
/// <param name="Meaning">What is counted, in words a reviewer reads.</param>
public sealed record FeatureDefinition(int Number, string Name, FeatureGroup Group, string Unit, string Meaning)
{
    /// <summary>Raised by one when the feature counts something else: earlier conclusions then say nothing about it.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>Collects definitions while families are made and gives each feature its place in the vector.</summary>
internal sealed class FeatureList
{
    private readonly List<FeatureDefinition> _definitions = [];

    public IReadOnlyList<FeatureDefinition> Definitions => _definitions;

    /// <summary>Adds a feature and returns its place.</summary>
    public int Add(int number, string name, FeatureGroup group, string unit, string meaning)
    {
        _definitions.Add(new FeatureDefinition(number, name, group, unit, meaning));
        return _definitions.Count - 1;
    }
}
