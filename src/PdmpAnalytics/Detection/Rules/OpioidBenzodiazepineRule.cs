using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of CO-01.</summary>
[Ascending(nameof(AcuteWindowDays), nameof(WindowDays))]
internal sealed record OpioidBenzodiazepineThresholds
{
    [Threshold("Days of the long window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Shared days in the long window from which it is Medium, and High when they come from different practices.", "PQA concurrent use of opioids and benzodiazepines: 30", Min = 1, Max = 548)]
    public int Days { get; init; } = 30;

    [Threshold("Fills of each on different dates that the long measure needs.", "PQA: 2", Min = 1, Max = 20)]
    public int Fills { get; init; } = 2;

    [Threshold("Days of opioid supply that the long measure needs.", "PQA: 15", Min = 0, Max = 365)]
    public int OpioidDays { get; init; } = 15;

    [Threshold("Days of the short window.", "domain reference 6.2, our choice, 2026-11-22", Min = 7, Max = 90)]
    public int AcuteWindowDays { get; init; } = 30;

    [Threshold("Shared days in the short window from which it is Low.", "California geospatial study: 7 days", Min = 1, Max = 90)]
    public int AcuteDays { get; init; } = 7;
}

/// <summary>CO-01: an opioid and a benzodiazepine on the same days.</summary>
internal sealed class OpioidBenzodiazepineRule(OpioidBenzodiazepineThresholds limits)
    : PatientRule<OpioidBenzodiazepineThresholds>(About, limits)
{
    private const int Both = 0;
    private const int Apart = 1;

    public static readonly RuleDefinition About = new()
    {
        Id = "CO-01",
        Name = "opioid-benzodiazepine",
        Title = "Opioid and benzodiazepine together",
        Family = RuleFamily.Combination,
        Queue = ReviewQueueKind.Safety,
        SilencedBy = ExemptContexts.Combinations,
        Counts = "Days covered by an opioid (not treatment medication) and a benzodiazepine: in the short window (Low), or in the long one with enough fills and opioid days (Medium, High when that many days were covered by different practices).",
        Template = "{d} days in {W} with {opioid} and {benzo} together; {mme} MME and {lme} LME a day on them; prescribers {same}.",
        Doses = [DoseKind.Mme, DoseKind.Lme],
        Citation = "PQA concurrent use of opioids and benzodiazepines (S22); FDA 2016; JAMA Network Open on the first 90 days of co-use (S35)",
        LegitimateReasons = "Hospice and cancer care (lowered to Info), a short procedure.",
        ReviewerCheck = "Whether both prescribers know; this is a question of safety first.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.InScope(DrugScope.Opioids).IsEmpty || history.InScope(DrugScope.Sedatives).IsEmpty)
        {
            return;
        }

        var supply = history.SupplyAhead;
        var both = findings.Scratch.DaySet(Both, supply);
        CoverageGrid.AddAll(both, supply.Covered(DrugClass.Opioid));
        CoverageGrid.KeepShared(both, supply.Covered(DrugClass.Benzodiazepine));
        var total = CoverageGrid.Count(both);
        if (total < Math.Min(Limits.AcuteDays, Limits.Days))
        {
            return;
        }

        var apart = findings.Scratch.DaySet(Apart, supply);
        AddDaysOfDifferentPractices(history, apart);
        var episode = Look(history, both, apart);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, both, apart, in episode, findings.Scratch)));
        }
    }

    private Episode Look(DispensingHistory history, ReadOnlySpan<ulong> both, ReadOnlySpan<ulong> apart)
    {
        var episode = new Episode(history);
        var supply = history.SupplyAhead;
        var first = Math.Max(supply.Position(history.HorizonDay), CoverageGrid.NextIn(both, 0));
        var acute = new MovingDayCount(both, Limits.AcuteWindowDays, first);
        var shared = new MovingDayCount(both, Limits.WindowDays, first);
        var different = new MovingDayCount(apart, Limits.WindowDays, first);
        var zDrug = supply.Covered(DrugClass.ZDrug);
        var end = Math.Min(supply.Days, CoverageGrid.LastIn(both) + Math.Max(Limits.WindowDays, Limits.AcuteWindowDays));
        for (var d = first; d < end; d++)
        {
            var days30 = acute.Next();
            var days = shared.Next();
            var daysApart = different.Next();
            var day = supply.FirstDay + d;
            // A day that leaves the short window, or a Z-drug that comes or goes, is told too.
            var unchanged = !CoverageGrid.Contains(both, d) && !CoverageGrid.Contains(both, d - Limits.AcuteWindowDays)
                && !CoverageGrid.Contains(zDrug, d) && !CoverageGrid.Contains(zDrug, d - Limits.WindowDays);
            if (days >= Limits.Days && MeetsMeasure(history, day))
            {
                episode.Hold(day, day, new Outcome(daysApart >= Limits.Days ? Severity.High : Severity.Medium, days, daysApart), unchanged);
            }
            else if (days30 >= Limits.AcuteDays)
            {
                episode.Hold(day, day, new Outcome(Severity.Low, days, days30), unchanged);
            }
        }

        return episode;
    }

    /// <summary>Fills that start in the window: enough of each on different dates, enough opioid days.</summary>
    private bool MeetsMeasure(DispensingHistory history, int day)
    {
        var (opioidDates, benzodiazepineDates, opioidDays) = (0, 0, 0);
        var (lastOpioid, lastBenzodiazepine) = (0, 0);
        var fills = history.Fills;
        var inScope = history.InScope(DrugScope.All);
        for (var k = inScope.Length - 1; k >= 0; k--)
        {
            ref readonly var fill = ref fills[inScope[k]];
            if (fill.StartDay > day)
            {
                continue;
            }

            if (fill.StartDay <= day - Limits.WindowDays)
            {
                break;
            }

            if (fill.Class == DrugClass.Opioid)
            {
                opioidDates += fill.StartDay != lastOpioid ? 1 : 0;
                lastOpioid = fill.StartDay;
                opioidDays += fill.Days;
            }
            else if (fill.Class == DrugClass.Benzodiazepine)
            {
                benzodiazepineDates += fill.StartDay != lastBenzodiazepine ? 1 : 0;
                lastBenzodiazepine = fill.StartDay;
            }

            if (opioidDates >= Limits.Fills && benzodiazepineDates >= Limits.Fills && opioidDays >= Limits.OpioidDays)
            {
                return true;
            }
        }

        return false;
    }

    private static void AddDaysOfDifferentPractices(DispensingHistory history, Span<ulong> days)
    {
        if (history.PracticeCount < 2)
        {
            return;
        }

        var supply = history.SupplyAhead;
        foreach (var a in history.InScope(DrugScope.Opioids))
        {
            ref readonly var opioid = ref history.Fills[a];
            foreach (var b in history.InScope(DrugScope.Sedatives))
            {
                ref readonly var sedative = ref history.Fills[b];
                if (sedative.StartDay > opioid.LastDay)
                {
                    break;
                }

                if (sedative.Class == DrugClass.Benzodiazepine && sedative.LocalPractice != opioid.LocalPractice)
                {
                    CoverageGrid.Add(
                        days, supply.Position(Math.Max(opioid.StartDay, sedative.StartDay)),
                        supply.Position(Math.Min(opioid.LastDay, sedative.LastDay)), supply.Days);
                }
            }
        }
    }

    private Account Describe(
        DispensingHistory history, ReadOnlySpan<ulong> both, ReadOnlySpan<ulong> apart, in Episode episode, RuleScratch scratch)
    {
        var supply = history.SupplyAhead;
        var to = supply.Position(episode.PeakDay);
        var from = Math.Max(0, to - Limits.WindowDays + 1);
        var fills = TogetherFills.Of(history, both, from, to, DrugClass.Opioid, DrugClass.Benzodiazepine);
        var days = CoverageGrid.Count(both, from, to);
        var days30 = CoverageGrid.Count(both, to - Limits.AcuteWindowDays + 1, to);
        FindingValue[] values =
        [
            new("d", days), new("W", Limits.WindowDays), new("acute", days30),
            new("mme", TogetherFills.MeanDose(supply, DoseKind.Mme, both, from, to, scratch)),
            new("lme", TogetherFills.MeanDose(supply, DoseKind.Lme, both, from, to, scratch)),
            new("apart", CoverageGrid.Count(apart, from, to)),
        ];
        var zDrug = supply.Covered(DrugClass.ZDrug);
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(
                Definition.Template, values,
                ("opioid", TogetherFills.Drugs(history, fills, DrugClass.Opioid)),
                ("benzo", TogetherFills.Drugs(history, fills, DrugClass.Benzodiazepine)),
                ("same", CoverageGrid.Count(apart, from, to) > 0 ? "different" : "the same")),
            SilentIf = $"At most {Limits.AcuteDays - 1} shared days in any {Limits.AcuteWindowDays} (there were {days30} up to this day) and {Limits.Days - 1} in {Limits.WindowDays} (there were {days}).",
            Fills = fills,
            Notes = CoverageGrid.Count(zDrug, from, to) > 0 ? ["also a Z-drug in the window"] : [],
        };
    }
}
