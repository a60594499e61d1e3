using System.Numerics;
using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of DO-03.</summary>
[Ascending(nameof(Ratio), nameof(HighRatio))]
internal sealed record DoseEscalationThresholds
{
    [Threshold("Ratio of the last 60 days' mean to the baseline's from which it fires.", "White 2009 names escalation; number our choice, 2026-11-22", Min = 1, Max = 10)]
    public double Ratio { get; init; } = 1.5;

    [Threshold("Ratio from which it is High when several practices prescribed.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 20)]
    public double HighRatio { get; init; } = 2;

    [Threshold("Rise in mg diazepam equivalents a day at least.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 100)]
    public double MinRiseDme { get; init; } = 5;

    [Threshold("Baseline mean in mg diazepam equivalents a day at least.", "domain reference 6.2, our choice, 2026-11-22", Min = 0.1, Max = 100)]
    public double MinBaselineDme { get; init; } = 2.5;

    [Threshold("Covered days the baseline must have.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 60)]
    public int MinBaselineDays { get; init; } = 30;

    [Threshold("Months with any dose among the last six.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 6)]
    public int MinMonths { get; init; } = 4;

    [Threshold("First days of therapy that are no baseline: titration.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 120)]
    public int TitrationDays { get; init; } = 60;

    [Threshold("Practices from which it is Medium.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 20)]
    public int MediumPractices { get; init; } = 2;
}

/// <summary>DO-03: the average sedative dose rose within half a year.</summary>
internal sealed class DoseEscalationRule(DoseEscalationThresholds limits) : PatientRule<DoseEscalationThresholds>(About, limits)
{
    private const int WindowDays = 180;
    private const int BaselineEnd = 120;
    private const int RecentDays = 60;
    private const int MonthDays = 30;
    private const int Months = WindowDays / MonthDays;
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "DO-03",
        Name = "dose-escalation",
        Title = "Dose escalation",
        Family = RuleFamily.Dose,
        Queue = ReviewQueueKind.Review,
        Counts = "Mean daily diazepam equivalents over all days of the last 60, against the mean of the 60 days that ended 120 days before, with a rising trend over six 30-day months (median of all pairwise slopes) and the first 60 days of therapy left out of the baseline.",
        Template = "Average dose rose {r}-fold in 6 months ({a} to {b} mg diazepam equivalents a day).",
        Doses = [DoseKind.Dme],
        Citation = "White 2009; Maine PMP rule",
        LegitimateReasons = "Initial titration, a deliberate change of treatment, a switch between drugs with uncertain equivalence.",
        ReviewerCheck = "Whether one prescriber raised the dose on purpose.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        var therapyDay = FirstDoseDay(history);
        var firstDay = Math.Max(history.HorizonDay, therapyDay + Limits.TitrationDays + BaselineEnd + Limits.MinBaselineDays - 1);
        if (therapyDay == 0)
        {
            return;
        }

        if (firstDay > history.AsOfDay)
        {
            findings.ExpectChange(firstDay);
            return;
        }

        if (!history.SupplyAhead.TryGetDoses(DoseKind.Dme, findings.Scratch.Doses, findings.Scratch.Sums))
        {
            return;
        }

        var episode = Look(history, therapyDay, firstDay, findings.Scratch);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, therapyDay, in episode, findings.Scratch)));
        }
    }

    /// <summary>Start of the first sedative with an equivalent; 0 when the doses can never rise enough.</summary>
    private int FirstDoseDay(DispensingHistory history)
    {
        var day = 0;
        var sum = 0.0;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            if (fill.DailyDme > 0 && !fill.Faulty(RecordQuality.Quantity))
            {
                day = day == 0 ? fill.StartDay : day;
                sum += fill.DailyDme;
            }
        }

        return sum >= Limits.MinBaselineDme + Limits.MinRiseDme ? day : 0;
    }

    private Episode Look(DispensingHistory history, int therapyDay, int firstDay, RuleScratch scratch)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        var highest = HighestDose(history, scratch.Doses);
        if (highest < Limits.MinBaselineDme + Limits.MinRiseDme - Rounding)
        {
            return episode;
        }

        for (var d = supply.Position(firstDay); d < supply.Days; d++)
        {
            var day = supply.FirstDay + d;
            var (before, after) = Means(scratch.Sums, d, supply.Position(therapyDay));
            if (!Rose(before, after) || !Steady(scratch, d, supply.Position(therapyDay)))
            {
                d += QuietDays(before, after, highest);
                continue;
            }

            var severe = Practices(history, day) >= Limits.MediumPractices;
            var severity = !severe ? Severity.Low : after >= Limits.HighRatio * before - Rounding ? Severity.High : Severity.Medium;
            episode.Hold(day, day, new Outcome(severity, Math.Round(after / before, 6), Math.Round(after, 6)));
        }

        return episode;
    }

    /// <summary>
    /// How many further days cannot fire: in a day the recent mean gains at most a sixtieth of the highest dose, and the
    /// baseline loses at most its share of one day among the fewest days it may have.
    /// </summary>
    private int QuietDays(double before, double after, double highest)
    {
        var missing = Math.Max(Limits.Ratio * before, before + Limits.MinRiseDme) - after - 2 * Rounding;
        var perDay = highest / RecentDays + Limits.Ratio * highest / Limits.MinBaselineDays;
        return before == 0 || missing <= perDay ? 0 : (int)(missing / perDay) - 1;
    }

    /// <summary>Mean dose of the baseline and of the last days, over all their days.</summary>
    private (double Before, double After) Means(double[] sums, int d, int therapyPosition)
    {
        var from = Math.Max(d - WindowDays + 1, therapyPosition + Limits.TitrationDays);
        var to = d - BaselineEnd;
        return from > to
            ? (0, 0)
            : (Mean(sums, from, to), Mean(sums, d - RecentDays + 1, d));
    }

    /// <summary>Rounded, because running sums differ in their last bits with the day the grid begins on, and the same days must say the same.</summary>
    private static double Mean(double[] sums, int from, int to) => Math.Round((sums[to + 1] - sums[from]) / (to - from + 1), 9);

    private bool Rose(double before, double after) =>
        before >= Limits.MinBaselineDme - Rounding && after >= Limits.Ratio * before - Rounding && after - before >= Limits.MinRiseDme - Rounding;

    /// <summary>Enough covered days in the baseline, enough months with a dose, and a rising trend.</summary>
    private bool Steady(RuleScratch scratch, int d, int therapyPosition)
    {
        var covered = 0;
        for (var b = Math.Max(d - WindowDays + 1, therapyPosition + Limits.TitrationDays); b <= d - BaselineEnd; b++)
        {
            covered += scratch.Doses[b] > 0 ? 1 : 0;
        }

        if (covered < Limits.MinBaselineDays)
        {
            return false;
        }

        Span<double> months = stackalloc double[Months];
        var dosed = 0;
        for (var m = 0; m < Months; m++)
        {
            var end = d - (Months - 1 - m) * MonthDays;
            months[m] = (scratch.Sums[end + 1] - scratch.Sums[end - MonthDays + 1]) / MonthDays;
            dosed += months[m] > Rounding ? 1 : 0;
        }

        return dosed >= Limits.MinMonths && Rises(months);
    }

    /// <summary>Doses only rise on days on which a fill starts.</summary>
    private static double HighestDose(DispensingHistory history, double[] doses)
    {
        var highest = doses[0];
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            var d = history.SupplyAhead.Position(history.Fills[position].StartDay);
            highest = d >= 0 ? Math.Max(highest, doses[d]) : highest;
        }

        return highest;
    }

    /// <summary>Theil-Sen: the median of the slopes between all pairs is above zero when more than half of them are.</summary>
    private static bool Rises(ReadOnlySpan<double> months)
    {
        var rising = 0;
        for (var i = 0; i < months.Length; i++)
        {
            for (var j = i + 1; j < months.Length; j++)
            {
                rising += (months[j] - months[i]) / (j - i) > Rounding ? 1 : 0;
            }
        }

        return rising > Months * (Months - 1) / 4;
    }

    private static bool Counts(in Fill fill, int day) =>
        fill.DailyDme > 0 && fill.StartDay <= day && fill.LastDay > day - WindowDays && !fill.Faulty(RecordQuality.Quantity);

    private static int Practices(DispensingHistory history, int day)
    {
        var seen = 0UL;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            // From the 64th practice on they share one bit: enough to tell a few apart.
            seen |= Counts(in fill, day) ? 1UL << Math.Min((int)fill.LocalPractice, 63) : 0;
        }

        return BitOperations.PopCount(seen);
    }

    private Account Describe(DispensingHistory history, int therapyDay, in Episode episode, RuleScratch scratch)
    {
        var (before, after) = Means(scratch.Sums, history.SupplyAhead.Position(episode.PeakDay), history.SupplyAhead.Position(therapyDay));
        var peakDay = episode.PeakDay;
        var fills = FillsWhere(history, (in f) => f.Class.IsSedative() && Counts(in f, peakDay));
        FindingValue[] values =
        [
            new("r", Math.Round(after / before, 2)), new("a", Math.Round(before, 2)), new("b", Math.Round(after, 2)),
            new("p", FewerProviders.Count(history, fills, ProviderKind.Practice)),
        ];
        var most = Math.Max(Limits.Ratio * before, before + Limits.MinRiseDme);
        return new Account
        {
            LookBackDays = WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values),
            DosesByEdition =
            [
                .. EditionFigures.Of(history, DoseKind.Dme, values[1], scratch, s => Math.Round(MeansOn(s).Before, 2)),
                .. EditionFigures.Of(history, DoseKind.Dme, values[2], scratch, s => Math.Round(MeansOn(s).After, 2)),
            ],
            SilentIf = $"A mean below {FindingText.Number(most)} mg diazepam equivalents a day in the last {RecentDays} days instead of {FindingText.Number(after)}.",
            Fills = fills,
        };

        (double Before, double After) MeansOn(RuleScratch doses) =>
            Means(doses.Sums, history.SupplyAhead.Position(peakDay), history.SupplyAhead.Position(therapyDay));
    }
}
