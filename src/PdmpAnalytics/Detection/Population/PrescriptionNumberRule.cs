using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of ID-03.</summary>
internal sealed record PrescriptionNumberThresholds
{
    [Threshold("Days an event stays in view.", "domain reference 6.0.2, our choice, 2026-11-22", Min = 1, Max = 548)]
    public int WindowDays { get; init; } = EventFindings.UsualWindowDays;

    [Threshold("Days within which one pharmacy's number may not come up for somebody else.", "domain reference 6.2: 5 years", Min = 30, Max = 3653)]
    public int ReuseDays { get; init; } = 1826;

    [Threshold("Numbers that came up again for somebody else from which the pharmacy counts anew, and gets one ticket in place of its patients.", "our choice, 2026-11-22", Min = 2, Max = 100000)]
    public int RecycledNumbers { get; init; } = 20;

    [Threshold("Refills of a schedule III or IV prescription at most.", "21 CFR 1306.22: 5", Min = 0, Max = 99)]
    public int MaxRefills { get; init; } = 5;
}

/// <summary>ID-03: a prescription number that came up again for other people, drugs or prescribers, or was filled more often or longer than allowed.</summary>
internal sealed class PrescriptionNumberRule(PrescriptionNumberThresholds limits) : IGroupRule<DispenserFills>
{
    private const double Rounding = 1e-6;

