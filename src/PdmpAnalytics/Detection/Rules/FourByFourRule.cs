using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PS-05.</summary>
[Ascending(nameof(ShortWindowDays), nameof(WindowDays))]
internal sealed record FourByFourThresholds
{
    [Threshold("Days of the short window, Medium.", "Peirce 2012: six months", Min = 30, Max = 365)]
    public int ShortWindowDays { get; init; } = 183;

    [Threshold("Days of the long window, Low.", "Katz 2010: one year", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 365;

    [Threshold("Practices from which it fires.", "Katz 2010: 4", Min = 2, Max = 50)]
    public int Practices { get; init; } = 4;

    [Threshold("Pharmacies from which it fires.", "Katz 2010: 4", Min = 2, Max = 50)]
    public int Pharmacies { get; init; } = 4;

    [Threshold("Days of supply a practice must share with another to count, unless it has several fills.", "domain reference 6.0.6, our choice, 2026-11-22", Min = 1, Max = 180)]
    public int ConcurrentDays { get; init; } = 7;
}

/// <summary>PS-05: four practices and four pharmacies; silent where PS-03 or PS-04 speaks.</summary>
internal sealed class FourByFourRule(FourByFourThresholds limits) : ScopedRule<FourByFourThresholds>(About, limits)
{
    private const int LongWindow = 0;
    private const int ShortWindow = 1;

    public static readonly RuleDefinition About = new()
    {
        Id = "PS-05",
        Name = "four-by-four",
        Title = "Four by four",
        Family = RuleFamily.ProviderCount,
        AsksOthers = true,
        Queue = ReviewQueueKind.Review,
        Counts = "Different practices and different pharmacies among the fills that start in the window, both at or above their limits, of practices that pass the concurrency test; not reported when PS-03 or PS-04 has a finding.",
        Template = "{p} practices and {h} pharmacies in {W} days (threshold {P} and {H}) for {class}.",
        Citation = "Katz 2010; Peirce 2012; the commonest definition in Delcher 2021",
        LegitimateReasons = "Group practices that are not known as such, residents, emergency visits, moving house, a chain of referrals.",
        ReviewerCheck = "Whether supplies overlap, and what the practices treat.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= Limits.Practices && history.DispenserGroupCount >= Limits.Pharmacies
        && !findings.Has(MultipleProviderEpisode183Rule.About.Id) && !findings.Has(MultipleProviderEpisode90Rule.About.Id);

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var most = history.ProvidersIn(scope);
        if (most.Practices >= Limits.Practices && most.Dispensers >= Limits.Pharmacies)
        {
            Scan(history, scope, LongWindow, findings.Scratch, ref episode);
            Scan(history, scope, ShortWindow, findings.Scratch, ref episode);
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var days = WindowDays(episode.Peak.Tag);
        var all = ProviderSweep.FillsIn(history, scope, RecordQuality.Dispenser, episode.PeakDay, days);
        var practices = findings.Scratch.Practices;
        Concurrent(history, practices, [.. all]);
        var window = practices.Counted.ToList();
        FindingValue[] values =
        [
            new("p", FewerProviders.Count(history, window, ProviderKind.Practice)),
            new("h", FewerProviders.Count(history, window, ProviderKind.Dispenser)),
            new("P", Limits.Practices),
            new("H", Limits.Pharmacies),
            new("W", days),
        ];
        var fewer = FewerProviders.Least(
            FewerProviders.Below(history, window, Limits.Practices, ProviderKind.Practice),
            FewerProviders.Below(history, window, Limits.Pharmacies, ProviderKind.Dispenser));
        return new Account
        {
            LookBackDays = days,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("class", FindingText.Of(scope))),
            SilentIf = $"{fewer.Sentence}, in {days} days{(days < Limits.WindowDays ? $", and fewer than {Limits.Practices} practices or {Limits.Pharmacies} pharmacies in {Limits.WindowDays}" : "")}.",
            Fills = window,
            Notes = practices.Moved ? ["moved: counted on one side of the move only"] : [],
        };
    }

    private void Scan(DispensingHistory history, DrugScope scope, int tag, RuleScratch scratch, ref Episode episode)
    {
        var sweep = new ProviderSweep(history, scope, RecordQuality.Dispenser, WindowDays(tag), scratch);
        while (sweep.Next())
        {
            if (sweep.Practices < Limits.Practices || sweep.Dispensers < Limits.Pharmacies)
            {
                continue;
            }

            Concurrent(history, scratch.Practices, sweep.Window);
            var practices = (int)scratch.Practices.Count;
            if (practices < Limits.Practices)
            {
                continue;
            }

            var pharmacies = FewerProviders.Count(history, scratch.Practices.Counted, ProviderKind.Dispenser);
            if (pharmacies >= Limits.Pharmacies)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(
                    tag == ShortWindow ? Severity.Medium : Severity.Low, Math.Min(practices, pharmacies), practices + pharmacies, tag));
            }
        }
    }

    /// <summary>The concurrency test without the half weight of short courses, which only PS-01 has.</summary>
    private void Concurrent(DispensingHistory history, ConcurrentPractices practices, ReadOnlySpan<int> window) =>
        practices.Judge(history, window, Limits.ConcurrentDays, shortDays: 0, shortWeight: 1);

    private int WindowDays(int tag) => tag == ShortWindow ? Limits.ShortWindowDays : Limits.WindowDays;
}
