using MathNet.Numerics.Statistics;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of CL-04.</summary>
[Ascending(nameof(Z), nameof(SingleZ))]
internal sealed record DispenserOutlierThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 730)]
    public int WindowDays { get; init; } = 180;

    [Threshold("Patients in the window from which a pharmacy is compared.", "our choice, 2026-11-22: as for prescribers", Min = 5, Max = 1000)]
    public int Patients { get; init; } = 30;

    [Threshold("Members a peer group needs; a smaller one is widened.", "domain reference 6.2, our choice, 2026-11-22", Min = 5, Max = 1000)]
    public int MinPeers { get; init; } = 20;

    [Threshold("Figures above Z from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 10)]
    public int Figures { get; init; } = 3;

    [Threshold("Robust z above which a figure stands out.", "Iglewicz and Hoaglin 1993: 3.5", Min = 1, Max = 100)]
    public double Z { get; init; } = 3.5;

    [Threshold("Robust z above which one figure is enough.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public double SingleZ { get; init; } = 6;

    [Threshold("Share of chance findings accepted over all comparisons.", "Benjamini and Hochberg 1995: 0.05", Min = 0, Max = 1)]
    public double FalseDiscoveryRate { get; init; } = 0.05;

    [Threshold("Miles from home that count as far.", "domain reference 6.2, our choice, 2026-11-22", Min = 5, Max = 500)]
    public double FarMiles { get; init; } = 50;

    internal PeerLimits Limits => new(WindowDays, MinPeers, Figures, Z, SingleZ, FalseDiscoveryRate);
}

/// <summary>A dispenser's tally with what else is known of it.</summary>
/// <param name="Kind">Type (PHA14), else chain or independent; mail order apart.</param>
/// <param name="Setting">Urban or rural; empty without centroids.</param>
/// <param name="Records">Records reported for the window, those voided since too.</param>
/// <param name="Voided">Of them voided.</param>
internal sealed record DispenserFigures(int DispenserId, string Kind, string Setting, ProviderTally Tally, int Records, int Voided);

/// <summary>CL-04: a pharmacy whose records lie far from those of its peers.</summary>
internal sealed class DispenserOutlierRule : ICatalogRule
{
    public static readonly RuleDefinition About = new()
    {
        Id = "CL-04",
        Name = "pharmacy-outlier",
        Title = "Pharmacy outlier",
        Family = RuleFamily.Peer,
        Queue = ReviewQueueKind.Board,
        SilencedBy = FillContext.None,
        Counts = "Ten figures of a pharmacy's fills in the window (hospice, palliative, cancer and sickle-cell fills left out) against pharmacies of the same kind, volume and setting: robust z of measures, a funnel for shares, false discovery rate over all comparisons.",
        Template = "{metric}: {v}{unit} against peer median {m}{unit} (z {z}, {n} peers)",
        Citation = "DEA pharmacy decisions (S34) for the figures; method as CL-03",
        LegitimateReasons = "Specialty pharmacies, mail order, long-term care, hospital outpatients, the neighbour of a pain clinic, a border town.",
        ReviewerCheck = "What kind of pharmacy it is and who its largest prescriber is. For the board's queue, never for the police by itself.",
    };

    private static readonly PeerMetric[] Metrics =
    [
        new("cash", "fills paid privately", "%"),
        new("miles", "median distance of patients", "miles"),
        new("far", "patients from far", "%"),
        new("triple", "patients with opioid, benzodiazepine and muscle relaxant at once", "%"),
        new("top", "schedule IV fills from one prescriber", "%"),
        new("early", "early fills", "%"),
        new("alerted", "patients with a provider-count or overlap alert", "%"),
        new("iv", "schedule IV units of all units", ""),
        new("invalid", "fills under an invalid prescriber number", "%"),
        new("void", "records voided", "%"),
    ];

    private readonly DispenserOutlierThresholds _limits;
    private readonly PeerOutliers _outliers;

    public DispenserOutlierRule(DispenserOutlierThresholds limits)
    {
        _limits = limits;
        Thresholds = Detection.Thresholds.Of(limits);
        _outliers = new PeerOutliers(this, Metrics, limits.Limits);
    }

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; }

    public int WindowDays => _limits.WindowDays;

    /// <summary>Judges all dispensers as of one day.</summary>
    public void Evaluate(IReadOnlyList<DispenserFigures> dispensers, DateOnly asOf, SubjectFindings findings)
    {
        DispenserFigures[] compared = [.. dispensers.Where(d => d.Tally.Patients >= _limits.Patients).OrderBy(d => d.DispenserId)];
        var sizes = VolumeTerciles.Of(compared, d => d.Tally.Fills);
        _outliers.Find([.. compared.Select((d, i) => Member(d, sizes[i]))], asOf, findings);
    }

    private PeerMember Member(DispenserFigures dispenser, string size)
    {
        var tally = dispenser.Tally;
        var (kind, setting) = (dispenser.Kind, dispenser.Setting);
        var ivFills = tally.Shares.Values.Sum();
        return new PeerMember
        {
            Subject = Subject.Dispenser(dispenser.DispenserId),
            Groups =
            [
                .. setting.Length > 0 ? [$"{kind}, {size}, {setting}"] : Array.Empty<string>(),
                $"{kind}, {size}", kind, "all pharmacies",
            ],
            Patients = tally.Patients,
            Evidence = [.. tally.Firsts.Values.Order().Select(f => f.DispensationId)],
            Figures =
            [
                Figure.Share(tally.CashFills, tally.PaidFills),
                tally.Miles.Count >= Figure.FewestForMean ? new PeerFigure(tally.Miles.Select(m => (double)m).Median()) : null,
                Figure.Share(tally.Miles.Count(m => m > _limits.FarMiles), tally.Miles.Count),
                Figure.Share(tally.TriplePatients, tally.Patients),
                Figure.Share(tally.Shares.Values.DefaultIfEmpty().Max(), ivFills),
                Figure.Share(tally.EarlyFills, tally.Fills),
                Figure.Share(tally.AlertedPatients, tally.Patients),
                tally.Units > 0 ? new PeerFigure(tally.ScheduleIvUnits / tally.Units) : null,
                Figure.Share(tally.InvalidNumberFills, tally.Fills),
                Figure.Share(dispenser.Voided, dispenser.Records),
            ],
        };
    }
}
