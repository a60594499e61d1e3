using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>What PS-03 to PS-05 count on the prescribing side.</summary>
internal enum CountBy
{
    /// <summary>Colleagues at one address are one (Walker 2017).</summary>
    Practice,

    /// <summary>Every prescriber, as the published measure does.</summary>
    Prescriber,
}

/// <summary>Thresholds of PS-03.</summary>
internal sealed record MultipleProviderEpisode183Thresholds
{
    [Threshold("Days of the window.", "CDC PBSS: six months", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Practices from which it fires.", "CDC PBSS: 5", Min = 2, Max = 50)]
    public int Practices { get; init; } = 5;

    [Threshold("Pharmacies from which it fires.", "CDC PBSS: 5", Min = 2, Max = 50)]
    public int Pharmacies { get; init; } = 5;

    [Threshold("Practices and pharmacies, both, from which it is Critical instead of High.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int CriticalBoth { get; init; } = 8;

    [Threshold("Practice or Prescriber.", "Walker 2017: practices", Max = 0)]
    public CountBy CountBy { get; init; } = CountBy.Practice;
}

/// <summary>Thresholds of PS-04.</summary>
internal sealed record MultipleProviderEpisode90Thresholds
{
    [Threshold("Days of the window.", "Delcher 2021: 90 days", Min = 14, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Practices from which it fires.", "Delcher 2021: 5", Min = 2, Max = 50)]
    public int Practices { get; init; } = 5;

    [Threshold("Pharmacies from which it fires.", "Delcher 2021: 5", Min = 2, Max = 50)]
    public int Pharmacies { get; init; } = 5;

    [Threshold("Practice or Prescriber.", "Walker 2017: practices", Max = 0)]
    public CountBy CountBy { get; init; } = CountBy.Practice;
}

/// <summary>The numbers PS-03 and PS-04 share.</summary>
/// <param name="BothForTop">Practices and pharmacies from which the top severity holds.</param>
internal readonly record struct EpisodeTerms(
    int WindowDays, int Practices, int Pharmacies, int BothForTop, Severity Usual, Severity Top, CountBy CountBy);

/// <summary>
/// A multiple-provider episode: many practices and many pharmacies inside one window, plain counts as in the published
/// measure. A move inside the window (6.0.6) takes one severity level off.
/// </summary>
internal abstract class MultipleProviderEpisodeRule<TThresholds>(RuleDefinition definition, TThresholds limits, EpisodeTerms terms)
    : ScopedRule<TThresholds>(definition, limits)
    where TThresholds : class, new()
{
    protected sealed override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.DispenserGroupCount >= terms.Pharmacies
        && (terms.CountBy == CountBy.Practice ? history.PracticeCount : history.PrescriberCount) >= terms.Practices;

    protected sealed override Episode Look(
        DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var most = history.ProvidersIn(scope);
        if (most.Dispensers < terms.Pharmacies || (terms.CountBy == CountBy.Practice && most.Practices < terms.Practices))
        {
            return episode;
        }

        var sweep = new ProviderSweep(history, scope, RecordQuality.Dispenser, terms.WindowDays, findings.Scratch);
        while (sweep.Next())
        {
            var practices = terms.CountBy == CountBy.Practice ? sweep.Practices : sweep.Prescribers;
            if (practices >= terms.Practices && sweep.Dispensers >= terms.Pharmacies)
            {
                var both = Math.Min(practices, sweep.Dispensers);
                var severity = both >= terms.BothForTop ? terms.Top : terms.Usual;
                if (findings.Scratch.Practices.MoveSplit(history, sweep.Window) > 0)
                {
                    severity--;
                }

                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, both, practices + sweep.Dispensers));
            }
        }

        return episode;
    }

    protected sealed override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var window = ProviderSweep.FillsIn(history, scope, RecordQuality.Dispenser, episode.PeakDay, terms.WindowDays);
        var kind = terms.CountBy == CountBy.Practice ? ProviderKind.Practice : ProviderKind.Prescriber;
        var prescribers = FewerProviders.Count(history, window, ProviderKind.Prescriber);
        FindingValue[] values =
        [
            new("p", FewerProviders.Count(history, window, kind)),
            new("h", FewerProviders.Count(history, window, ProviderKind.Dispenser)),
            new("prescribers", prescribers),
            new("practices", FewerProviders.Count(history, window, ProviderKind.Practice)),
            new("P", terms.Practices),
            new("H", terms.Pharmacies),
            new("W", terms.WindowDays),
        ];
        var fewer = FewerProviders.Least(
            FewerProviders.Below(history, window, terms.Practices, kind),
            FewerProviders.Below(history, window, terms.Pharmacies, ProviderKind.Dispenser));
        var moved = findings.Scratch.Practices.MoveSplit(history, [.. window]) > 0;
        return new Account
        {
            LookBackDays = terms.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("class", FindingText.Of(scope))),
            SilentIf = $"{fewer.Sentence}, in {terms.WindowDays} days.",
            Leaving = fewer.Leaving,
            Fills = window,
            Notes = moved ? ["moved: one severity level off"] : [],
        };
    }
}

/// <summary>PS-03: the published measure over six months.</summary>
internal sealed class MultipleProviderEpisode183Rule(MultipleProviderEpisode183Thresholds limits)
    : MultipleProviderEpisodeRule<MultipleProviderEpisode183Thresholds>(About, limits, new EpisodeTerms(
        limits.WindowDays, limits.Practices, limits.Pharmacies, limits.CriticalBoth, Severity.High, Severity.Critical, limits.CountBy))
{
    public static readonly RuleDefinition About = new()
    {
        Id = "PS-03",
        Name = "multiple-provider-episode-183",
        Title = "Multiple-provider episode, six months",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        Counts = "Different practices and different pharmacies among the fills that start in the window, both at or above their limits, without a concurrency test.",
        Template = "{p} practices and {h} pharmacies in {W} days (threshold {P} and {H}) for {class}; {prescribers} individual prescribers before grouping.",
        Citation = "CDC PBSS; Delcher 2021 scoping review",
        LegitimateReasons = "Cancer care, treatment of opioid use disorder, practices that are not known as one, moving house.",
        ReviewerCheck = "The count before and after grouping by practice, and whether supplies overlap.",
    };
}

/// <summary>PS-04: the same within a quarter.</summary>
internal sealed class MultipleProviderEpisode90Rule(MultipleProviderEpisode90Thresholds limits)
    : MultipleProviderEpisodeRule<MultipleProviderEpisode90Thresholds>(About, limits, new EpisodeTerms(
        limits.WindowDays, limits.Practices, limits.Pharmacies, int.MaxValue, Severity.Critical, Severity.Critical, limits.CountBy))
{
    public static readonly RuleDefinition About = new()
    {
        Id = "PS-04",
        Name = "multiple-provider-episode-90",
        Title = "Multiple-provider episode, ninety days",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        Counts = "As PS-03, in a window of 90 days.",
        Template = "{p} practices and {h} pharmacies in {W} days (threshold {P} and {H}) for {class}; {prescribers} individual prescribers before grouping.",
        Citation = "Delcher 2021; Oklahoma PMP alert",
        LegitimateReasons = "About one in five of those flagged had cancer and 8 % treatment with buprenorphine (Delcher 2021); practices that are not known as one; moving house.",
        ReviewerCheck = "Diagnoses, a move inside the window, and whether supplies overlap.",
    };
}
