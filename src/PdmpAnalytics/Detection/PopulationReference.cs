using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>Miles that nine in ten patients of an area stay within, of each patient the mean over the fills of 730 days.</summary>
public readonly record struct UsualMiles(double ToDispenser, double ToPrescriber);

/// <summary>
/// Figures of the whole population that judging one patient may look at (6.0.3a): stored, versioned, rebuilt on a
/// schedule. A patient's findings depend on that patient's records and this table only.
/// </summary>
public sealed record PopulationReference
{
    /// <summary>No figures: rules that compare with the population keep to their absolute thresholds, and nothing is scored.</summary>
    public static PopulationReference None { get; } = new();

    /// <summary>0 for <see cref="None"/>.</summary>
    public int Version { get; init; }

    /// <summary>The day the figures were taken.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>Patients the figures were taken from.</summary>
    public int Patients { get; init; }

    /// <summary>Rarity of each feature; null when nothing can be scored.</summary>
    public TailProbabilityEngine? Engine { get; init; }

    /// <summary>Percentiles of scores; null together with <see cref="Engine"/>.</summary>
    public PeerGroups? Peers { get; init; }

    /// <summary>By scope: 99.5th percentile of the practices counted in 183 days.</summary>
    internal double?[] PracticeCountCuts { get; init; } = new double?[4];

    internal Dictionary<(int DispenserId, DrugScope Scope), double> CashShares { get; init; } = [];

    /// <summary>How prescribers stand among each other.</summary>
    internal CompanyFigures Company { get; init; } = CompanyFigures.None;

    /// <summary>Highest 30-day mean of lorazepam equivalents, mg a day, of each patient with sedatives; null when too few were sampled.</summary>
    internal TailTable? SedativeDoses { get; init; }

    /// <summary>Percentile, 0 to 100, of a 30-day mean of lorazepam equivalents among patients with sedatives; null when unknown.</summary>
    public double? SedativeDosePercentile(double dailyLme) => 100 * (1 - SedativeDoses?.AtLeast((float)dailyLme));

    /// <summary>By the first three digits of the patient's ZIP.</summary>
    internal IReadOnlyDictionary<int, UsualMiles> MilesByArea { get; init; } = new Dictionary<int, UsualMiles>();

    /// <summary>How far patients around a ZIP go; null when too few of them were sampled.</summary>
    public UsualMiles? UsualMiles(int patientZip) => MilesByArea.TryGetValue(patientZip / 100, out var usual) ? usual : null;

    /// <summary>99.5th percentile of different practices in 183 days among patients with fills in the scope; null when unknown.</summary>
    public double? PracticeCountCut(DrugScope scope) => PracticeCountCuts[(int)scope];

    /// <summary>Share of fills paid privately at this dispenser in this scope, smoothed towards the overall share; null when unknown.</summary>
    public double? ExpectedCashShare(int dispenserId, DrugScope scope) =>
        CashShares.TryGetValue((dispenserId, scope), out var share) ? share : null;
}
