namespace PdmpAnalytics.Detection.Population;

/// <summary>What the rules over many records found, by whom it is about; a subject's findings stand in catalogue order.</summary>
public sealed class SubjectFindings
{
    private readonly Dictionary<Subject, List<RuleFinding>> _bySubject = [];

    /// <summary>Nothing found.</summary>
    public static SubjectFindings None { get; } = new();

    /// <summary>The set of thresholds that findings added are by; null for findings that say it themselves.</summary>
    public string? RuleSet { get; init; }

    /// <summary>Subjects with at least one finding, in any order.</summary>
    public IReadOnlyCollection<Subject> Subjects => _bySubject.Keys;

    public void Add(Subject subject, RuleFinding finding)
    {
        if (!_bySubject.TryGetValue(subject, out var findings))
        {
            _bySubject.Add(subject, findings = []);
        }

        findings.Add(RuleSet is null ? finding : finding with { RuleSet = RuleSet });
    }

    /// <summary>Empty for a subject without findings.</summary>
    public IReadOnlyList<RuleFinding> Of(Subject subject) => _bySubject.TryGetValue(subject, out var findings) ? findings : [];

    /// <summary>Subjects of one kind about which the two do not say the same, ids ascending.</summary>
    public IEnumerable<long> Differences(SubjectFindings other, SubjectKind kind) => Subjects.Union(other.Subjects)
        .Where(s => s.Kind == kind && !Same(Of(s), other.Of(s)))
        .Select(s => s.Id)
        .Order();

    private static bool Same(IReadOnlyList<RuleFinding> one, IReadOnlyList<RuleFinding> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => Same(pair.First, pair.Second));

    /// <summary>By what a reader would see; the lists inside are compared by content.</summary>
    private static bool Same(RuleFinding a, RuleFinding b) =>
        (a.Rule.Id, a.Rule.Version, a.Severity, a.FirstDay, a.LastDay, a.PeakDay, a.Text, a.SilentIf, a.Thresholds)
            == (b.Rule.Id, b.Rule.Version, b.Severity, b.FirstDay, b.LastDay, b.PeakDay, b.Text, b.SilentIf, b.Thresholds)
        && a.Evidence.SequenceEqual(b.Evidence)
        && a.Values.SequenceEqual(b.Values)
        && a.Notes.SequenceEqual(b.Notes);
}
