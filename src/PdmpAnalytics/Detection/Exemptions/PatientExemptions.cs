namespace PdmpAnalytics.Detection.Exemptions;

/// <summary>The exemptions by hand of a run, by patient: lowers findings on a day, and says when that changes by itself.</summary>
public sealed class PatientExemptions
{
    private readonly Dictionary<long, List<Exemption>> _byPatient;

    /// <param name="exemptions">Of each patient judged; ended ones do not matter.</param>
    public PatientExemptions(IEnumerable<(long Patient, Exemption Exemption)> exemptions) => _byPatient = exemptions
        .Where(e => e.Exemption.EndedAt is null)
        .GroupBy(e => e.Patient, e => e.Exemption)
        .ToDictionary(g => g.Key, g => g.OrderByDescending(e => e.Until).ThenBy(e => e.Id).ToList());

    public static PatientExemptions None { get; } = new([]);

    /// <summary>True when nothing that is said about the patient can depend on an exemption.</summary>
    public bool IsNone(long patient) => !_byPatient.ContainsKey(patient);

    /// <summary>The finding as it stands on a day: lowered to Info by the exemption that lasts longest of those that lower it.</summary>
    public RuleFinding Apply(long patient, RuleFinding finding, DateOnly day)
    {
        if (finding.Severity == Severity.Info || !_byPatient.TryGetValue(patient, out var own))
        {
            return finding;
        }

        var lowering = own.Find(e => e.HoldsOn(day) && e.Kind.Lowers(finding, e.FirstDay));
        return lowering is null ? finding : finding with
        {
            Severity = Severity.Info,
            Otherwise = finding.Severity,
            ExemptByHand = new HandExemption(lowering.Id, lowering.Kind, lowering.Until),
        };
    }

    /// <summary>First day after this one on which an exemption begins to hold or holds no more; null for never.</summary>
    public DateOnly? NextChange(long patient, DateOnly day)
    {
        if (!_byPatient.TryGetValue(patient, out var own))
        {
            return null;
        }

        var next = DateOnly.MaxValue;
        foreach (var exemption in own)
        {
            Consider(exemption.FirstDay);
            Consider(exemption.Until == DateOnly.MaxValue ? null : exemption.Until.AddDays(1));
        }

        return next == DateOnly.MaxValue ? null : next;

        void Consider(DateOnly? change) => next = change is { } at && at > day && at < next ? at : next;
    }
}
