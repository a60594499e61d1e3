using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of PY-01.</summary>
[Ascending(nameof(Fills), nameof(FillsAlone))]
[Ascending(nameof(ShareWithOther), nameof(ShareAlone))]
internal sealed record CashPatternThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Fills the window needs beside another finding.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public int Fills { get; init; } = 5;

    [Threshold("Fills the window needs on its own.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public int FillsAlone { get; init; } = 6;

    [Threshold("Share paid privately from which it fires on its own.", "Cepeda 2013: 45 % among those with overlap events; number our choice, 2026-11-22", Min = 0, Max = 1)]
    public double ShareAlone { get; init; } = 0.60;

    [Threshold("Share paid privately from which it fires beside a provider, timing or overlap finding that held within the window.", "Simeone 2017: over 40 %", Min = 0, Max = 1)]
    public double ShareWithOther { get; init; } = 0.40;

    [Threshold("Share above what is usual at these pharmacies for this class from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double AboveExpected { get; init; } = 0.40;
}

/// <summary>PY-01: many fills paid privately.</summary>
internal sealed class CashPatternRule(CashPatternThresholds limits) : ScopedRule<CashPatternThresholds>(About, limits)
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "PY-01",
        Name = "cash-pattern",
        Title = "Cash pattern",
        Family = RuleFamily.Payment,
        AsksOthers = true,
        Version = 2,
        Queue = ReviewQueueKind.Review,
        Counts = "Share of fills paid privately without a discount card, among fills in the window whose payment is reported; phentermine and its kin are left out.",
        Template = "{k} of {n} fills paid privately ({pct} %) in {W} days; usual share at these pharmacies: {base}.",
        Citation = "Cepeda 2013; Simeone 2017",
        LegitimateReasons = "No insurance, weight-loss drugs (left out), discount cards (left out).",
        ReviewerCheck = "Whether the patient has insurance that paid for other fills.",
    };

    protected override bool MayFire(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        var inScope = history.InScope(DrugScope.All);
        if (inScope.Length < Math.Min(Limits.Fills, Limits.FillsAlone))
        {
            return false;
        }

        var cash = 0;
        foreach (var position in inScope)
        {
            cash += history.Fills[position].IsCash ? 1 : 0;
        }

        return cash >= MinCash();
    }

    protected override Episode Look(DispensingHistory history, PopulationReference population, DrugScope scope, FindingCollector findings)
    {
        var episode = new Episode(history);
        var selection = findings.Scratch.Fills;
        Select(history, scope, selection);
        var beside = Beside(findings);
        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        var (low, high, cash) = (0, 0, 0);
        while (sweep.Next())
        {
            for (; high < sweep.High; high++)
            {
                cash += history.Fills[selection.Positions[high]].IsCash ? 1 : 0;
            }

            for (; low < sweep.Low; low++)
            {
                cash -= history.Fills[selection.Positions[low]].IsCash ? 1 : 0;
            }

            var count = high - low;
            if (count == 0)
            {
                continue;
            }

            var outcome = new Outcome(Severity.Medium, (double)cash / count, count);
            if (Fires(history, population, selection.Positions[low..high], cash, beside: false))
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, outcome);
            }
            else if (Fires(history, population, selection.Positions[low..high], cash, beside: true))
            {
                foreach (var (from, to) in beside)
                {
                    if (from <= sweep.ToDay && to >= sweep.FromDay)
                    {
                        episode.Hold(Math.Max(from, sweep.FromDay), Math.Min(to, sweep.ToDay), outcome);
                    }
                }
            }
        }

        return episode;
    }

    private static bool IsOther(RuleFinding finding) =>
        finding.Rule.Family is RuleFamily.ProviderCount or RuleFamily.Timing or RuleFamily.Overlap;

    /// <summary>Days, both ends included and apart from one another, whose window meets the days a provider, timing or overlap rule held.</summary>
    private List<(int From, int To)> Beside(FindingCollector findings)
    {
        var days = new List<(int From, int To)>();
        foreach (var other in findings.Findings.Where(IsOther).OrderBy(f => f.FirstDay))
        {
            var (from, to) = (other.FirstDay.DayNumber, other.LastDay.DayNumber + Limits.WindowDays - 1);
            if (days.Count > 0 && from <= days[^1].To + 1)
            {
                days[^1] = (days[^1].From, Math.Max(days[^1].To, to));
            }
            else
            {
                days.Add((from, to));
            }
        }

        return days;
    }

    protected override Account Describe(
        DispensingHistory history, PopulationReference population, DrugScope scope, in Episode episode, FindingCollector findings)
    {
        var selection = findings.Scratch.Fills;
        Select(history, scope, selection);
        var window = new List<int>();
        for (var i = 0; i < selection.Count; i++)
        {
            if (selection.Days[i] <= episode.PeakDay && selection.Days[i] > episode.PeakDay - Limits.WindowDays)
            {
                window.Add(selection.Positions[i]);
            }
        }

        var peakDay = episode.PeakDay;
        var cash = window.Count(p => history.Fills[p].IsCash);
        var expected = Expected(history, population, [.. window]);
        FindingValue[] values =
        [
            new("k", cash), new("n", window.Count), new("W", Limits.WindowDays), new("pct", Math.Round(100.0 * cash / window.Count)),
            .. expected is { } share ? new FindingValue[] { new("expected", Math.Round(share, 3)) } : [],
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("base", expected is { } usual ? $"{FindingText.Number(Math.Round(100 * usual))} %" : "not known")),
            SilentIf = SilentIf(history, population, window, cash, Beside(findings).Exists(d => d.From <= peakDay && peakDay <= d.To)),
            Fills = [.. window.Where(p => history.Fills[p].IsCash)],
            Notes = Fires(history, population, [.. window], cash, beside: false) ? [] : [$"counts from {FindingText.Number(100 * Limits.ShareWithOther)} % on: a provider, timing or overlap finding held within the same days"],
        };
    }

    private string SilentIf(
        DispensingHistory history, PopulationReference population, List<int> window, int cash, bool beside)
    {
        var most = cash;
        while (most > 0 && Fires(history, population, [.. window], most, beside))
        {
            most--;
        }

        return $"{FindingText.Many(most, "fill")} paid privately instead of {cash} of {window.Count} in {Limits.WindowDays} days.";
    }

    private bool Fires(DispensingHistory history, PopulationReference population, ReadOnlySpan<int> window, int cash, bool beside)
    {
        var count = window.Length;
        var share = (double)cash / count;
        return (count >= Limits.FillsAlone && share >= Limits.ShareAlone - Rounding)
            || (beside && count >= Limits.Fills && share >= Limits.ShareWithOther - Rounding)
            || (count >= Limits.FillsAlone && share >= Limits.AboveExpected - Rounding
                && Expected(history, population, window) is { } expected && share - expected >= Limits.AboveExpected - Rounding);
    }

    /// <summary>The mean of the usual shares at the pharmacies of these fills; null when none is known.</summary>
    private static double? Expected(DispensingHistory history, PopulationReference population, ReadOnlySpan<int> window)
    {
        var sum = 0.0;
        var known = 0;
        foreach (var position in window)
        {
            ref readonly var fill = ref history.Fills[position];
            if (fill.Class.Scope() is { } scope && population.ExpectedCashShare(fill.DispenserId, scope) is { } share)
            {
                sum += share;
                known++;
            }
        }

        return known == 0 ? null : sum / known;
    }

    private static void Select(DispensingHistory history, DrugScope scope, FillSelection selection)
    {
        selection.Clear();
        foreach (var position in history.InScope(scope))
        {
            ref readonly var fill = ref history.Fills[position];
            if (fill.Payment != PaymentType.Unknown && fill.Class != DrugClass.Stimulant)
            {
                selection.Add(position, fill.StartDay);
            }
        }
    }

    private int MinCash() => (int)Math.Ceiling(Math.Min(
        Math.Min(Limits.FillsAlone * Limits.ShareAlone, Limits.Fills * Limits.ShareWithOther),
        Limits.FillsAlone * Limits.AboveExpected) - Rounding);
}
