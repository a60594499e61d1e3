using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PS-02.</summary>
[Ascending(nameof(ShortWindowPharmacies), nameof(HighPharmacies))]
[Ascending(nameof(ShortWindowDays), nameof(WindowDays))]
internal sealed record MultiplePharmaciesThresholds
{
    [Threshold("Days of the short window.", "Yang 2015: 90 days", Min = 14, Max = 365)]
    public int ShortWindowDays { get; init; } = 90;

    [Threshold("Pharmacies in the short window from which it is Medium.", "Yang 2015: 4 in 90 days", Min = 2, Max = 50)]
    public int ShortWindowPharmacies { get; init; } = 4;

    [Threshold("Pharmacies in the short window from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int HighPharmacies { get; init; } = 6;

    [Threshold("Days of the long window.", "Peirce 2012: six months", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Pharmacies in the long window from which it is Medium.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 50)]
    public int Pharmacies { get; init; } = 5;
}

/// <summary>PS-02: many pharmacies; near branches of one chain are one.</summary>
internal sealed class MultiplePharmaciesRule(MultiplePharmaciesThresholds limits)
    : ScopedRule<MultiplePharmaciesThresholds>(About, limits)
{
    private const int LongWindow = 0;
    private const int ShortWindow = 1;

    public static readonly RuleDefinition About = new()
    {
        Id = "PS-02",
        Name = "multiple-pharmacies",
        Title = "Multiple pharmacies",
        Family = RuleFamily.ProviderCount,
        Queue = ReviewQueueKind.Review,
        Counts = "Different pharmacies with fills that start in the window; branches of one chain within ten miles count once; fills with a faulty pharmacy number are left out.",
        Template = "{n} pharmacies in {W} days for {class}; {k} different cities.",
        Citation = "Yang 2015; Peirce 2012",
        LegitimateReasons = "Medicine out of stock, comparing prices, travel, mail order beside a local pharmacy.",
        ReviewerCheck = "Whether the pharmacies lie on one way, and whether one of them was out of stock.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings) =>
        history.DispenserGroupCount >= Math.Min(Limits.Pharmacies, Math.Min(Limits.ShortWindowPharmacies, Limits.HighPharmacies));

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var most = history.ProvidersIn(scope).Dispensers;
        if (most >= Limits.Pharmacies)
        {
            Scan(history, scope, LongWindow, findings.Scratch, ref episode);
        }

        if (most >= Math.Min(Limits.ShortWindowPharmacies, Limits.HighPharmacies))
        {
            Scan(history, scope, ShortWindow, findings.Scratch, ref episode);
        }

        return episode;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var inShort = (Days: Limits.ShortWindowDays, Limit: Math.Min(Limits.ShortWindowPharmacies, Limits.HighPharmacies));
        var inLong = (Days: Limits.WindowDays, Limit: Limits.Pharmacies);
        var ((days, limit), (otherDays, otherLimit)) = episode.Peak.Tag == ShortWindow ? (inShort, inLong) : (inLong, inShort);
        var window = ProviderSweep.FillsIn(history, scope, RecordQuality.Dispenser, episode.PeakDay, days);
        FindingValue[] values =
        [
            new("n", FewerProviders.Count(history, window, ProviderKind.Dispenser)),
            new("W", days),
            new("k", Cities(history, window)),
        ];
        return new Account
        {
            LookBackDays = days,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("class", FindingText.Of(scope))),
            SilentIf = $"{FewerProviders.Below(history, window, limit, ProviderKind.Dispenser).Sentence}, in {days} days, and at most {FindingText.Many(otherLimit - 1, "pharmacy", "pharmacies")} in {otherDays}.",
            Fills = window,
        };
    }

    private void Scan(DispensingHistory history, DrugScope scope, int tag, RuleScratch scratch, ref Episode episode)
    {
        var sweep = new ProviderSweep(
            history, scope, RecordQuality.Dispenser, tag == ShortWindow ? Limits.ShortWindowDays : Limits.WindowDays, scratch);
        while (sweep.Next())
        {
            var severity = tag == LongWindow
                ? sweep.Dispensers >= Limits.Pharmacies ? Severity.Medium : 0
                : sweep.Dispensers >= Limits.HighPharmacies ? Severity.High
                : sweep.Dispensers >= Limits.ShortWindowPharmacies ? Severity.Medium : 0;
            if (severity != 0)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, sweep.Dispensers, Tag: tag));
            }
        }
    }

    private static int Cities(DispensingHistory history, IEnumerable<int> window) => history.Reference is { } reference
        ? window.Select(p => reference.DispenserCities[history.Fills[p].DispenserId]).Where(c => c.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Count()
        : 0;
}
