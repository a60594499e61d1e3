using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of ID-05.</summary>
internal sealed record BlankSerialThresholds
{
    [Threshold("Days an event stays in view.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int WindowDays { get; init; } = EventFindings.UsualWindowDays;

    [Threshold("A serial seen on more records than this is a value that software filled in.", "domain reference 6.2, our choice, 2026-11-22", Min = 2, Max = 1000)]
    public int MaxRecords { get; init; } = 20;
}

/// <summary>One record that names a state's serialised blank.</summary>
/// <param name="Day">Day filled, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="WrittenDay">0 when not reported.</param>
/// <param name="PrescriberId">Identity cluster (6.0.4).</param>
public sealed record BlankUse(long DispensationId, long PatientId, int Day, int WrittenDay, int PrescriberId);

/// <summary>All live records that name one blank (AIR01 and AIR02), in any order.</summary>
public sealed record BlankUses(string Serial, IReadOnlyList<BlankUse> Uses);

/// <summary>ID-05: one numbered blank of a state was used for different prescriptions.</summary>
internal sealed class BlankSerialRule(BlankSerialThresholds limits) : IGroupRule<BlankUses>
{
    public static readonly RuleDefinition About = new()
    {
        Id = "ID-05",
        Name = "blank-serial-reuse",
        Title = "Serial blank reuse",
        Family = RuleFamily.Integrity,
        Queue = ReviewQueueKind.Review,
        SilencedBy = FillContext.None,
        Counts = "Records that name the same serialised blank (issuing state and number) and differ in patient, spellings aside, in prescriber or in the date written; several drugs on one blank are one prescription.",
        Template = "State blank {no} was used for {n} different prescriptions ({dates}), for {others} besides this patient.",
        Citation = "ASAP AIR01, AIR02 (S1); the rule is our choice, 2026-11-22",
        LegitimateReasons = "A slip of the keyboard; a value that a pharmacy's software fills in.",
        ReviewerCheck = "The blanks themselves, by a call to the pharmacies.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    public int WindowDays => limits.WindowDays;

    public IEnumerable<long> ToCompare(BlankUses group) => IsReuse(group) ? group.Uses.Select(u => u.PatientId) : [];

    public IEnumerable<GroupEvent> Look(BlankUses group, GroupContext context)
    {
        if (!IsReuse(group))
        {
            yield break;
        }

        var people = context.Likeness.People(group.Uses.Select(u => u.PatientId));
        var personOf = people.SelectMany((p, i) => p.Select(id => (id, i))).ToDictionary(p => p.id, p => p.i);
        var prescriptions = group.Uses.GroupBy(u => (Person: personOf[u.PatientId], u.PrescriberId, u.WrittenDay))
            .Select(p => p.OrderBy(u => u.Day).ThenBy(u => u.DispensationId).First())
            .OrderBy(u => u.Day).ThenBy(u => u.DispensationId).ToArray();
        if (prescriptions.Length < 2)
        {
            yield break;
        }

        var dates = FindingText.List([.. prescriptions.Select(p => FindingText.Date(p.Day))]);
        FindingValue[] values = [new("n", prescriptions.Length), new("people", people.Count)];
        foreach (var patient in group.Uses.GroupBy(u => u.PatientId).OrderBy(g => g.Key))
        {
            yield return new GroupEvent(
                Subject.Patient(patient.Key),
                prescriptions[1].Day,
                Severity.High,
                FindingText.Fill(
                    About.Template, values, ("no", group.Serial), ("dates", dates),
                    ("others", GroupContext.Patients(personOf.Keys.Where(id => id != patient.Key)))),
                "With one prescription on the blank.",
                [.. patient.OrderBy(u => u.Day).ThenBy(u => u.DispensationId).Select(u => u.DispensationId)],
                values);
        }
    }

    private bool IsReuse(BlankUses group) => group.Uses.Count >= 2 && group.Uses.Count <= limits.MaxRecords;
}
