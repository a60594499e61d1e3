using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of AB-01.</summary>
[Ascending(nameof(Dme), nameof(HighDme))]
[Ascending(nameof(GapDays), nameof(GapDaysEnd))]
internal sealed record AbruptDiscontinuationThresholds
{
    [Threshold("Days before the last supply ended that are the baseline.", "domain reference 6.2, our choice, 2026-11-22", Min = 90, Max = 365)]
    public int BaselineDays { get; init; } = 180;

    [Threshold("Covered days of the baseline from which stopping matters.", "ASAM 2025: dependence after three months of use on most days", Min = 1, Max = 365)]
    public int CoveredDays { get; init; } = 90;

    [Threshold("Share of the days from the first covered one that must be covered.", "80 % of days covered, the usual adherence cut", Min = 0, Max = 1)]
    public double CoveredShare { get; init; } = 0.8;

    [Threshold("Mean mg diazepam equivalents on covered days from which it fires.", "ASAM 2025: above 10 mg is moderate; the limit itself is our choice, 2026-11-22", Min = 0, Max = 1000)]
    public double Dme { get; init; } = 10;

    [Threshold("Mean mg diazepam equivalents on covered days from which it is High.", "40 mg is the label maximum of diazepam (S14)", Min = 0, Max = 1000)]
    public double HighDme { get; init; } = 40;

