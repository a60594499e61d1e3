using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PS-01.</summary>
[Ascending(nameof(Practices), nameof(HighPractices))]
[Ascending(nameof(ShortWindowDays), nameof(WindowDays))]
internal sealed record MultiplePrescribersThresholds
{
    [Threshold("Days of the long window.", "Peirce 2012: six months", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Practices in the long window from which it is Medium.", "Peirce 2012; Wilsey 2011 finds 2 to 5 not abuse-like, so only Medium", Min = 2, Max = 50)]
    public double Practices { get; init; } = 4;

    [Threshold("Practices in the long window from which it is High.", "CURES 6 (Schneberk 2020)", Min = 2, Max = 50)]
    public double HighPractices { get; init; } = 6;

    [Threshold("Days of the short window.", "Yang 2015: 90 days", Min = 14, Max = 365)]
    public int ShortWindowDays { get; init; } = 90;

    [Threshold("Practices in the short window from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public double ShortWindowPractices { get; init; } = 4;

    [Threshold("A practice whose supplies are no longer than this counts part.", "domain reference 4.6: discharge, emergency, dentist", Min = 0, Max = 30)]
    public int ShortSupplyDays { get; init; } = 5;

    [Threshold("How much such a practice counts.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double ShortSupplyWeight { get; init; } = 0.5;

    [Threshold("Days of supply a practice must share with another to count, unless it has several fills.", "domain reference 6.0.6, our choice, 2026-11-22", Min = 1, Max = 180)]
    public int ConcurrentDays { get; init; } = 7;
}

/// <summary>PS-01: many practices at the same time.</summary>
internal sealed class MultiplePrescribersRule(MultiplePrescribersThresholds limits)
    : ScopedRule<MultiplePrescribersThresholds>(About, limits)
{
    private const int LongWindow = 0;
    private const int ShortWindow = 1;

    public static readonly RuleDefinition About = new()
    {
        Id = "PS-01",
        Name = "multiple-prescribers",
        Title = "Multiple prescribers",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        Counts = "Different practices whose fills start in the window and whose supplies run at the same time as another practice's, or that have several fills; practices with short courses only count half; treatment of opioid use disorder is left out.",
        Template = "{n} practices ({m} individual prescribers) prescribed {class} to this patient in {W} days. Most recent: {list3}.",
        Citation = "Peirce 2012; Wilsey 2011; Schneberk 2020",
        LegitimateReasons = "Group practices that are not known as such, residents, emergency visits, moving house, a chain of referrals.",
        ReviewerCheck = "Whether the practices knew of each other: same building, referral, covering colleague.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.PracticeCount >= 2 && history.PracticeCount >= Fewest(population);

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var most = history.ProvidersIn(scope).Practices;
        var cut = population.PracticeCountCut(scope) ?? double.PositiveInfinity;
        if (most >= Limits.Practices || most >= Limits.HighPractices || most > cut)
        {
            Scan(history, scope, LongWindow, cut, findings.Scratch, ref episode);
        }

        if (most >= Limits.ShortWindowPractices)
        {
            Scan(history, scope, ShortWindow, double.PositiveInfinity, findings.Scratch, ref episode);
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var days = WindowDays(episode.Peak.Tag);
        var window = ProviderSweep.FillsIn(history, scope, RecordQuality.Sound, episode.PeakDay, days);
        var practices = findings.Scratch.Practices;
        Judge(history, practices, [.. window]);
        var counted = practices.Counted.ToList();
        var recent = counted.AsEnumerable().Reverse().Select(p => FindingText.Practice(history, in history.Fills[p])).Distinct().Take(3).ToList();
        FindingValue[] values =
        [
            new("n", practices.Count),
            new("m", FewerProviders.Count(history, counted, ProviderKind.Prescriber)),
            new("W", days),
        ];
        var fewer = FewerProviders.Without(
            history, counted, TooMany(practices.Count, population, scope, episode.Peak.Tag), ProviderKind.Practice);
        return new Account
        {
            LookBackDays = days,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("class", FindingText.Of(scope)), ("list3", FindingText.List(recent))),
            SilentIf = $"{fewer.Sentence}, in {days} days, and {Otherwise(episode.Peak.Tag)}.",
            Fills = counted,
            Notes = practices.Moved ? ["moved: counted on one side of the move only"] : [],
        };
    }

    private void Scan(DispensingHistory history, DrugScope scope, int tag, double cut, RuleScratch scratch, ref Episode episode)
    {
        var fewest = tag == ShortWindow ? Limits.ShortWindowPractices : Math.Min(Limits.Practices, Limits.HighPractices);
        var sweep = new ProviderSweep(history, scope, RecordQuality.Sound, WindowDays(tag), scratch);
        while (sweep.Next())
        {
            // The plain count is never below the concurrent one.
            if (sweep.Practices < fewest && sweep.Practices <= cut)
            {
                continue;
            }

            Judge(history, scratch.Practices, sweep.Window);
            var count = scratch.Practices.Count;
            var severity = tag == ShortWindow
                ? count >= Limits.ShortWindowPractices ? Severity.High : 0
                : count >= Limits.HighPractices ? Severity.High
                : count >= Limits.Practices || count > cut ? Severity.Medium : 0;
            if (severity != 0)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, count, Tag: tag));
            }
        }
    }

    private void Judge(DispensingHistory history, ConcurrentPractices practices, ReadOnlySpan<int> window) =>
        practices.Judge(history, window, Limits.ConcurrentDays, Limits.ShortSupplyDays, Limits.ShortSupplyWeight);

    private int WindowDays(int tag) => tag == ShortWindow ? Limits.ShortWindowDays : Limits.WindowDays;

    private double Fewest(PopulationReference population)
    {
        var fewest = Math.Min(Limits.Practices, Math.Min(Limits.HighPractices, Limits.ShortWindowPractices));
        for (var s = DrugScope.Sedatives; s <= DrugScope.All; s++)
        {
            fewest = Math.Min(fewest, population.PracticeCountCut(s) ?? fewest);
        }

        return fewest;
    }

    /// <summary>What the window that did not decide must keep to.</summary>
    private string Otherwise(int tag) => tag == ShortWindow
        ? $"at most {FindingText.Many(Math.Min(Limits.Practices, Limits.HighPractices) - 1, "practice")} in {Limits.WindowDays}, not above what is usual"
        : $"at most {FindingText.Many(Limits.ShortWindowPractices - 1, "practice")} in {Limits.ShortWindowDays}";

    /// <summary>How many practices fewer would have stayed below every limit of the window.</summary>
    private int TooMany(double count, PopulationReference population, DrugScope scope, int tag)
    {
        var limit = tag == ShortWindow ? Limits.ShortWindowPractices : Math.Min(Limits.Practices, Limits.HighPractices);
        var cut = tag == ShortWindow ? null : population.PracticeCountCut(scope);
        var above = cut < limit ? Math.Ceiling(count - cut.Value) : Math.Floor(count - limit) + 1;
        return (int)above;
    }
}
