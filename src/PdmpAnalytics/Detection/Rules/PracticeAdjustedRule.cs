using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PS-06.</summary>
[Ascending(nameof(Moderate), nameof(Extensive))]
internal sealed record PracticeAdjustedThresholds
{
    [Threshold("Days of the window.", "Walker 2017: 18 months", Min = 90, Max = 548)]
    public int WindowDays { get; init; } = 548;

    [Threshold("Practices and pharmacies, both, from which it is Low (moderate).", "Walker 2017: 3", Min = 2, Max = 50)]
    public int Moderate { get; init; } = 3;

    [Threshold("Practices and pharmacies, both, from which it is Medium (extensive).", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int Extensive { get; init; } = 4;

    [Threshold("Fills of the practices counted that the window needs.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public int Fills { get; init; } = 4;

    [Threshold("Days of supply a practice must share with another to count, unless it has several fills.", "domain reference 6.0.6, our choice, 2026-11-22", Min = 1, Max = 180)]
    public int ConcurrentDays { get; init; } = 7;
}

/// <summary>PS-06: three practices and three pharmacies over a year and a half.</summary>
internal sealed class PracticeAdjustedRule(PracticeAdjustedThresholds limits) : ScopedRule<PracticeAdjustedThresholds>(About, limits)
{
    public static readonly RuleDefinition About = new()
    {
        Id = "PS-06",
        Name = "practice-adjusted-three-by-three",
        Title = "Three practices and three pharmacies, 18 months",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        QueuesAloneFrom = null,
        Counts = "Different practices that pass the concurrency test and the different pharmacies they were filled at, among the fills that start in the window; moderate from three of both, extensive from four.",
        Template = "{p} practices and {h} pharmacies in {W} days (level {level}) for {class}.",
        Citation = "Walker 2017; Esposito 2019 (24.3 % of the severe were confirmed by chart review)",
        LegitimateReasons = "The long window collects house moves, job changes, specialists and stock-outs.",
        ReviewerCheck = "Whether the practices overlap in time; on its own it is only shown with the patient.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= Limits.Moderate && history.DispenserGroupCount >= Limits.Moderate;

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var most = history.ProvidersIn(scope);
        if (most.Practices < Limits.Moderate || most.Dispensers < Limits.Moderate || history.InScope(scope).Length < Limits.Fills)
        {
            return episode;
        }

        var scratch = findings.Scratch;
        var sweep = new ProviderSweep(history, scope, RecordQuality.Dispenser, Limits.WindowDays, scratch);
        while (sweep.Next())
        {
            if (sweep.Practices < Limits.Moderate || sweep.Dispensers < Limits.Moderate || sweep.Window.Length < Limits.Fills)
            {
                continue;
            }

            Concurrent(history, scratch.Practices, sweep.Window);
            var practices = (int)scratch.Practices.Count;
            if (practices < Limits.Moderate || scratch.Practices.Counted.Count < Limits.Fills)
            {
                continue;
            }

            var pharmacies = FewerProviders.Count(history, scratch.Practices.Counted, ProviderKind.Dispenser);
            if (pharmacies >= Limits.Moderate)
            {
                var both = Math.Min(practices, pharmacies);
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(
                    both >= Limits.Extensive ? Severity.Medium : Severity.Low, both, practices + pharmacies));
            }
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var practices = findings.Scratch.Practices;
        Concurrent(history, practices, [.. ProviderSweep.FillsIn(history, scope, RecordQuality.Dispenser, episode.PeakDay, Limits.WindowDays)]);
        var window = practices.Counted.ToList();
        FindingValue[] values =
        [
            new("p", FewerProviders.Count(history, window, ProviderKind.Practice)),
            new("h", FewerProviders.Count(history, window, ProviderKind.Dispenser)),
            new("n", window.Count),
            new("W", Limits.WindowDays),
        ];
        var fewer = FewerProviders.Least(
            FewerProviders.Below(history, window, Limits.Moderate, ProviderKind.Practice),
            FewerProviders.Below(history, window, Limits.Moderate, ProviderKind.Dispenser));
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("class", FindingText.Of(scope)), ("level", episode.Peak.Measure >= Limits.Extensive ? "extensive" : "moderate")),
            SilentIf = $"{fewer.Sentence}, in {Limits.WindowDays} days.",
            Leaving = fewer.Leaving,
            Fills = window,
            Notes = practices.Moved ? ["moved: counted on one side of the move only"] : [],
        };
    }

    private void Concurrent(DispensingHistory history, ConcurrentPractices practices, ReadOnlySpan<int> window) =>
        practices.Judge(history, window, Limits.ConcurrentDays, shortDays: 0, shortWeight: 1);
}
