using PdmpAnalytics.Detection;
using PdmpAnalytics.Review;

namespace PdmpAnalytics.Backtesting;

/// <summary>One patient's alert under one set of rules from night to night, as if nobody closed it.</summary>
/// <param name="catalog">Position of the rules.</param>
internal sealed class ReplayedAlert(int catalog)
{
    // By rule: the highest severity since it began to speak.
    private Dictionary<string, Severity> _before = [];
    private Dictionary<string, Severity> _now = [];
    private bool _waits;

    /// <summary>The next patient: nothing said yet.</summary>
    public void Begin()
    {
        _now.Clear();
        _waits = false;
    }

    /// <summary>A night's findings and what they change.</summary>
    /// <param name="standing">The night before the first one: what holds then is no event of a night.</param>
    public void Say(PatientJudgement judgement, bool standing, List<ReplayEvent> events)
    {
        var day = judgement.AsOf.DayNumber;
        (_before, _now) = (_now, _before);
        _now.Clear();
        foreach (var finding in judgement.Findings)
        {
            var rule = finding.Rule.Id;
            _now[rule] = Highest(finding.Severity, Highest(_now.GetValueOrDefault(rule), _before.GetValueOrDefault(rule)));
        }

        foreach (var (rule, severity) in _now)
        {
            if (!standing && severity > _before.GetValueOrDefault(rule))
            {
                events.Add(new(catalog, judgement.PatientId, day, ReplayEventKind.Spoke, rule, severity));
            }
        }

        var content = judgement.Findings.Count == 0 ? null : AlertContent.Of(judgement);
        var waits = content is { Hold: QueueHold.None };
        if (waits != _waits)
        {
            var kind = !waits ? ReplayEventKind.Gone : standing ? ReplayEventKind.Standing : ReplayEventKind.Queued;
            events.Add(new(catalog, judgement.PatientId, day, kind, content?.Rules ?? "", content?.Severity ?? 0));
        }

        _waits = waits;
    }

    private static Severity Highest(Severity a, Severity b) => a > b ? a : b;
}
