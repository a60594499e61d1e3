namespace PdmpAnalytics.Dispensing;

/// <summary>What a dispenser's id means to the arithmetic.</summary>
/// <param name="GroupId">Same chain within ten miles share a group; a dispenser of its own has its own.</param>
/// <param name="Zip">Five digits as a number; 0 unknown.</param>
public readonly record struct DispenserFacts(int GroupId, int Zip, bool MailOrder, bool LongTermCare);

/// <summary>What a prescriber site's id means to the arithmetic.</summary>
/// <param name="PrescriberId">Identity cluster (6.0.4).</param>
/// <param name="PracticeId">Location cluster this address, or lacking one the prescriber's most frequent address, belongs to.</param>
/// <param name="Zip">Five digits as a number; 0 unknown.</param>
/// <param name="WithoutDea">Submitted without a DEA number.</param>
/// <param name="CancerCare">The registry lists the person under cancer, blood or palliative care.</param>
public readonly record struct PrescriberSiteFacts(int PrescriberId, int PracticeId, int Zip, bool WithoutDea = false, bool CancerCare = false);

/// <summary>
/// Everything small that turns a stored row into a <see cref="Fill"/>: products, dispensers, prescriber sites, ZIP
/// centroids and the display names findings use. Read once a run; constant in the number of fills.
/// </summary>
public sealed record DispensingReference
{
    /// <summary>Products by row id; ids without an entry are unknown products.</summary>
    public required Drug?[] Drugs { get; init; }

    /// <summary>Dispensers by row id.</summary>
    public required DispenserFacts[] Dispensers { get; init; }

    /// <summary>Prescriber sites by row id.</summary>
    public required PrescriberSiteFacts[] PrescriberSites { get; init; }

    public required DrugCatalog Catalog { get; init; }

    public required ZipCentroids Zips { get; init; }

    /// <summary>Which editions give <see cref="Fill.DailyDme"/>, <see cref="Fill.DailyLme"/> and <see cref="Fill.DailyMme"/>.</summary>
    public Equivalents Equivalents { get; init; } = Equivalents.Default;

    /// <summary>Name of a dispenser for a finding's text, by id.</summary>
    public required IReadOnlyList<string> DispenserNames { get; init; }

    /// <summary>City of a dispenser, empty when unknown, by id.</summary>
    public required IReadOnlyList<string> DispenserCities { get; init; }

    /// <summary>Name of a practice for a finding's text, by id: its prescribers' names and place.</summary>
    public required IReadOnlyList<string> PracticeNames { get; init; }
}
