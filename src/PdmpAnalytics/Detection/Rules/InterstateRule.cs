using System.Numerics;
using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of GE-02.</summary>
[Ascending(nameof(States), nameof(HighStates))]
internal sealed record InterstateThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("States other than the patient's own from which it is Medium.", "Maine PMP rule: more than one out-of-state prescriber", Min = 1, Max = 20)]
    public int States { get; init; } = 2;

    [Threshold("States other than the patient's own from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 20)]
    public int HighStates { get; init; } = 3;
}

/// <summary>GE-02: prescribers and pharmacies in several other states.</summary>
internal sealed class InterstateRule(InterstateThresholds limits) : PatientRule<InterstateThresholds>(About, limits)
{
    private const int StateNumbers = 64;

    public static readonly RuleDefinition About = new()
    {
        Id = "GE-02",
        Name = "interstate",
        Title = "Interstate",
        Family = RuleFamily.Geography,
        Queue = ReviewQueueKind.Review,
        OnByDefault = false,
        Counts = "Different states of the pharmacies and prescribers of fills that start in the window, other than the state of the patient's address on the fill; mail order is left out, and so are places whose three-digit ZIP area touches that state.",
        Template = "{n} states other than home in {W} days: {list}.",
        Citation = "McDonald 2014; Maine PMP rule; Cepeda 2013",
        LegitimateReasons = "Border towns (left out as far as the area touches), seasonal residents, students, the military.",
        ReviewerCheck = "Whether the patient lives in two places; needs data of other states or patients from them.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        if (history.Reference is not { } reference)
        {
            return;
        }

        var scratch = findings.Scratch;
        scratch.Fills.Clear();
        scratch.Marks.Clear();
        foreach (var position in history.InScope(DrugScope.All))
        {
            ref readonly var fill = ref history.Fills[position];
            var (dispenser, prescriber) = OtherStates(in fill, reference);
            if ((dispenser | prescriber) != 0)
            {
                scratch.Fills.Add(position, fill.StartDay);
                scratch.Marks.Add(dispenser * StateNumbers + prescriber);
            }
        }

        var episode = scratch.Fills.Count == 0 ? new Episode(history) : Look(history, scratch);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, in episode, scratch)));
        }
    }

    /// <summary>Numbers of the states of pharmacy and prescriber where they are not the patient's own; 0 where they are, or touch it, or nobody knows.</summary>
    private static (int Dispenser, int Prescriber) OtherStates(in Fill fill, DispensingReference reference)
    {
        var home = ZipStates.Number(fill.PatientZip);
        var dispenser = reference.Dispensers[fill.DispenserId];
        if (home == 0 || dispenser.MailOrder)
        {
            return (0, 0);
        }

        return (fill.Faulty(RecordQuality.Dispenser) ? 0 : Other(dispenser.Zip, fill.PatientZip), Other(fill.PrescriberZip, fill.PatientZip));

        int Other(int zip, int homeZip)
        {
            var state = ZipStates.Number(zip);
            return state == 0 || state == home || reference.Zips.Borders.Touches(zip, homeZip) ? 0 : state;
        }
    }

    private Episode Look(DispensingHistory history, RuleScratch scratch)
    {
        var episode = new Episode(history);
        var sweep = new WindowSweep(scratch.Fills.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var states = States(scratch, sweep.Low, sweep.High);
            var count = BitOperations.PopCount(states);
            if (count >= Limits.States)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(
                    count >= Limits.HighStates ? Severity.High : Severity.Medium, count, sweep.High - sweep.Low));
            }
        }

        return episode;
    }

    /// <summary>One bit a state.</summary>
    private static ulong States(RuleScratch scratch, int low, int high)
    {
        var states = 0UL;
        for (var i = low; i < high; i++)
        {
            states |= 1UL << (scratch.Marks[i] / StateNumbers) | 1UL << (scratch.Marks[i] % StateNumbers);
        }

        return states & ~1UL;
    }

    private Account Describe(DispensingHistory history, in Episode episode, RuleScratch scratch)
    {
        var reference = history.Reference!;
        var fills = new List<int>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < scratch.Fills.Count; i++)
        {
            if (scratch.Fills.Days[i] > episode.PeakDay || scratch.Fills.Days[i] <= episode.PeakDay - Limits.WindowDays)
            {
                continue;
            }

            ref readonly var fill = ref history.Fills[scratch.Fills.Positions[i]];
            fills.Add(scratch.Fills.Positions[i]);
            var (dispenser, prescriber) = OtherStates(in fill, reference);
            names.UnionWith(dispenser != 0 ? [ZipStates.Code(reference.Dispensers[fill.DispenserId].Zip)] : []);
            names.UnionWith(prescriber != 0 ? [ZipStates.Code(fill.PrescriberZip)] : []);
        }

        FindingValue[] values = [new("n", names.Count), new("W", Limits.WindowDays), new("fills", fills.Count)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("list", FindingText.List([.. names]))),
            SilentIf = $"{FindingText.Many(Limits.States - 1, "other state")} instead of {names.Count} in {Limits.WindowDays} days.",
            Fills = fills,
        };
    }
}
