using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of DO-04.</summary>
[Ascending(nameof(InfoMme), nameof(Mme), nameof(HighMme))]
internal sealed record HighOpioidDoseThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 365)]
    public int WindowDays { get; init; } = 90;

    [Threshold("Days with an opioid that the window needs.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int OpioidDays { get; init; } = 30;

    [Threshold("MME a day from which it is Info, shown with the patient.", "CDC 2016 and 2022: caution from 50", Min = 1, Max = 1000)]
    public double InfoMme { get; init; } = 50;

    [Threshold("MME a day from which it is Medium.", "CDC PBSS and CMS OMS: 90", Min = 1, Max = 1000)]
    public double Mme { get; init; } = 90;

    [Threshold("MME a day from which it is High.", "HHS OIG OEI-02-17-00250: 120", Min = 1, Max = 1000)]
    public double HighMme { get; init; } = 120;

    [Threshold("Below this number of fills it is at most Low: the days supply of one fill may be an estimate.", "domain reference 3.4, our choice, 2026-11-22", Min = 1, Max = 20)]
    public int FillsAboveLow { get; init; } = 2;
}

/// <summary>DO-04: a high dose of all opioids together.</summary>
internal sealed class HighOpioidDoseRule(HighOpioidDoseThresholds limits) : PatientRule<HighOpioidDoseThresholds>(About, limits)
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "DO-04",
        Name = "high-opioid-dose",
        Title = "High opioid dose",
        Family = RuleFamily.Dose,
        Queue = ReviewQueueKind.Review,
        Counts = "Morphine equivalents a day on average over those days of the window on which an opioid with a factor was in hand; treatment of opioid use disorder is left out.",
        Template = "{mme} MME a day on average over {d} opioid days in {W} (factor set {set}).",
        Doses = [DoseKind.Mme],
        Citation = "CDC PBSS; CMS OMS; HHS OIG OEI-02-17-00250",
        LegitimateReasons = "Cancer and palliative care (lowered to Info), pain clinics; tramadol counts twice as much as before 2022.",
        ReviewerCheck = "Diagnosis, and whether one practice prescribes all of it.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (!MayFire(history) || !history.SupplyAhead.TryGetDoses(DoseKind.Mme, findings.Scratch.Doses, findings.Scratch.Sums))
        {
            return;
        }

        var episode = Look(history, findings);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, in episode, findings.Scratch)));
        }
    }

    /// <summary>A mean needs a day as high, and doses rise only on days on which a fill starts.</summary>
    private bool MayFire(DispensingHistory history)
    {
        var inScope = history.InScope(DrugScope.Opioids);
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var fill = ref history.Fills[inScope[k]];
            var dose = 0.0;
            for (var j = k; j >= 0 && fill.StartDay - history.Fills[inScope[j]].StartDay < SupplyPeriod.MaxDays; j--)
            {
                ref readonly var active = ref history.Fills[inScope[j]];
                dose += active.LastDay >= fill.StartDay && !active.Faulty(RecordQuality.Quantity) ? active.DailyMme : 0;
            }

            if (dose >= Limits.InfoMme - Rounding)
            {
                return true;
            }
        }

        return false;
    }

    private Episode Look(DispensingHistory history, FindingCollector findings)
    {
        var episode = new Episode(history);
        var scratch = findings.Scratch;
        var supply = history.SupplyAhead;
        var dosed = scratch.DaySet(0, supply);
        for (var d = 0; d < supply.Days; d++)
        {
            dosed[d / 64] |= scratch.Doses[d] > 0 ? 1UL << (d % 64) : 0;
        }

        var first = Math.Max(supply.Position(history.HorizonDay), CoverageGrid.NextIn(dosed, 0));
        var window = new MovingDayCount(dosed, Limits.WindowDays, first);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(dosed) + Limits.WindowDays);
        for (var d = first; d < end; d++)
        {
            var days = window.Next();
            if (days < Limits.OpioidDays)
            {
                continue;
            }

            var mean = (scratch.Sums[d + 1] - scratch.Sums[Math.Max(0, d + 1 - Limits.WindowDays)]) / days;
            if (mean >= Limits.InfoMme - Rounding)
            {
                var day = supply.FirstDay + d;
                episode.Hold(
                    day, day, new Outcome(SeverityOf(history, mean, day), Math.Round(mean, 6), days),
                    unchanged: !CoverageGrid.Contains(dosed, d) && !CoverageGrid.Contains(dosed, d - Limits.WindowDays));
            }
        }

        if (end <= CoverageGrid.LastIn(dosed) + Limits.WindowDays - Limits.OpioidDays)
        {
            // With a window much longer than the days it needs, the mean may still rise beyond the days ahead that are known.
            findings.ExpectChange(supply.FirstDay + end);
        }

        return episode;
    }

    /// <summary>Mean over those days of the window with a dose; 0 without one.</summary>
    private double Mean(RuleScratch scratch, int d)
    {
        var days = 0;
        var from = Math.Max(0, d + 1 - Limits.WindowDays);
        for (var k = from; k <= d; k++)
        {
            days += scratch.Doses[k] > 0 ? 1 : 0;
        }

        return days == 0 ? 0 : (scratch.Sums[d + 1] - scratch.Sums[from]) / days;
    }

    private Severity SeverityOf(DispensingHistory history, double mean, int day)
    {
        if (mean < Limits.Mme - Rounding)
        {
            return Severity.Info;
        }

        var fills = 0;
        foreach (var position in history.InScope(DrugScope.Opioids))
        {
            fills += Counts(in history.Fills[position], day) ? 1 : 0;
        }

        return fills < Limits.FillsAboveLow ? Severity.Low : mean >= Limits.HighMme - Rounding ? Severity.High : Severity.Medium;
    }

    /// <summary>Active on some day of the window.</summary>
    private bool Counts(in Fill fill, int day) =>
        fill.DailyMme > 0 && fill.StartDay <= day && fill.LastDay > day - Limits.WindowDays && !fill.Faulty(RecordQuality.Quantity);

    private Account Describe(DispensingHistory history, in Episode episode, RuleScratch scratch)
    {
        var peakDay = episode.PeakDay;
        var fills = FillsWhere(history, (in f) => f.Class == DrugClass.Opioid && Counts(in f, peakDay));
        FindingValue[] values =
        [
            new("mme", Math.Round(episode.Peak.Measure, 1)), new("d", episode.Peak.Minor), new("W", Limits.WindowDays),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
        ];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("set", (history.Reference?.Equivalents ?? Equivalents.Default).Edition(DoseKind.Mme))),
            SilentIf = $"Less than {FindingText.Number(Limits.InfoMme)} MME a day on average instead of {FindingText.Number(Math.Round(episode.Peak.Measure, 1))}, or {Limits.OpioidDays - 1} opioid days instead of {FindingText.Number(episode.Peak.Minor)} in {Limits.WindowDays}.",
            Fills = fills,
            DosesByEdition = [.. EditionFigures.Of(history, DoseKind.Mme, values[0], scratch, s => Math.Round(Mean(s, history.SupplyAhead.Position(peakDay)), 1))],
            Notes = fills.Count < Limits.FillsAboveLow && episode.Peak.Severity == Severity.Low ? ["severity capped: one fill only"] : [],
        };
    }
}
