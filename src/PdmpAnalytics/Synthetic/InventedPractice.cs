namespace PdmpAnalytics.Synthetic;

/// <summary>What a practice does; decides its medicines, its patients' journeys and how many people write there.</summary>
internal enum PracticeKind
{
    PrimaryCare,
    Psychiatry,
    Pain,
    Neurology,
    Oncology,
    Surgery,
    Dental,
    Emergency,
    UrgentCare,
    Sleep,
    WeightLoss,
    Addiction,
    Hospice,
    Veterinary,
}

/// <summary>An invented address at which prescribers work.</summary>
internal sealed class InventedPractice
{
    public required int Index { get; init; }
    public required PracticeKind Kind { get; init; }
    public required Place Place { get; init; }
    public required string Address { get; init; }
    public required string Phone { get; init; }
    public required double Weight { get; init; }

    /// <summary>Number under which residents of a hospital write with a suffix; empty elsewhere.</summary>
    public string InstitutionDea { get; init; } = "";

    public List<InventedPrescriber> Members { get; } = [];

    /// <summary>Cumulative load of <see cref="Members"/>.</summary>
    public double[] Load { get; set; } = [];

    public InventedPrescriber Draw(RandomStream random) => Members[random.Weighted(Load)];

    /// <summary>Someone else of the house, or the same person in a solo practice.</summary>
    public InventedPrescriber DrawOther(RandomStream random, InventedPrescriber than)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            if (Draw(random) is var other && other != than)
            {
                return other;
            }
        }

        return than;
    }
}
