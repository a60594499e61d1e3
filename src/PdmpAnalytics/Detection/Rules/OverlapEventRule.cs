using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PS-07.</summary>
[Ascending(nameof(HighEvents), nameof(CriticalEvents))]
internal sealed record OverlapEventThresholds
{
    [Threshold("Days of the window.", "Cepeda 2012: 18 months", Min = 90, Max = 548)]
    public int WindowDays { get; init; } = 548;

    [Threshold("Days two supplies must share to belong to one event.", "domain reference 6.2: one-day overlaps are noise (Cepeda 2012 uses 1)", Min = 1, Max = 90)]
    public int MinOverlap { get; init; } = 3;

    [Threshold("Pharmacies an event needs.", "Cepeda 2012: 3", Min = 2, Max = 20)]
    public int Pharmacies { get; init; } = 3;

    [Threshold("An event that lasts longer counts once for each started stretch of this many days.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int EventDays { get; init; } = 90;

    [Threshold("Events from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public int HighEvents { get; init; } = 3;

    [Threshold("Events from which it is Critical.", "Cepeda 2013: heavy from 5 episodes", Min = 1, Max = 50)]
    public int CriticalEvents { get; init; } = 5;
}

/// <summary>PS-07: supplies of one class from different practices overlapped, filled at three or more pharmacies.</summary>
internal sealed class OverlapEventRule(OverlapEventThresholds limits) : ScopedRule<OverlapEventThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "PS-07",
        Name = "overlap-event",
        Title = "Overlap of practices over several pharmacies",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        Counts = "Connected groups of fills of one drug class from different practices whose whole supplies share days, when a group was filled at enough pharmacies; a group counts again for each started 90 days from its first to its last fill.",
        Template = "{e} events in {W} days in which prescriptions for {class} from different practices overlapped and {h} pharmacies were used.",
        Citation = "Cepeda 2012; Cepeda 2013",
        LegitimateReasons = "A change of prescriber, discharge from hospital.",
        ReviewerCheck = "Whether the earlier prescriber ended treatment when the later one began.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= 2 && history.DispenserGroupCount >= Limits.Pharmacies;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var most = history.ProvidersIn(scope);
        var overlaps = findings.Scratch.Overlaps;
        if (most.Practices < 2 || most.Dispensers < Limits.Pharmacies || !overlaps.Read(history, scope, Limits.MinOverlap))
        {
            return episode;
        }

        var sweep = new WindowSweep(overlaps.Fills.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var events = overlaps.Count(history, sweep.Low, sweep.High, Limits.Pharmacies, Limits.EventDays);
            if (events > 0)
            {
                var severity = events >= Limits.CriticalEvents ? Severity.Critical
                    : events >= Limits.HighEvents ? Severity.High : Severity.Medium;
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, events));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var overlaps = findings.Scratch.Overlaps;
        overlaps.Read(history, scope, Limits.MinOverlap);
        var (low, high) = Window(overlaps.Fills.Days, episode.PeakDay);
        var events = overlaps.Count(history, low, high, Limits.Pharmacies, Limits.EventDays);
        var window = overlaps.PositionsInEvents(low, high, Limits.Pharmacies).ToList();
        FindingValue[] values =
        [
            new("e", events),
            new("h", FewerProviders.Count(history, window, ProviderKind.Dispenser)),
            new("p", FewerProviders.Count(history, window, ProviderKind.Practice)),
            new("W", Limits.WindowDays),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("class", FindingText.Of(scope))),
            SilentIf = $"{FewerProviders.Below(history, window, Limits.Pharmacies, ProviderKind.Dispenser).Sentence}, or no supplies of different practices that share {Limits.MinOverlap} days.",
            Fills = window,
        };
    }

    private (int Low, int High) Window(ReadOnlySpan<int> days, int day)
    {
        var low = 0;
        var high = 0;
        for (; high < days.Length && days[high] <= day; high++)
        {
            low += days[high] <= day - Limits.WindowDays ? 1 : 0;
        }

        return (low, high);
    }
}
