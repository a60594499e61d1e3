using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of DO-02.</summary>
[Ascending(nameof(Dme), nameof(HighDme))]
internal sealed record HighSedativeDoseThresholds
{
    [Threshold("Days over which the dose is averaged.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 90)]
    public int MeanDays { get; init; } = 30;

    [Threshold("Days of the window in which such a mean counts.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("mg diazepam equivalents a day above which it is Medium.", "40 mg is the label maximum of diazepam (S14); ASAM 2025 calls above 15 mg high", Min = 1, Max = 1000)]
    public double Dme { get; init; } = 40;

    [Threshold("mg diazepam equivalents a day above which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 1000)]
    public double HighDme { get; init; } = 80;

    [Threshold("Below this number of fills it is at most Low: the days supply of one fill may be an estimate.", "domain reference 3.4, our choice, 2026-11-22", Min = 1, Max = 20)]
    public int FillsAboveLow { get; init; } = 2;
}

/// <summary>DO-02: a high dose of all sedatives together.</summary>
internal sealed class HighSedativeDoseRule(HighSedativeDoseThresholds limits) : PatientRule<HighSedativeDoseThresholds>(About, limits)
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "DO-02",
        Name = "high-sedative-dose",
        Title = "High sedative dose",
        Family = RuleFamily.Dose,
        Queue = ReviewQueueKind.Review,
        Counts = "The highest mean of daily diazepam equivalents over some days in a row, all of them inside the window; days without supply count as none. Drugs without a factor add nothing.",
        Template = "{dme} mg diazepam equivalents a day ({lme} mg lorazepam equivalents) on average over {D} days{tail}; factor set {set}.",
        Doses = [DoseKind.Dme, DoseKind.Lme],
        Citation = "ASAM 2025 dose tiers; label maximum of diazepam (S14)",
        LegitimateReasons = "Uncertain conversion factors, seizure disorder, alcohol withdrawal, a days supply entered too short.",
        ReviewerCheck = "Quantity and days supply of the fills, and whether the doses come from one prescriber.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (!MayFire(history) || !history.SupplyAhead.TryGetDoses(DoseKind.Dme, findings.Scratch.Doses, findings.Scratch.Sums))
        {
            return;
        }

        var episode = Look(history, findings.Scratch.Sums);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, population, in episode, findings.Scratch)));
        }
    }

    /// <summary>Doses rise only on days on which a fill starts.</summary>
    private bool MayFire(DispensingHistory history)
    {
        var inScope = history.InScope(DrugScope.Sedatives);
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var fill = ref history.Fills[inScope[k]];
            var dose = 0.0;
            for (var j = k; j >= 0 && fill.StartDay - history.Fills[inScope[j]].StartDay < SupplyPeriod.MaxDays; j--)
            {
                ref readonly var active = ref history.Fills[inScope[j]];
                dose += active.LastDay >= fill.StartDay && !active.Faulty(RecordQuality.Quantity) ? active.DailyDme : 0;
            }

            if (dose > Limits.Dme)
            {
                return true;
            }
        }

        return false;
    }

    private Episode Look(DispensingHistory history, double[] sums)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        var first = Math.Max(0, supply.Position(history.HorizonDay) - (Limits.WindowDays - Limits.MeanDays));
        for (var d = first; d < supply.Days; d++)
        {
            var mean = Mean(sums, d);
            if (mean > Limits.Dme + Rounding)
            {
                // The mean stays inside the window for as long as its first day does.
                var day = supply.FirstDay + d;
                episode.Hold(day, day + Limits.WindowDays - Limits.MeanDays, new Outcome(SeverityOf(history, mean, day), Math.Round(mean, 6)));
            }
        }

        return episode;
    }

    private double Mean(double[] sums, int d) => (sums[d + 1] - sums[Math.Max(0, d + 1 - Limits.MeanDays)]) / Limits.MeanDays;

    private Severity SeverityOf(DispensingHistory history, double mean, int lastDay)
    {
        var fills = 0;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            fills += Counts(in history.Fills[position], lastDay) ? 1 : 0;
        }

        return fills < Limits.FillsAboveLow ? Severity.Low : mean > Limits.HighDme + Rounding ? Severity.High : Severity.Medium;
    }

    /// <summary>Active on some of the days averaged up to <paramref name="lastDay"/>.</summary>
    private bool Counts(in Fill fill, int lastDay) =>
        fill.DailyDme > 0 && fill.StartDay <= lastDay && fill.LastDay > lastDay - Limits.MeanDays && !fill.Faulty(RecordQuality.Quantity);

    private Account Describe(DispensingHistory history, PopulationReference population, in Episode episode, RuleScratch scratch)
    {
        var supply = history.SupplyAhead;
        var last = LastDayOfMean(history, in episode, scratch.Sums);
        var dme = Mean(scratch.Sums, supply.Position(last));
        supply.TryGetDoses(DoseKind.Lme, scratch.Doses, scratch.Sums);
        var lme = Mean(scratch.Sums, supply.Position(last));
        var fills = FillsWhere(history, (in f) => f.Class.IsSedative() && Counts(in f, last));
        var above = population.SedativeDosePercentile(lme);
        FindingValue[] values =
        [
            new("dme", Math.Round(dme, 1)), new("lme", Math.Round(lme, 1)), new("D", Limits.MeanDays),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
            .. above is { } known ? new FindingValue[] { new("percentile", Math.Floor(10 * known) / 10) } : [],
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("tail", above is { } percentile ? $", {FindingText.Ordinal(Math.Floor(10 * percentile) / 10)} percentile of patients with sedatives" : ""),
                ("set", (history.Reference?.Equivalents ?? Equivalents.Default).Edition(DoseKind.Dme))),
            SilentIf = $"A mean of at most {FindingText.Number(Limits.Dme)} mg diazepam equivalents a day over any {Limits.MeanDays} days instead of {FindingText.Number(Math.Round(dme, 1))}.",
            Fills = fills,
            DosesByEdition =
            [
                .. EditionFigures.Of(history, DoseKind.Dme, values[0], scratch, s => Math.Round(Mean(s.Sums, supply.Position(last)), 1)),
                .. EditionFigures.Of(history, DoseKind.Lme, values[1], scratch, s => Math.Round(Mean(s.Sums, supply.Position(last)), 1)),
            ],
            Notes = fills.Count < Limits.FillsAboveLow ? ["severity capped: one fill only"] : [],
        };
    }

    /// <summary>Of the means inside the peak day's window the one that decided, the latest of equals.</summary>
    private int LastDayOfMean(DispensingHistory history, in Episode episode, double[] sums)
    {
        var supply = history.SupplyAhead;
        for (var day = episode.PeakDay; ; day--)
        {
            var mean = Mean(sums, supply.Position(day));
            if (Math.Round(mean, 6) == episode.Peak.Measure && SeverityOf(history, mean, day) == episode.Peak.Severity)
            {
                return day;
            }
        }
    }
}