    [Threshold("Days without supply from which it fires, saved supply used up first.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 90)]
    public int GapDays { get; init; } = 14;

    [Threshold("Days without supply from which it is silent again: a contact would come too late.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 365)]
    public int GapDaysEnd { get; init; } = 60;

    [Threshold("It is a taper when the last 30 covered days had less than this share of the mean dose of the 60 before.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double TaperShare { get; init; } = 0.75;
}

/// <summary>
/// AB-01: a benzodiazepine taken for months ends without a taper. About the day judged only, not about gaps of the past: it is
/// there so that someone can still call.
/// </summary>
internal sealed class AbruptDiscontinuationRule(AbruptDiscontinuationThresholds limits)
    : PatientRule<AbruptDiscontinuationThresholds>(About, limits)
{
    private const int LastDays = 30;
    private const int EarlierDays = 60;
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "AB-01",
        Name = "abrupt-discontinuation",
        Title = "Abrupt discontinuation",
        Family = RuleFamily.Safety,
        Queue = ReviewQueueKind.Safety,
        SilencedBy = FillContext.None,
        Counts = "Days from the end of all benzodiazepine supply, saved supply included, to the day judged, after months of regular use at a steady dose; silent while another sedative is in hand or was filled since, and after a fill with an address in another state.",
        Template = "No benzodiazepine for {g} days after use on {d} of the {W} days before, at {dme} mg diazepam equivalents a day. Consider a safety contact for withdrawal or seizure.",
        Doses = [DoseKind.Dme],
        Citation = "FDA 2020; ASAM 2025; J Clin Med 2019 8:2143 on harm by abrupt stops",
        LegitimateReasons = "A stay in hospital, fills in another state or from the Veterans Administration, death, a pharmacy that reports late.",
        ReviewerCheck = "Whether the usual pharmacy has reported since. This is for the patient's safety and never a ground for enforcement.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (!history.Has(DrugClass.Benzodiazepine))
        {
            return;
        }

        findings.ExpectChange(NextChange(history, findings));
        if (Gap(history, findings.Scratch.Fills) is not { } gap || Use(history, gap.End) is not { } use)
        {
            return;
        }

        var episode = new Episode(history);
        var severity = use.Dme >= Limits.HighDme - Rounding ? Severity.High : Severity.Medium;
        episode.Hold(gap.FirstDay, history.AsOfDay, new Outcome(severity, Math.Round(use.Dme, 6)));
        findings.Add(history, Finding(history, null, in episode, Describe(history, in gap, in use)));
    }

    /// <summary>The days without supply up to the day judged, when they are of the length that matters; null otherwise.</summary>
    private GapOfSupply? Gap(DispensingHistory history, FillSelection selection)
    {
        var (lastDay, lastFill) = (int.MinValue, -1);
        var others = int.MinValue;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            if (fill.Class == DrugClass.Benzodiazepine)
            {
                lastDay = Math.Max(lastDay, fill.LastDay);
                lastFill = position;
            }
            else
            {
                others = Math.Max(others, fill.LastDay);
            }
        }

        if (history.AsOfDay - lastDay <= Limits.GapDays || others >= history.AsOfDay || AnotherSince(history, lastDay) || LeftTheState(history, lastFill))
        {
            return null;
        }

        var ledgerEnd = LedgerEnd(history, lastDay, selection);
        var days = history.AsOfDay - ledgerEnd;
        return days >= Limits.GapDays && days < Limits.GapDaysEnd
            ? new GapOfSupply(lastDay + 1, days, Math.Max(ledgerEnd + Limits.GapDays, others + 1))
            : null;
    }

    /// <summary>A gap begins to matter, and ends to, on known days; that it is a day longer each day is no news.</summary>
    private int NextChange(DispensingHistory history, FindingCollector findings)
    {
        var (lastDay, others) = (0, 0);
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            lastDay = fill.Class == DrugClass.Benzodiazepine ? Math.Max(lastDay, fill.LastDay) : lastDay;
            others = fill.Class == DrugClass.Benzodiazepine ? others : Math.Max(others, fill.LastDay);
        }

        if (lastDay < history.AsOfDay && (AnotherSince(history, lastDay) || Use(history, lastDay + 1) is null))
        {
            return int.MaxValue;
        }

        var next = int.MaxValue;
        var end = LedgerEnd(history, lastDay, findings.Scratch.Fills);
        foreach (var day in (ReadOnlySpan<int>)[end + Limits.GapDays, end + Limits.GapDaysEnd, others + 1])
        {
            next = day > history.AsOfDay ? Math.Min(next, day) : next;
        }

        return next;
    }

    /// <summary>A sedative that starts after the last benzodiazepine's supply may have taken its place.</summary>
    private static bool AnotherSince(DispensingHistory history, int lastDay)
    {
        var inScope = history.InScope(DrugScope.Sedatives);
        return history.Fills[inScope[^1]].StartDay > lastDay;
    }

    private static bool LeftTheState(DispensingHistory history, int lastFill)
    {
        var home = ZipStates.Number(history.Fills[lastFill].PatientZip);
        for (var i = lastFill + 1; i < history.Fills.Length; i++)
        {
            var state = ZipStates.Number(history.Fills[i].PatientZip);
            if (home != 0 && state != 0 && state != home)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>First day on which every benzodiazepine of the baseline is used up when none was wasted.</summary>
    private int LedgerEnd(DispensingHistory history, int lastDay, FillSelection selection)
    {
        var end = lastDay + 1;
        var inScope = history.InScope(DrugScope.Sedatives);
        for (var k = 0; k < inScope.Length; k++)
        {
            ref readonly var first = ref history.Fills[inScope[k]];
            if (!InBaseline(in first, lastDay + 1))
            {
                continue;
            }

            selection.Clear();
            foreach (var position in inScope)
            {
                ref readonly var fill = ref history.Fills[position];
                if (fill.IngredientId == first.IngredientId && InBaseline(in fill, lastDay + 1))
                {
                    selection.Add(position, fill.StartDay);
                }
            }

            // The first fill of a drug stands for all of it.
            end = selection.Positions[0] == inScope[k] ? Math.Max(end, RegimenLedger.Of(history, selection.Positions).End) : end;
        }

        return end;
    }

    private bool InBaseline(in Fill fill, int end) => fill.Class == DrugClass.Benzodiazepine && fill.StartDay >= end - Limits.BaselineDays;

    /// <summary>The use before <paramref name="end"/>, the day after the last covered one; null when it was short, patchy, low or tapered.</summary>
    private RegularUse? Use(DispensingHistory history, int end)
    {
        var supply = history.Supply;
        var days = supply.Covered(DrugClass.Benzodiazepine);
        var last = supply.Position(end) - 1;
        var from = Math.Max(0, last - Limits.BaselineDays + 1);
        var covered = CoverageGrid.Count(days, from, last);
        if (covered < Limits.CoveredDays || covered < Limits.CoveredShare * (last - CoverageGrid.NextIn(days, from) + 1) - Rounding)
        {
            return null;
        }

        var mean = Dme(history, from, last) / covered;
        if (mean < Limits.Dme - Rounding)
        {
            return null;
        }

        var lastFrom = Back(days, last, LastDays);
        var earlierFrom = Back(days, lastFrom - 1, EarlierDays);
        var recent = Dme(history, lastFrom, last) / LastDays;
        var earlier = Dme(history, earlierFrom, lastFrom - 1) / EarlierDays;
        return recent >= Limits.TaperShare * earlier - Rounding ? new RegularUse(covered, mean, earlier) : null;
    }

    /// <summary>Position of the covered day that is the <paramref name="count"/>th, counted back from <paramref name="last"/>; 0 when there are fewer.</summary>
    private static int Back(ReadOnlySpan<ulong> days, int last, int count)
    {
        var d = last;
        for (; d > 0; d--)
        {
            count -= CoverageGrid.Contains(days, d) ? 1 : 0;
            if (count == 0)
            {
                break;
            }
        }

        return Math.Max(0, d);
    }

    /// <summary>Diazepam equivalents of benzodiazepines over some days of the grid, both included, in mg.</summary>
    private static double Dme(DispensingHistory history, int from, int to)
    {
        var sum = 0.0;
        foreach (var position in history.InScope(DrugScope.Sedatives))
        {
            ref readonly var fill = ref history.Fills[position];
            if (fill.Class == DrugClass.Benzodiazepine && !fill.Faulty(RecordQuality.Quantity))
            {
                var first = Math.Max(from, history.Supply.Position(fill.StartDay));
                var last = Math.Min(to, history.Supply.Position(fill.LastDay));
                sum += fill.DailyDme * Math.Max(0, last - first + 1);
            }
        }

        return sum;
    }

    private Account Describe(DispensingHistory history, in GapOfSupply gap, in RegularUse use)
    {
        var end = gap.End;
        var fills = FillsWhere(history, (in f) =>
            f.Class == DrugClass.Benzodiazepine && f.LastDay >= end - Limits.BaselineDays && f.StartDay < end);
        FindingValue[] values =
        [
            new("g", gap.Days), new("d", use.CoveredDays), new("W", Limits.BaselineDays), new("dme", Math.Round(use.Dme, 1)),
        ];
        var stated = fills.Exists(p => history.Fills[p].Has(FillContext.Taper));
        return new Account
        {
            LookBackDays = history.AsOfDay - end + 1 + Limits.BaselineDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values),
            SilentIf = $"A fill within {Limits.GapDays} days of the end of supply, or a mean below {FindingText.Number(Math.Round(Limits.TaperShare * use.EarlierDme, 1))} mg diazepam equivalents on the last {LastDays} covered days.",
            Fills = fills,
            Notes = stated ? ["a record states a taper"] : [],
        };
    }

    /// <param name="End">Day after the last covered day.</param>
    /// <param name="Days">Days without supply up to the day judged, saved supply used up first.</param>
    /// <param name="FirstDay">First day on which the rule held.</param>
    private readonly record struct GapOfSupply(int End, int Days, int FirstDay);

    /// <param name="Dme">Mean on covered days of the baseline.</param>
    /// <param name="EarlierDme">Mean on the sixty covered days before the last thirty.</param>
    private readonly record struct RegularUse(int CoveredDays, double Dme, double EarlierDme);
}
