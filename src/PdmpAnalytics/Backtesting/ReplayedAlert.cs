using PdmpAnalytics.Detection;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Backtesting;

/// <summary>One patient's alert under one set of rules from night to night, as if nobody closed it.</summary>
/// <param name="catalog">Position of the rules.</param>
internal sealed class ReplayedAlert(int catalog)
{
    // By rule: the highest severity since it began to speak.
    private Dictionary<string, Severity> _before = [];
    private Dictionary<string, Severity> _now = [];
    private readonly List<(string Rule, Severity Severity, FillContext ExemptBy)> _said = [];
    private bool _waits;

    /// <summary>The next patient: nothing said yet.</summary>
    public void Begin()
    {
        _now.Clear();
        _said.Clear();
        _waits = false;
    }

    /// <summary>A night's findings and what they change.</summary>
    /// <param name="standing">The night before the first one: what holds then is no event of a night.</param>
    public void Say(long patient, DateOnly night, IReadOnlyList<RuleFinding> findings, bool standing, List<ReplayEvent> events)
    {
        if (SaysTheSame(findings))
        {
            return;
        }

        var day = night.DayNumber;
        (_before, _now) = (_now, _before);
        _now.Clear();
        foreach (var finding in findings)
        {
            var rule = finding.Rule.Id;
            _now[rule] = Highest(finding.Severity, Highest(_now.GetValueOrDefault(rule), _before.GetValueOrDefault(rule)));
        }

        foreach (var (rule, severity) in _now)
        {
            if (!standing && severity > _before.GetValueOrDefault(rule))
            {
                events.Add(new(catalog, patient, day, ReplayEventKind.Spoke, rule, severity));
            }
        }

        var content = findings.Count == 0 ? null : AlertContent.Of(new PatientJudgement { PatientId = patient, AsOf = night, Findings = [.. findings] });
        var waits = content is { Hold: QueueHold.None };
        if (waits != _waits)
        {
            var kind = !waits ? ReplayEventKind.Gone : standing ? ReplayEventKind.Standing : ReplayEventKind.Queued;
            events.Add(new(catalog, patient, day, kind, content?.Rules ?? "", content?.Severity ?? 0));
        }

        _waits = waits;
    }

    /// <summary>Whether rules, severities and contexts are those of the night before: nothing else decides about a queue.</summary>
    private bool SaysTheSame(IReadOnlyList<RuleFinding> findings)
    {
        var same = findings.Count == _said.Count;
        for (var i = 0; same && i < findings.Count; i++)
        {
            same = _said[i] == (findings[i].Rule.Id, findings[i].Severity, findings[i].ExemptBy);
        }

        if (!same)
        {
            _said.Clear();
            _said.AddRange(findings.Select(f => (f.Rule.Id, f.Severity, f.ExemptBy)));
        }

        return same;
    }

    private static Severity Highest(Severity a, Severity b) => a > b ? a : b;
}
