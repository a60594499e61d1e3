using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Rules;

/// <summary>Thresholds of ID-01, for a patient and for a dispenser.</summary>
internal sealed record InvalidPrescriberNumberThresholds
{
    [Threshold("Days of the window.", "domain reference 6.2, our choice, 2026-11-22", Min = 30, Max = 548)]
    public int WindowDays { get; init; } = 183;

    [Threshold("Prescriptions with a faulty number from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public int Fills { get; init; } = 2;

    [Threshold("Of them paid privately and written on paper, from which it is High.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 50)]
    public int CashPaperFills { get; init; } = 1;

    [Threshold("Days of a dispenser's window.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 365)]
    public int DispenserWindowDays { get; init; } = 30;

    [Threshold("A dispenser's records with a faulty number in its window from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 1000)]
    public int DispenserRecords { get; init; } = 3;

    [Threshold("Share of a dispenser's records of the long window from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double DispenserShare { get; init; } = 0.02;

    [Threshold("Faulty records that a share needs to count: two slips among a hundred records are no pattern.", "our choice, 2026-11-22", Min = 1, Max = 1000)]
    public int DispenserShareRecords { get; init; } = 3;
}

/// <summary>ID-01, patient: several prescriptions under a prescriber number that cannot be right.</summary>
internal sealed class InvalidPrescriberNumberRule(InvalidPrescriberNumberThresholds limits)
    : PatientRule<InvalidPrescriberNumberThresholds>(About, limits)
{
    /// <summary>ASAP DSP12: written on paper.</summary>
    private const byte Written = 1;
    private const RecordQuality Faults = RecordQuality.PrescriberDea | RecordQuality.PrescriberNpi;

    public static readonly RuleDefinition About = new()
    {
        Id = "ID-01",
        Name = "invalid-prescriber-number",
        Title = "Invalid prescriber identifier",
        Family = RuleFamily.Integrity,
        Version = 2,
        Queue = ReviewQueueKind.Data,
        Counts = "Fills that start in the window, of any product, whose prescriber number fails its check digit or is missing.",
        Template = "{k} prescriptions in {W} days with a fault in the prescriber's numbers: {faults}.",
        Citation = "DEA and NPI check digits (S9, S10); Minnesota PMP on forged or altered prescriptions",
        LegitimateReasons = "A slip of the keyboard, residents on a hospital's number, retired numbers, military and Indian Health Service prescribers.",
        ReviewerCheck = "The original prescription, by a call to the pharmacy.",
    };

    public override void Evaluate(DispensingHistory history, PopulationReference population, FindingCollector findings)
    {
        var selection = findings.Scratch.Fills;
        selection.Clear();
        var fills = history.Fills;
        for (var i = 0; i < fills.Length; i++)
        {
            if (fills[i].Faulty(Faults))
            {
                selection.Add(i, fills[i].StartDay);
            }
        }

        if (selection.Count < Limits.Fills)
        {
            return;
        }

        var episode = Look(history, selection);
        findings.ExpectChange(episode.NextDay);
        if (episode.Held)
        {
            findings.Add(history, Finding(history, null, in episode, Describe(history, in episode)));
        }
    }

    private Episode Look(DispensingHistory history, FillSelection selection)
    {
        var episode = new Episode(history);
        var sweep = new WindowSweep(selection.Days, Limits.WindowDays, history.HorizonDay, history.LastDayAhead);
        while (sweep.Next())
        {
            var count = sweep.High - sweep.Low;
            if (count < Limits.Fills)
            {
                continue;
            }

            var cashPaper = 0;
            foreach (var position in selection.Positions[sweep.Low..sweep.High])
            {
                cashPaper += IsCashPaper(in history.Fills[position]) ? 1 : 0;
            }

            var severity = cashPaper >= Limits.CashPaperFills ? Severity.High : Severity.Medium;
            episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(severity, count, cashPaper));
        }

        return episode;
    }

    private Account Describe(DispensingHistory history, in Episode episode)
    {
        var (from, to) = (episode.PeakDay - Limits.WindowDays + 1, episode.PeakDay);
        var fills = FillsWhere(history, (in f) => f.Faulty(Faults) && f.StartDay >= from && f.StartDay <= to);
        var dea = fills.FindAll(p => history.Fills[p].Faulty(RecordQuality.PrescriberDea));
        var without = dea.Count(p => history.Fills[p].PrescriberWithoutDea);
        var faults = new PrescriberNumberFaults(
            dea.Count - without, without, fills.Count(p => history.Fills[p].Faulty(RecordQuality.PrescriberNpi)));
        FindingValue[] values =
        [
            new("k", fills.Count), new("W", Limits.WindowDays), .. faults.Values,
            new("cashPaper", fills.Count(p => IsCashPaper(in history.Fills[p]))),
        ];
        int[] leaving = [.. fills.Skip(Limits.Fills - 1)];
        return new Account
        {
            LookBackDays = Limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(Definition.Template, values, ("faults", faults.ToString())),
            SilentIf = $"{FindingText.Many(Limits.Fills - 1, "such prescription")} instead of {fills.Count} in {Limits.WindowDays} days, as without {FindingText.TheFills(history, leaving)}.",
            Leaving = leaving,
            Fills = fills,
        };
    }

    private static bool IsCashPaper(in Fill fill) => fill.IsCash && fill.TransmissionForm == Written;
}
