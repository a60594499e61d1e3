using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of CL-03.</summary>
[Ascending(nameof(Z), nameof(SingleZ))]
internal sealed record PrescriberOutlierThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 90, Max = 730)]
    public int WindowDays { get; init; } = 365;

    [Threshold("Patients in the window from which a prescriber is compared.", "domain reference 6.2, our choice, 2026-11-22", Min = 5, Max = 1000)]
    public int Patients { get; init; } = 30;

    [Threshold("Members a peer group needs; a smaller one is widened.", "domain reference 6.2, our choice, 2026-11-22", Min = 5, Max = 1000)]
    public int MinPeers { get; init; } = 20;

    [Threshold("Figures above Z from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 9)]
    public int Figures { get; init; } = 3;

    [Threshold("Robust z above which a figure stands out.", "Iglewicz and Hoaglin 1993: 3.5", Min = 1, Max = 100)]
    public double Z { get; init; } = 3.5;

    [Threshold("Robust z above which one figure is enough.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public double SingleZ { get; init; } = 6;

    [Threshold("Share of chance findings accepted over all comparisons.", "Benjamini and Hochberg 1995: 0.05", Min = 0, Max = 1)]
    public double FalseDiscoveryRate { get; init; } = 0.05;

    internal PeerLimits Limits => new(WindowDays, MinPeers, Figures, Z, SingleZ, FalseDiscoveryRate);
}

/// <summary>CL-03: a prescriber whose prescribing lies far from that of peers.</summary>
internal sealed class PrescriberOutlierRule : ICatalogRule
{
    public static readonly RuleDefinition About = new()
    {
        Id = "CL-03",
        Name = "prescriber-outlier",
        Title = "Prescriber outlier",
        Family = RuleFamily.Peer,
        Queue = ReviewQueueKind.Board,
        SilencedBy = FillContext.None,
        Counts = "Nine figures of a prescriber's fills in the window (hospice, palliative, cancer and sickle-cell fills left out) against peers of the same specialty, region and volume: robust z of measures, a funnel for shares, false discovery rate over all comparisons.",
        Template = "{metric}: {v}{unit} vs peer median {m}{unit} (z {z}, {n} peers)",
        Citation = "PDMP TTAC prescriber report cards; CDC PBSS; Iglewicz and Hoaglin 1993; Spiegelhalter 2005; Benjamini and Hochberg 1995",
        LegitimateReasons = "Psychiatry, epilepsy, addiction and palliative medicine that the registry does not name, a wrong specialty, the only clinic far around.",
        ReviewerCheck = "Specialty and place of practice; whether all figures have one ordinary reason. For the licensing board's queue, never for the police by itself.",
    };

    private static readonly PeerMetric[] Metrics =
    [
        new("lme", "lorazepam equivalents a patient-day", "mg"),
        new("long", "patients supplied for more than 90 days", "%"),
        new("both", "patients with opioid and benzodiazepine at once", "%"),
        new("triple", "patients with opioid, benzodiazepine and muscle relaxant at once", "%"),
        new("cash", "fills paid privately", "%"),
        new("miles", "mean distance of patients", "miles"),
        new("alerted", "patients with a provider-count or overlap alert", "%"),
        new("days", "mean days supplied", "days"),
        new("top", "fills of the drug prescribed most", "%"),
    ];

    private readonly PrescriberOutlierThresholds _limits;
    private readonly PeerOutliers _outliers;

    public PrescriberOutlierRule(PrescriberOutlierThresholds limits)
    {
        _limits = limits;
        Thresholds = Detection.Thresholds.Of(limits);
        _outliers = new PeerOutliers(this, Metrics, limits.Limits);
    }

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; }

    public int WindowDays => _limits.WindowDays;

    /// <summary>Judges all prescribers as of one day.</summary>
    public void Evaluate(IReadOnlyList<PrescriberFigures> prescribers, DateOnly asOf, SubjectFindings findings)
    {
        PrescriberFigures[] compared = [.. prescribers.Where(p => p.Tally.Patients >= _limits.Patients).OrderBy(p => p.PrescriberId)];
        var sizes = VolumeTerciles.Of(compared, p => p.Tally.Fills);
        _outliers.Find([.. compared.Select((p, i) => Member(p, sizes[i]))], asOf, findings);
    }

    private static PeerMember Member(PrescriberFigures prescriber, string size)
    {
        var tally = prescriber.Tally;
        var region = Regions.Of(tally.Zips);
        var specialty = prescriber.Specialty;
        string[] groups = specialty.Length > 0
            ? [$"{specialty}, {region}, {size}", $"{specialty}, {region}", $"{specialty}", $"{region}, {size}", region, "all prescribers"]
            : [$"{region}, {size}", region, size, "all prescribers"];
        return new PeerMember
        {
            Subject = Subject.Prescriber(prescriber.PrescriberId),
            Groups = groups,
            Patients = tally.Patients,
            Evidence = [.. tally.Firsts.Values.Order().Select(f => f.DispensationId)],
            Figures =
            [
                Figure.Mean(tally.LmeMg, tally.LmeDays),
                Figure.Share(tally.LongPatients, tally.Patients),
                Figure.Share(tally.OpioidBenzodiazepinePatients, tally.Patients),
                Figure.Share(tally.TriplePatients, tally.Patients),
                Figure.Share(tally.CashFills, tally.PaidFills),
                tally.Miles.Count >= Figure.FewestForMean ? new PeerFigure(tally.Miles.Order().Average()) : null,
                Figure.Share(tally.AlertedPatients, tally.Patients),
                Figure.Mean(tally.DaysSupplied, tally.Fills),
                Figure.Share(tally.Shares.Values.DefaultIfEmpty().Max(), tally.Fills),
            ],
        };
    }
}

/// <summary>A prescriber's tally with what a loaded registry says.</summary>
/// <param name="PrescriberId">Identity cluster (6.0.4).</param>
/// <param name="Specialty">Taxonomy code; empty without a registry.</param>
internal sealed record PrescriberFigures(int PrescriberId, string Specialty, ProviderTally Tally);

/// <summary>Figures of tallies.</summary>
internal static class Figure
{
    /// <summary>Fewer than this many say nothing in the mean (our choice, 2026-11-22).</summary>
    public const int FewestForMean = 10;

    public static PeerFigure? Share(double part, double of) => of >= FewestForMean ? new PeerFigure(part / of, of) : null;

    public static PeerFigure? Mean(double sum, double count) => count >= FewestForMean ? new PeerFigure(sum / count) : null;
}

/// <summary>Thirds by volume: the small are compared with the small.</summary>
internal static class VolumeTerciles
{
    private static readonly string[] Names = ["small volume", "middle volume", "large volume"];

    /// <summary>By position; equal volumes fall in one third.</summary>
    public static string[] Of<T>(IReadOnlyList<T> items, Func<T, int> volume)
    {
        var smaller = new Dictionary<int, int>();
        var seen = 0;
        foreach (var one in items.Select(volume).Order())
        {
            smaller.TryAdd(one, seen++);
        }

        return [.. items.Select(item => Names[3 * smaller[volume(item)] / items.Count])];
    }
}

/// <summary>Where a provider works, as wide as a sectional centre of the post.</summary>
internal static class Regions
{
    /// <summary>The first three digits of the ZIP with the most fills; the smaller where two have as many.</summary>
    public static string Of(IReadOnlyDictionary<int, int> zips)
    {
        var (zip, _) = zips.Where(z => z.Key != 0).OrderByDescending(z => z.Value).ThenBy(z => z.Key).FirstOrDefault();
        return zip == 0 ? "region unknown" : $"region {zip / 100:D3}";
    }
}