    public static readonly RuleDefinition About = new()
    {
        Id = "ID-03",
        Name = "prescription-number",
        Title = "Rx number reuse or illegal refill",
        Family = RuleFamily.Integrity,
        Queue = ReviewQueueKind.Data,
        SilencedBy = FillContext.None,
        Counts = "Records of one pharmacy under one prescription number: (a) of another person, spellings aside; (b) of another drug or prescriber; (c) refills beyond those authorised; (d) of schedule III or IV, beyond five refills or six months; (e) partial fills that together exceed what was prescribed.",
        Template = "Rx {num} at {pharmacy}: {problem}.",
        Citation = "21 CFR 1306.22, 1306.23",
        LegitimateReasons = "Numbers given again after years, a new pharmacy system, transferred prescriptions, a slip of the keyboard.",
        ReviewerCheck = "The pharmacy's own record of the number; whether its software was changed.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    public int WindowDays => limits.WindowDays;

    public IEnumerable<long> ToCompare(DispenserFills group) => group.Fills.GroupBy(f => f.RxKey, f => f.PatientId)
        .Where(number => number.Distinct().Skip(1).Any())
        .SelectMany(number => number);

    public IEnumerable<GroupEvent> Look(DispenserFills group, GroupContext context)
    {
        var reused = new List<GroupEvent>();
        var numbers = 0;
        foreach (var number in group.Fills.GroupBy(f => f.RxKey))
        {
            DispenserFill[] fills = [.. number.OrderBy(f => f.FilledDay).ThenBy(f => f.FillNumber).ThenBy(f => f.DispensationId)];
            var others = OtherPeople(fills, context).ToList();
            numbers += others.Count > 0 ? 1 : 0;
            reused.AddRange(others.SelectMany(pair => Reuse(group, pair.Before, pair.After, context)));
            foreach (var found in fills.SelectMany(fill => Limits(group, fill, context)).Concat(OwnProblems(group, fills, context)))
            {
                yield return found;
            }
        }

        foreach (var found in numbers < limits.RecycledNumbers ? reused : [Recycled(group, reused, numbers, context)])
        {
            yield return found;
        }
    }

    /// <summary>(a) Neighbours in time that belong to different people.</summary>
    private IEnumerable<(DispenserFill Before, DispenserFill After)> OtherPeople(DispenserFill[] fills, GroupContext context)
    {
        for (var i = 1; i < fills.Length; i++)
        {
            if (fills[i].PatientId != fills[i - 1].PatientId && fills[i].FilledDay - fills[i - 1].FilledDay <= limits.ReuseDays
                && !context.Likeness.MayBeOne(fills[i].PatientId, fills[i - 1].PatientId))
            {
                yield return (fills[i - 1], fills[i]);
            }
        }
    }

    private static IEnumerable<GroupEvent> Reuse(DispenserFills group, DispenserFill before, DispenserFill after, GroupContext context)
    {
        foreach (var (own, other) in new[] { (before, after), (after, before) })
        {
            yield return Event(
                group, own, after.FilledDay, Severity.High,
                $"filled on {FindingText.Date(own.FilledDay)} for this patient and on {FindingText.Date(other.FilledDay)} for {GroupContext.Patients([other.PatientId])}",
                "With a number of its own for one of the two.",
                context);
        }
    }

    /// <summary>A pharmacy that counts anew: its patients have nothing to do with it.</summary>
    private static GroupEvent Recycled(DispenserFills group, List<GroupEvent> reused, int numbers, GroupContext context) => new(
        Subject.Dispenser(group.DispenserId),
        reused.Max(e => e.Day),
        Severity.Medium,
        $"{numbers} prescription numbers at {context.DispenserName(group.DispenserId)} came up again for somebody else.",
        "With numbers that are not given again within five years.",
        [.. reused.OrderByDescending(e => e.Day).SelectMany(e => e.Evidence).Distinct().Take(EvidenceOfMany).Order()],
        [new("numbers", numbers)]);

    /// <summary>Records shown of a pharmacy with many (our choice, 2026-11-22).</summary>
    private const int EvidenceOfMany = 20;

    /// <summary>(c) and (d): what one record says about itself.</summary>
    private IEnumerable<GroupEvent> Limits(DispenserFills group, DispenserFill fill, GroupContext context)
    {
        if (fill.RefillsAuthorized >= 0 && fill.FillNumber > fill.RefillsAuthorized)
        {
            yield return Event(
                group, fill, fill.FilledDay, Severity.Medium,
                $"refill {fill.FillNumber} on {FindingText.Date(fill.FilledDay)}, {fill.RefillsAuthorized} authorised",
                $"With {fill.FillNumber} refills authorised.", context);
        }

        if (fill.Schedule is not (DrugSchedule.III or DrugSchedule.IV))
        {
            yield break;
        }

        if (fill.FillNumber > limits.MaxRefills)
        {
            yield return Event(
                group, fill, fill.FilledDay, Severity.Medium,
                $"refill {fill.FillNumber} on {FindingText.Date(fill.FilledDay)} of a schedule {fill.Schedule} drug, of which {limits.MaxRefills} are allowed",
                $"Without refill {limits.MaxRefills + 1} and those after.", context);
        }

        if ((fill.Quality & RecordQuality.Expired) != 0)
        {
            yield return Event(
                group, fill, fill.FilledDay, Severity.Medium,
                $"filled on {FindingText.Date(fill.FilledDay)}, more than six months after it was written on {FindingText.Date(fill.WrittenDay)}",
                "Filled within six months.", context);
        }
    }

    /// <summary>(b) and (e): what one person's records under the number say together.</summary>
    private static IEnumerable<GroupEvent> OwnProblems(DispenserFills group, DispenserFill[] fills, GroupContext context)
    {
        foreach (var own in fills.GroupBy(f => f.PatientId).Select(g => g.ToArray()))
        {
            for (var i = 1; i < own.Length; i++)
            {
                if (own[i].IngredientId != own[0].IngredientId && own[i].IngredientId >= 0 && own[0].IngredientId >= 0)
                {
                    yield return Event(
                        group, own[i], own[i].FilledDay, Severity.Medium,
                        $"{context.DrugName(own[0].IngredientId, 0)} on {FindingText.Date(own[0].FilledDay)} and {context.DrugName(own[i].IngredientId, 0)} on {FindingText.Date(own[i].FilledDay)}",
                        "With one drug under the number.", context);
                }
                else if (own[i].PrescriberId != own[0].PrescriberId)
                {
                    yield return Event(
                        group, own[i], own[i].FilledDay, Severity.Medium,
                        $"another prescriber on {FindingText.Date(own[i].FilledDay)} than on {FindingText.Date(own[0].FilledDay)}",
                        "With one prescriber under the number.", context);
                }
            }

            foreach (var found in own.Where(f => f.PartialFill > 0).GroupBy(f => f.FillNumber).SelectMany(p => TooMuch(group, [.. p], context)))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<GroupEvent> TooMuch(DispenserFills group, DispenserFill[] parts, GroupContext context)
    {
        var total = parts.Sum(p => p.Quantity);
        if (parts.Max(p => p.QuantityPrescribed) is { } prescribed && prescribed > 0 && total > prescribed + Rounding)
        {
            yield return Event(
                group, parts[^1], parts[^1].FilledDay, Severity.Medium,
                $"{FindingText.Number(total)} units in {FindingText.Many(parts.Length, "part")} up to {FindingText.Date(parts[^1].FilledDay)}, {FindingText.Number(prescribed)} prescribed",
                $"With {FindingText.Number(total - prescribed)} units less.", context);
        }
    }

    private static GroupEvent Event(
        DispenserFills group, DispenserFill own, int day, Severity severity, string problem, string silentIf, GroupContext context) => new(
        Subject.Patient(own.PatientId),
        day,
        severity,
        FindingText.Fill(About.Template, [], ("num", own.RxNumber), ("pharmacy", context.DispenserName(group.DispenserId)), ("problem", problem)),
        silentIf,
        [own.DispensationId],
        []);
}
