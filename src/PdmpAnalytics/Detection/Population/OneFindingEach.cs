namespace PdmpAnalytics.Detection.Population;

/// <summary>Keeps one finding of a rule for each patient, who may be part of several groups: the most severe, then the strongest, then the latest.</summary>
internal sealed class OneFindingEach
{
    private readonly Dictionary<long, (RuleFinding Finding, double Strength)> _kept = [];

    /// <param name="strength">Comparable within the rule; higher is stronger. Of equals the first added stays.</param>
    public void Add(long patient, RuleFinding finding, double strength)
    {
        if (!_kept.TryGetValue(patient, out var before) || IsAbove(finding, strength, before.Finding, before.Strength))
        {
            _kept[patient] = (finding, strength);
        }
    }

    public void AddTo(SubjectFindings findings)
    {
        foreach (var (patient, kept) in _kept.OrderBy(k => k.Key))
        {
            findings.Add(Subject.Patient(patient), kept.Finding);
        }
    }

    private static bool IsAbove(RuleFinding a, double strengthA, RuleFinding b, double strengthB) =>
        a.Severity != b.Severity ? a.Severity > b.Severity
        : strengthA != strengthB ? strengthA > strengthB
        : a.PeakDay > b.PeakDay;
}
