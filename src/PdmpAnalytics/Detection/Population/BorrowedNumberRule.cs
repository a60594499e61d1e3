using PdmpAnalytics.Detection.Episodes;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>Thresholds of ID-02.</summary>
internal sealed record BorrowedNumberThresholds
{
    [Threshold("Days of the window.", "our choice, 2026-11-22: a year", Min = 60, Max = 730)]
    public int WindowDays { get; init; } = 365;

    [Threshold("Prescriptions in the window from which a number is judged.", "domain reference 6.2, our choice, 2026-11-22", Min = 3, Max = 1000)]
    public int Fills { get; init; } = 10;

    [Threshold("Live prescriptions under a number above which shares hide a forger.", "our choice, 2026-11-22", Min = 10, Max = 100000)]
    public int MaxFills { get; init; } = 300;

    [Threshold("Signs from which it fires.", "domain reference 6.2, our choice, 2026-11-22: 3 of 7", Min = 1, Max = 6)]
    public int Signs { get; init; } = 3;

    [Threshold("Days the data must reach back before a number's first use for it to count as new.", "our choice, 2026-11-22", Min = 0, Max = 730)]
    public int KnownDays { get; init; } = 90;

    [Threshold("Share paid privately above which it is a sign.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double CashShare { get; init; } = 0.60;

    [Threshold("Miles from the prescriber that count as far.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 500)]
    public double FarMiles { get; init; } = 40;

    [Threshold("Share of patients from far above which it is a sign.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double FarShare { get; init; } = 0.60;

    [Threshold("Share filled at one or two pharmacies new to the number above which it is a sign.", "domain reference 6.2, our choice, 2026-11-22", Min = 0, Max = 1)]
    public double PharmacyShare { get; init; } = 0.50;

    [Threshold("Times the usual share on paper or by telephone above which it is a sign.", "domain reference 6.2, our choice, 2026-11-22", Min = 1, Max = 100)]
    public double PaperTimes { get; init; } = 2;

    [Threshold("Letters by which two last names differ at least to be two names.", "domain reference 6.2: more than 2", Min = 1, Max = 20)]
    public int NameSlips { get; init; } = 3;

    [Threshold("Prescriptions under the number from which one of its patients is told of it.", "our choice, 2026-11-22", Min = 1, Max = 100)]
    public int PatientFills { get; init; } = 3;
}

/// <summary>ID-02: a prescriber's number is used as a forger uses one.</summary>
internal sealed class BorrowedNumberRule(BorrowedNumberThresholds limits) : ICatalogRule
{
    public static readonly RuleDefinition About = new()
    {
        Id = "ID-02",
        Name = "borrowed-prescriber-number",
        Title = "Possible forged or borrowed prescriber number",
        Family = RuleFamily.Integrity,
        Queue = ReviewQueueKind.Review,
        OnByDefault = false,
        SilencedBy = FillContext.None,
        Counts = "Prescriptions under one number (DEA as submitted, else NPI) in the window, on every day one is filled. Signs: two last names; a number never seen before, though the data reach back; mostly private payment; patients from far; one or two pharmacies new to it; paper or telephone far above the usual; a loaded registry that does not list it.",
        Template = "Prescriptions under {dea} show {s} unusual signs in {n} fills of {p} patients: {list}. The named prescriber may be a victim.",
        Citation = "Minnesota PMP on forged prescriptions; DEA red flags (S34)",
        LegitimateReasons = "A new practice, a locum, telehealth, a slip of the keyboard at one pharmacy.",
        ReviewerCheck = "By a call to the prescriber named: whether these prescriptions were written there.",
    };

    public RuleDefinition Definition => About;

    public IReadOnlyList<Threshold> Thresholds { get; } = Detection.Thresholds.Of(limits);

    public int MaxFills => limits.MaxFills;

    public double FarMiles => limits.FarMiles;

    public void Evaluate(NumberUses number, NumberPeers peers, DateOnly asOf, SubjectFindings findings)
    {
        NumberUse[] uses = [.. number.Uses.OrderBy(u => u.Day).ThenBy(u => u.DispensationId)];
        if (uses.Length < limits.Fills || number.Uses.Count > limits.MaxFills)
        {
            return;
        }

        var episode = new Episode(asOf.DayNumber - DispensingHistory.HorizonDays + 1, asOf.DayNumber);
        var sweep = new WindowSweep(uses.Select(u => u.Day).ToArray(), limits.WindowDays, episode.FirstPossibleDay, asOf.DayNumber);
        while (sweep.Next())
        {
            if (sweep.High - sweep.Low >= limits.Fills && Signs(number, uses, sweep.Low, sweep.High, peers).Count is var signs && signs >= limits.Signs)
            {
                episode.Hold(sweep.FromDay, sweep.ToDay, new Outcome(Severity.High, signs, sweep.High - sweep.Low));
            }
        }

        if (episode.Held)
        {
            Tell(number, uses, peers, in episode, findings);
        }
    }

    private List<string> Signs(NumberUses number, NumberUse[] all, int low, int high, NumberPeers peers)
    {
        var seen = all.AsSpan(low, high - low).ToArray();
        var signs = new List<string>();
        if (Names(seen) is var names && names >= 2)
        {
            signs.Add($"{names} last names");
        }

        if (all[0].Day >= peers.FirstDay + limits.KnownDays && low == 0)
        {
            signs.Add($"first seen on {FindingText.Date(all[0].Day)}");
        }

        var paid = seen.Count(u => u.Payment != PaymentType.Unknown);
        if (seen.Count(u => u.Cash) > limits.CashShare * paid && paid > 0)
        {
            signs.Add($"{seen.Count(u => u.Cash)} of {paid} paid privately");
        }

        var placed = seen.Where(u => u.Far is not null).GroupBy(u => u.PatientId).ToList();
        var far = placed.Count(p => p.Any(u => u.Far == true));
        if (far > limits.FarShare * placed.Count && placed.Count > 0)
        {
            signs.Add($"{far} of {placed.Count} patients from more than {FindingText.Number(limits.FarMiles)} miles away");
        }

        var before = all.Take(low).Select(u => u.DispenserId).ToHashSet();
        var most = seen.Where(u => !before.Contains(u.DispenserId)).CountBy(u => u.DispenserId).Select(c => c.Value).OrderDescending().Take(2).Sum();
        if (most > limits.PharmacyShare * seen.Length)
        {
            signs.Add($"{most} of {seen.Length} at one or two new pharmacies");
        }

        var formed = seen.Count(u => u.Form > 0);
        var paper = seen.Count(u => NumberLog.IsPaper(u.Form));
        if (paper > limits.PaperTimes * peers.PaperShare * formed && formed > 0)
        {
            signs.Add($"{paper} of {formed} on paper or by telephone (usual {FindingText.Number(Math.Round(100 * peers.PaperShare))} %)");
        }

        if (number.Listed == false)
        {
            signs.Add("not in the registry");
        }

        return signs;
    }

    /// <summary>Last names that are no slip of one another.</summary>
    private int Names(NumberUse[] uses)
    {
        var names = new List<string>();
        foreach (var name in uses.Select(u => u.Name).Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal))
        {
            if (names.TrueForAll(other => EditDistance.Of(name, other) >= limits.NameSlips))
            {
                names.Add(name);
            }
        }

        return names.Count;
    }

    private void Tell(NumberUses number, NumberUse[] uses, NumberPeers peers, in Episode episode, SubjectFindings findings)
    {
        var (from, to) = (episode.PeakDay - limits.WindowDays + 1, episode.PeakDay);
        var low = Array.FindIndex(uses, u => u.Day >= from);
        var high = Array.FindLastIndex(uses, u => u.Day <= to) + 1;
        var signs = Signs(number, uses, low, high, peers);
        var seen = uses[low..high];
        FindingValue[] values =
        [
            new("s", signs.Count), new("n", seen.Length), new("p", seen.Select(u => u.PatientId).Distinct().Count()),
            new("cash", seen.Count(u => u.Cash)),
        ];
        var finding = new RuleFinding
        {
            Rule = About,
            Severity = Severity.High,
            FirstDay = DateOnly.FromDayNumber(episode.FirstDay),
            LastDay = DateOnly.FromDayNumber(episode.LastDay),
            PeakDay = DateOnly.FromDayNumber(episode.PeakDay),
            LookBackDays = limits.WindowDays,
            Values = values,
            Text = FindingText.Fill(About.Template, values, ("dea", number.Number), ("list", FindingText.List(signs))),
            SilentIf = signs.Count == limits.Signs
                ? $"Without one of the {signs.Count} signs, or with {limits.Fills - 1} prescriptions in {limits.WindowDays} days."
                : $"Without {signs.Count - limits.Signs + 1} of the {signs.Count} signs, or with {limits.Fills - 1} prescriptions in {limits.WindowDays} days.",
            Evidence = [.. seen.Select(u => u.DispensationId)],
            Thresholds = Detection.Thresholds.Text(Thresholds),
        };
        findings.Add(Subject.Prescriber(number.PrescriberId), finding);
        foreach (var patient in seen.GroupBy(u => u.PatientId).Where(p => p.Count() >= limits.PatientFills).OrderBy(p => p.Key))
        {
            findings.Add(Subject.Patient(patient.Key), finding with
            {
                Severity = Severity.Medium,
                Text = $"{finding.Text} {FindingText.Many(patient.Count(), "of them was", "of them were")} filled for this patient.",
                Evidence = [.. patient.Select(u => u.DispensationId)],
            });
        }
    }
}
