using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of CL-05.</summary>
internal sealed record GroupArrivalThresholds
{
    [Threshold("Days an arrival stays in view.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int WindowDays { get; init; } = EventFindings.UsualWindowDays;

    [Threshold("Different people in one run of numbers from which it fires.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 100)]
    public int Patients { get; init; } = 5;

    [Threshold("Largest step from one prescription number of a run to the next.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public int MaxNumberGap { get; init; } = 3;

    [Threshold("Share of the run paid privately from which it is High.", "domain reference 6.2, our choice, 2026-11-22; cash among DEA red flags (S34)", Min = 0, Max = 1)]
    public double CashShare { get; init; } = 0.60;

    [Threshold("Miles from home to the pharmacy that count as far.", "domain reference 6.2 (ID-02), our choice, 2026-11-22", Min = 1, Max = 500)]
    public double FarMiles { get; init; } = 40;

    [Threshold("Share of the run from far ZIP codes, at least two of them, from which it is Medium without cash.", "our choice, 2026-11-22: as for cash", Min = 0, Max = 1)]
    public double FarShare { get; init; } = 0.60;
}

/// <summary>CL-05: several people came to one counter on one day with the same prescription of one prescriber.</summary>
internal sealed class GroupArrivalRule(GroupArrivalThresholds limits) : IGroupRule<DispenserFills>
{
    private const double Rounding = 1e-9;

    public static readonly RuleDefinition About = new()
    {
        Id = "CL-05",
        Name = "group-arrivals",
        Title = "Group arrivals",
        Family = RuleFamily.Cluster,
        Queue = ReviewQueueKind.Review,
        SilencedBy = FillContext.None,
        Counts = "Original fills of one pharmacy, day, prescriber, drug and strength whose prescription numbers follow one another, by different people, most of them paid privately or come from far; nursing homes, hospice, cancer and animals left out.",
        Template = "{n} patients with consecutive Rx numbers ({first} to {last}) for {drug} from one prescriber at {pharmacy} on {date}; {cash} paid privately, {far} from more than {miles} miles away. The others: {others}.",
        Citation = "DEA pharmacy decisions: groups arriving together (S34)",
        LegitimateReasons = "The clinic day of a nearby practice, a nursing home that is not stated, a batch of electronic prescriptions.",
        ReviewerCheck = "Where the prescriber practises, and whether the same people came together on other days.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    public int WindowDays => limits.WindowDays;

    public IEnumerable<GroupEvent> Look(DispenserFills group, GroupContext context) => Runs(group, context)
        .SelectMany(run => Events(group, run, context));

    public IEnumerable<long> ToCompare(DispenserFills group) => Together(group).SelectMany(same => same.Select(f => f.PatientId));

    private IEnumerable<DispenserFill[]> Runs(DispenserFills group, GroupContext context) => Together(group)
        .SelectMany(Consecutive)
        .Where(run => context.Likeness.People(run.Select(f => f.PatientId)).Count >= limits.Patients && Severity(group, run, context) is not null);

    /// <summary>Fills of one day, prescriber, drug and strength, where there are enough of them.</summary>
    private IEnumerable<DispenserFill[]> Together(DispenserFills group)
    {
        var together = group.Fills
            .Where(f => f.FillNumber == 0 && f.PartialFill <= 1 && f.IngredientId >= 0 && (f.Context & ExemptContexts.Usual) == 0)
            .GroupBy(f => (f.FilledDay, f.PrescriberId, f.IngredientId, f.StrengthMg));
        return together.Select(same => same.ToArray()).Where(same => same.Length >= limits.Patients);
    }

    private IEnumerable<DispenserFill[]> Consecutive(DispenserFill[] fills)
    {
        var numbered = fills.Select(f => (Number: RxSequence.Of(f.RxNumber), Fill: f)).Where(f => f.Number is not null)
            .OrderBy(f => f.Number).ThenBy(f => f.Fill.DispensationId).ToArray();
        for (int start = 0, end; start < numbered.Length; start = end)
        {
            for (end = start + 1; end < numbered.Length && numbered[end].Number - numbered[end - 1].Number <= limits.MaxNumberGap; end++)
            {
            }

            yield return [.. numbered[start..end].Select(f => f.Fill)];
        }
    }

    private Severity? Severity(DispenserFills group, DispenserFill[] run, GroupContext context)
    {
        if (run.Count(f => f.IsCash) >= limits.CashShare * run.Length - Rounding)
        {
            return Detection.Severity.High;
        }

        var far = Far(group, run, context);
        return far.Length >= limits.FarShare * run.Length - Rounding && far.Select(f => f.PatientZip).Distinct().Skip(1).Any()
            ? Detection.Severity.Medium
            : null;
    }

    private DispenserFill[] Far(DispenserFills group, DispenserFill[] run, GroupContext context) => Array.FindAll(
        run, f => context.Reference.Zips.Miles(f.PatientZip, context.Reference.Dispensers[group.DispenserId].Zip) > limits.FarMiles);

    private IEnumerable<GroupEvent> Events(DispenserFills group, DispenserFill[] run, GroupContext context)
    {
        var patients = run.Select(f => f.PatientId).Distinct().Order().ToArray();
        FindingValue[] values =
        [
            new("n", patients.Length), new("cash", run.Count(f => f.IsCash)), new("far", Far(group, run, context).Length), new("miles", limits.FarMiles),
        ];
        foreach (var patient in patients)
        {
            var own = run.Where(f => f.PatientId == patient).ToArray();
            var text = FindingText.Fill(
                About.Template,
                values,
                ("first", run[0].RxNumber),
                ("last", run[^1].RxNumber),
                ("drug", context.DrugName(own[0].IngredientId, own[0].StrengthMg)),
                ("pharmacy", context.DispenserName(group.DispenserId)),
                ("date", FindingText.Date(own[0].FilledDay)),
                ("others", GroupContext.Patients(patients.Where(p => p != patient))));
            yield return new GroupEvent(
                Subject.Patient(patient), own[0].FilledDay, Severity(group, run, context)!.Value, text,
                $"With {FindingText.Many(limits.Patients - 1, "patient")} in the run instead of {patients.Length}, or with a step of more than {limits.MaxNumberGap} between the numbers.",
                [.. own.Select(f => f.DispensationId).Order()], values);
        }
    }
}
